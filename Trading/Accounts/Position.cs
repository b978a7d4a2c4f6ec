using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Accounts;

/// <summary>
/// What an account holds of a symbol, and its settings there; it stays, flat, after a close. Entry cost is kept as a sum, so
/// that profit is exact; the average price is for show.
/// </summary>
public struct Position
{
    public Symbol Symbol { get; internal set; }

    /// <summary>Base currency, positive long, negative short, 0 flat.</summary>
    public decimal Quantity { get; internal set; }

    /// <summary>Sum of price × quantity of what is held, positive for both directions.</summary>
    public decimal EntryCost { get; internal set; }

    /// <summary>Leverage of the open position.</summary>
    public decimal Leverage { get; internal set; }

    /// <summary>Leverage of the next opening order that names none.</summary>
    public decimal LeverageSetting { get; internal set; }

    public MarginMode Mode { get; internal set; }

    /// <summary>Quote currency set aside for an isolated position.</summary>
    public decimal IsolatedMargin { get; internal set; }

    /// <summary>The mark last journaled: thresholds' bands are laid round it.</summary>
    public decimal Mark { get; internal set; }

    public OrderNote EntryNote { get; internal set; }

    public OrderId EntryOrder { get; internal set; }

    internal long EntryAtTicks { get; set; }

    // The round trip so far.
    internal decimal TripEntered { get; set; }

    internal decimal TripEntryNotional { get; set; }

    internal decimal TripExitNotional { get; set; }

    internal decimal TripRealised { get; set; }

    internal decimal TripFees { get; set; }

    internal decimal TripFunding { get; set; }

    /// <summary>The one set of exits of the whole position; null where its orders' brackets, or nothing, protect it.</summary>
    public PositionExits? Exits { get; internal set; }

    internal HeldHistory Held;

    internal FundingTimes Funded;

    public readonly bool IsFlat => Quantity == 0m;

    public readonly Side Side => Quantity < 0m ? Side.Sell : Side.Buy;

    public readonly decimal Size => Math.Abs(Quantity);

    /// <summary>Average entry price; 0 when flat.</summary>
    public readonly decimal EntryPrice => Quantity == 0m ? 0m : EntryCost / Math.Abs(Quantity);

    public readonly DateTimeOffset? EntryAt => Quantity == 0m ? null : new DateTimeOffset(EntryAtTicks, TimeSpan.Zero);

    /// <summary>
    /// Between which instants (the first not, the second included) a funding timestamp may have found something held that was not
    /// charged yet; null where none can have.
    /// </summary>
    public readonly (DateTimeOffset After, DateTimeOffset Until)? FundingOwed(DateTimeOffset now)
    {
        var charged = Funded.Count > 0 ? Funded[Funded.Count - 1] : 0L;
        for (var i = 0; i < Held.Count; i++)
        {
            var (hour, held) = Held[i];
            var next = i + 1 < Held.Count ? Held[i + 1].Hour * TimeSpan.TicksPerHour : now.UtcTicks;
            if (held == 0m || next <= charged)
                continue;
            var until = IsFlat ? Held[Held.Count - 1].Hour * TimeSpan.TicksPerHour : now.UtcTicks;
            return (new DateTimeOffset(Math.Max(charged, hour * TimeSpan.TicksPerHour), TimeSpan.Zero), new DateTimeOffset(until, TimeSpan.Zero));
        }

        return null;
    }

    /// <summary>Profit at <paramref name="mark"/>, before the fees of leaving.</summary>
    public readonly decimal UnrealisedAt(decimal mark) =>
        Quantity == 0m ? 0m : Amounts.Round(Quantity * mark) - (Quantity > 0m ? EntryCost : -EntryCost);
}
