using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Grains.Symbols;

/// <summary>Everything that an account waits for at one symbol.</summary>
/// <param name="LedgerVersion">Version of the ledger that it follows from; the newest set counts.</param>
public sealed record TriggerSet(AccountKey Account, long LedgerVersion, ImmutableArray<Trigger> Triggers)
{
    /// <summary>Most triggers of one account at one symbol.</summary>
    public const int TriggersMax = 1_000;
}

/// <summary>What the trigger book said to a set.</summary>
/// <param name="IsTaken">False where a newer set was there already; nothing changed then.</param>
/// <param name="Crossed">Triggers that the newest quote meets already; the account deals with them now.</param>
/// <param name="Market">The market that crossed them; null where none is crossed.</param>
public sealed record TriggerAnswer(bool IsTaken, ImmutableArray<Trigger> Crossed, MarketSnapshot? Market)
{
    /// <summary>Taken, and nothing of it is crossed.</summary>
    public static TriggerAnswer Taken { get; } = new(true, [], null);

    /// <summary>A newer set was there already.</summary>
    public static TriggerAnswer Older { get; } = new(false, [], null);
}

/// <summary>An account's answer to its trigger book.</summary>
public enum TriggerReply
{
    /// <summary>Dealt with, and the new set is on its way or there.</summary>
    Answered,

    /// <summary>Not dealt with: ask again later.</summary>
    TryLater,
}
