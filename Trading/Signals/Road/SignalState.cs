using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>How far one subscriber's leg is.</summary>
public enum LegStage
{
    /// <summary>Nothing was done for it yet.</summary>
    Waiting,

    /// <summary>The agent's planner was asked.</summary>
    Asked,

    /// <summary>The planner has nothing against it.</summary>
    Judged,

    /// <summary>What is to be sent is durable; whether it was sent, the account knows.</summary>
    Sized,

    /// <summary>The orders stand.</summary>
    Executed,

    /// <summary>A position is open because of it.</summary>
    Managed,

    Ended,
}

/// <summary>What one subscriber makes of a signal.</summary>
/// <param name="Name">As <see cref="SignalState.NameOf"/> gives it.</param>
public sealed record LegState(string Name, Subscription Terms)
{
    public LegStage Stage { get; init; }

    /// <summary>When it came to this stage.</summary>
    public DateTimeOffset At { get; init; }

    public DateTimeOffset AskedUntil { get; init; }

    public AccountKey Account { get; init; }

    public string Cause { get; init; } = string.Empty;

    public ImmutableArray<PlannedCommand> Commands { get; init; } = [];

    public decimal Quantity { get; init; }

    public OrderId? Order { get; init; }

    /// <summary>Average entry price; 0 before a fill.</summary>
    public decimal Price { get; init; }

    /// <summary>The last step's code.</summary>
    public SignalReason Reason { get; init; } = SignalReason.Received;

    public TradeScore? Score { get; init; }

    public bool IsEnded => Stage == LegStage.Ended;

    /// <summary>Whether an order or a position of it may stand at an account.</summary>
    public bool IsTraded => Stage is LegStage.Executed or LegStage.Managed;
}

/// <summary>A signal as its events made it.</summary>
public sealed record SignalState
{
    /// <summary>Events that made it; 0 for one that was never received.</summary>
    public long Version { get; init; }

    public Signal? Signal { get; init; }

    public SourceTerms Terms { get; init; } = new();

    public SignalStage Stage { get; init; }

    /// <summary>When it came to this stage.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The last code of the common part: the refusal, where it was refused.</summary>
    public SignalReason Reason { get; init; } = SignalReason.Received;

    public MarketFacts? Market { get; init; }

    public DateTimeOffset EnrichedAt { get; init; }

    public TradeLevels? Levels { get; init; }

    public SourceRecord Record { get; init; }

    public decimal Confidence { get; init; }

    public RoadCosts? Costs { get; init; }

    /// <summary>One a subscription, in their order.</summary>
    public ImmutableArray<LegState> Legs { get; init; } = [];

    public PaperCourse? Paper { get; init; }

    public TradeScore? Score { get; init; }

    public ImmutableArray<SignalStep> Steps { get; init; } = [];

    public bool IsReceived => Signal is not null;

    /// <summary>The name of a subscriber's leg, e.g. <c>agent/trend</c>.</summary>
    public static string NameOf(Subscription subscription) => $"{(subscription.Kind == SubscriberKind.Agent ? "agent" : "account")}/{subscription.Name}";

    public LegState? Leg(string name)
    {
        foreach (var leg in Legs)
        {
            if (string.Equals(leg.Name, name, StringComparison.Ordinal))
                return leg;
        }

        return null;
    }
}
