using System.Collections.Immutable;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Grains;

/// <summary>What the composition root decides for all grains of a silo.</summary>
public sealed record GrainSettings
{
    /// <summary>First part of the keys of the symbols that accounts trade: one silo serves one venue, its database too.</summary>
    public required string Venue { get; init; }

    /// <summary>Markets of the feed: what names from outside can mean.</summary>
    public ImmutableArray<Symbol> Symbols { get; init; } = [];

    /// <summary>Whether streams are fed; a replay that nobody watches saves the work.</summary>
    public bool PublishesUpdates { get; init; } = true;

    /// <summary>
    /// Whether symbols look after themselves once a second: newer trigger sets of the read model, instants that came without a quote,
    /// retries, the durable quote. Off in a replay as fast as possible, where quotes drive everything.
    /// </summary>
    public bool SymbolsTick { get; init; } = true;

    /// <summary>Whether what a tenant should know once a day is written to its notices; a replay's journal holds its file's story alone.</summary>
    public bool WritesNotices { get; init; } = true;

    /// <summary>Distance of equity samples of an account that holds positions.</summary>
    public TimeSpan EquityInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after the start of an interval an agent's cycle begins, so that the last candle has closed.</summary>
    public TimeSpan CycleLag { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Seconds of the grains' clock in a real second: what they wait for from the world outside takes so much longer on their clock.</summary>
    public double ClockSpeed { get; init; } = 1;

    /// <summary>What each tenant may have and do unless an operator said otherwise; null in a service without quotas, such as a replay.</summary>
    public TenantQuotas? Quotas { get; init; }

    /// <summary>
    /// How long an account goes by what it last heard of its tenant's and the service's breakers before it asks again, which it does with an
    /// order that may open something; null where there are none, as in a replay. Changes are told at once besides.
    /// </summary>
    public TimeSpan? StandingFor { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether accounts ask for their part of the limits that a tenant's accounts share; off in a replay, where nobody sets any.</summary>
    public bool LeasesRisk { get; init; }

    /// <summary>Events of an account between two snapshots of its state; an activation reads at most so many, and one command's.</summary>
    public int SnapshotEveryEvents { get; init; } = 200;

    /// <summary>
    /// What must hold of an account's books before they are written: null, or the promise that is broken. An account whose books would
    /// break one is halted.
    /// </summary>
    public Func<AccountState, string?> BooksCheck { get; init; } = LedgerInvariants.Check;

    /// <summary>The paper exchange's rules for all accounts.</summary>
    public ExchangeRules Exchange { get; init; } = ExchangeRules.Default;
}
