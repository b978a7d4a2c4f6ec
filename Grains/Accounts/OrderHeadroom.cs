using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Accounts;

/// <summary>
/// The orders that an account may still send in this minute: its part of the tenant's. The next part is as large as what was used before, so
/// that a busy account asks a few times a minute, not with each order.
/// </summary>
internal sealed class OrderHeadroom
{
    /// <summary>Most orders of one part.</summary>
    private const int PartMax = 4_096;

    private int _left;
    private int _used;
    private int _usedBefore;
    private bool _isSpent;
    private int _perMinute;
    private DateTimeOffset _until;

    /// <summary>Whether a command may open or add to a position. What only reduces, closes or cancels is free; so is what the ledger refuses for its form.</summary>
    public static bool Counts(AccountCommand command, AccountState books) => command switch
    {
        SubmitOrder { Intent: { } intent } => Opens(intent, books),
        SubmitOco { First: { } first, Second: { } second } => Opens(first, books) || Opens(second, books),
        AmendOrder amend => books.IndexOf(amend.Order) is >= 0 and var index && !books.Orders[index].ReduceOnly,
        SubmitParent { Intent: { ReduceOnly: false } } => true,
        _ => false,
    };

    /// <summary>Takes one order; false where the part is used up or its minute over.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        if (now >= _until || _left == 0)
            return false;
        _left--;
        _used++;
        return true;
    }

    /// <summary>How many orders to ask for; null where the tenant has none left until the minute's end.</summary>
    public int? Wanted(DateTimeOffset now)
    {
        if (now >= _until)
            return Math.Clamp(_used, 1, PartMax);
        return _isSpent ? null : Math.Clamp(Math.Max(_usedBefore, _used), 1, PartMax);
    }

    public void Add(OrderLease lease)
    {
        if (lease.Until != _until)
            (_usedBefore, _used, _left) = (_used, 0, 0);
        _until = lease.Until ?? DateTimeOffset.MaxValue;
        _perMinute = lease.PerMinute;
        _isSpent = lease.Orders == 0;
        _left += lease.Orders;
    }

    public Refusal Refusal(DateTimeOffset now) => new(
        RefusalCode.QuotaExceeded, "ordersPerMinute", FieldError.Text(_perMinute),
        FormattableString.Invariant($"the tenant's accounts have used up the orders of this minute: try again at {_until:yyyy-MM-ddTHH:mm:ssZ}; orders that only reduce or close are taken at any time"))
    {
        RetryAfter = _until > now ? _until - now : TimeSpan.Zero,
    };

    private static bool Opens(OrderIntent intent, AccountState books)
    {
        if (intent.ReduceOnly)
            return false;
        var held = books.HeldOf(intent.Symbol);
        var opposes = held != 0m && held > 0m != (intent.Side == Side.Buy);
        return !opposes || intent.Quantity.Unit != QuantityUnit.Base || intent.Quantity.Value > Math.Abs(held);
    }
}
