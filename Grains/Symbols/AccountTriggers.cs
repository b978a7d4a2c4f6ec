using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Grains.Symbols;

/// <summary>The newest set of one account in a trigger book.</summary>
internal sealed class AccountTriggers(AccountKey account)
{
    public AccountKey Account => account;

    public long LedgerVersion { get; set; } = -1;

    public ImmutableArray<Trigger> Triggers { get; set; } = [];

    /// <summary>Its entries in the heaps, those that were popped included.</summary>
    public TriggerHeap.Entry[] Entries { get; set; } = [];

    /// <summary>Whether the account holds a position here, which funding concerns.</summary>
    public bool IsHolding { get; set; }

    /// <summary>Whether something of it was popped and the account has not sent a new set since.</summary>
    public bool IsPopped { get; set; }

    /// <summary>The smallest order of what the last pop took; orders an instant's calls.</summary>
    public OrderId FirstPopped { get; set; }

    /// <summary>When the symbol took the quote of the last pop, by its clock's timestamps; 0 where nobody measures.</summary>
    public long PoppedAt { get; set; }

    /// <summary>Sequence of the first quote that popped something; the account is shown all that came since.</summary>
    public long PoppedSequence { get; set; }

    /// <summary>Funding that became due and that the account has not answered to, oldest first.</summary>
    public Queue<FundingRate>? Unpaid { get; set; }

    /// <summary>Prices from while the symbol was away that the account has yet to be shown, oldest first.</summary>
    public Queue<Quote>? Missed { get; set; }

    /// <summary>Whether a call is on its way.</summary>
    public bool IsCalled { get; set; }

    /// <summary>Calls in a row that failed.</summary>
    public int Failures { get; set; }

    /// <summary>Not called again before this instant.</summary>
    public DateTimeOffset RetryAt { get; set; }

    public IAccountGrain? Grain { get; set; }

    /// <summary>Whether the account has yet to answer something.</summary>
    public bool Waits => IsPopped || Unpaid is { Count: > 0 } || Missed is { Count: > 0 };
}
