using OrleansTrader.Trading;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Sources;
using OrleansTrader.Trading.Sizing;

namespace OrleansTrader.Dashboard.Sources;

/// <summary>A line of a source's table as it is typed; without a word it is left out.</summary>
public sealed class LabelDraft
{
    public string? Label { get; set; }

    /// <summary>Null: the alert says it.</summary>
    public SignalDirection? Direction { get; set; }

    public string? Confidence { get; set; }

    public static LabelDraft Of(LabelRule rule) => new()
    {
        Label = rule.Label, Direction = rule.Direction, Confidence = rule.Confidence is { } share ? FieldError.Text(share) : null,
    };

    public LabelRule? Read(ref string wrong)
    {
        if (string.IsNullOrWhiteSpace(Label))
            return null;
        return new LabelRule(Label.Trim(), Direction, string.IsNullOrWhiteSpace(Confidence) ? null : SourceDraft.Number($"confidence of {Label}", Confidence, ref wrong));
    }
}

/// <summary>Who follows a source, as it is typed; without a name it is left out.</summary>
public sealed class FollowerDraft
{
    private Subscription _before = new(SubscriberKind.Account, string.Empty);

    public SubscriberKind Kind { get; set; }

    public string? Name { get; set; }

    public bool Opens { get; set; } = true;

    public bool Closes { get; set; } = true;

    public bool Reverses { get; set; } = true;

    public bool Runs { get; set; }

    public string? Strategy { get; set; }

    public SizingMethod Method { get; set; }

    public string? Risk { get; set; } = "0.01";

    public string? Leverage { get; set; } = "2";

    public SignalExecution Execution { get; set; }

    public bool AsksPlanner { get; set; }

    public static FollowerDraft Of(Subscription subscription) => new()
    {
        _before = subscription, Kind = subscription.Kind, Name = subscription.Name, Opens = subscription.Allows(SignalRight.Open), Closes = subscription.Allows(SignalRight.Close),
        Reverses = subscription.Allows(SignalRight.Reverse), Runs = subscription.Allows(SignalRight.Run), Strategy = subscription.Strategy,
        Method = subscription.Sizing.Method, Risk = FieldError.Text(subscription.Sizing.RiskShare), Leverage = FieldError.Text(subscription.Sizing.Leverage),
        Execution = subscription.Execution, AsksPlanner = subscription.AsksPlanner,
    };

    public Subscription? Read(ref string wrong)
    {
        if (string.IsNullOrWhiteSpace(Name))
            return null;
        (SignalRight Right, bool Has)[] rights = [(SignalRight.Open, Opens), (SignalRight.Close, Closes), (SignalRight.Reverse, Reverses), (SignalRight.Run, Runs)];

        // What is not typed here stays as it was.
        return _before with
        {
            Kind = Kind, Name = Name.Trim(), May = [.. rights.Where(static right => right.Has).Select(static right => right.Right)],
            Strategy = string.IsNullOrWhiteSpace(Strategy) ? null : Strategy.Trim(), Execution = Execution, AsksPlanner = AsksPlanner,
            Sizing = _before.Sizing with
            {
                Method = Method, RiskShare = SourceDraft.Number($"risk of {Name}", Risk, ref wrong), Leverage = SourceDraft.Number($"leverage of {Name}", Leverage, ref wrong),
            },
        };
    }
}
