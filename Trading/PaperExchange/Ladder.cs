using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>How a position is shared out among the rungs of a ladder.</summary>
internal static class Ladder
{
    /// <summary>
    /// Rungs are cut from the running sum of shares, each rounded down to the lot, so that they add up to their sum's share of the
    /// position, and to all of it where the shares do. One that would be below the instrument's least quantity or notional joins the
    /// next, the last one the one before.
    /// </summary>
    /// <param name="quantity">What there is to share, on the lot.</param>
    /// <param name="whole">What the shares are parts of: 1, less the rungs that were reached.</param>
    /// <param name="shares">0 for a rung that is over.</param>
    /// <param name="wanted">Quantities, in base currency; 0 where a rung has none.</param>
    public static void Split(Instrument instrument, decimal quantity, decimal whole, ReadOnlySpan<TargetLevel> levels, ReadOnlySpan<decimal> shares, Span<decimal> wanted)
    {
        wanted.Clear();
        if (quantity <= 0m || whole <= 0m)
            return;
        decimal sum = 0m, given = 0m;
        int last = -1, lastLeft = -1;
        for (var i = 0; i < levels.Length; i++)
        {
            if (shares[i] == 0m)
                continue;
            lastLeft = i;
            sum += shares[i];
            var until = sum >= whole ? quantity : InstrumentSteps.Floor(quantity * sum / whole, instrument.LotSize);
            var part = until - given;
            if (part <= 0m || part < instrument.QuantityMin || part * levels[i].Price < instrument.NotionalMin)
                continue;
            wanted[i] = part;
            given = until;
            last = i;
        }

        if (lastLeft < 0)
            return;
        var due = sum >= whole ? quantity : InstrumentSteps.Floor(quantity * sum / whole, instrument.LotSize);
        if (due > given)
            wanted[last < 0 ? lastLeft : last] += due - given;
    }
}
