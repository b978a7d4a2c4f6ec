using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Accounts;

/// <summary>An account's margin at given marks. Cross figures leave isolated positions and their margin out.</summary>
internal struct Margin
{
    public decimal Equity;
    public decimal Unrealised;
    public decimal CrossEquity;
    public decimal CrossCash;
    public decimal CrossInitial;
    public decimal CrossMaintenance;
    public decimal Reserved;
    public int CrossPositions;
    public int Positions;

    /// <summary>Every held symbol has a market in the context; otherwise its last journaled mark stood in.</summary>
    public bool IsComplete;

    public readonly decimal Available => CrossEquity - CrossInitial - Reserved;

    public readonly decimal CrossHeadroom => CrossEquity - CrossMaintenance;

    /// <summary>At the context's marks.</summary>
    public static Margin Of(AccountState state, DecisionContext context) => Of(state, context, useContextMarks: true);

    /// <summary>At the journaled marks: a function of the state and the instruments alone.</summary>
    public static Margin AtJournaledMarks(AccountState state, DecisionContext context) => Of(state, context, useContextMarks: false);

    private static Margin Of(AccountState state, DecisionContext context, bool useContextMarks)
    {
        var margin = new Margin { CrossCash = state.Cash, Reserved = state.ReservedMargin, IsComplete = true };
        foreach (ref readonly var slot in state.Positions)
        {
            if (slot.IsFlat)
                continue;
            var isKnown = TryMark(context, slot, useContextMarks, out var mark);
            margin.IsComplete &= isKnown;
            margin.Positions++;
            var unrealised = slot.UnrealisedAt(mark);
            margin.Unrealised += unrealised;
            if (slot.Mode == MarginMode.Isolated)
            {
                margin.CrossCash -= slot.IsolatedMargin;
                continue;
            }

            margin.CrossPositions++;
            margin.CrossEquity += unrealised;
            margin.CrossInitial += InitialOf(slot, mark);
            margin.CrossMaintenance += MaintenanceOf(context, slot, mark);
        }

        margin.CrossEquity += margin.CrossCash;
        margin.Equity = state.Cash + margin.Unrealised;
        return margin;
    }

    public static bool TryMark(DecisionContext context, in Position slot, bool useContextMarks, out decimal mark)
    {
        mark = slot.Mark;
        if (!useContextMarks)
            return true;
        var index = context.IndexOf(slot.Symbol);
        if (index < 0 || !Work.IsUsable(context[index]))
            return false;
        mark = context[index].Mark;
        return true;
    }

    public static decimal InitialOf(in Position slot, decimal mark) =>
        Amounts.RoundUp(slot.Size * mark / Math.Max(1m, slot.Leverage));

    public static decimal MaintenanceOf(DecisionContext context, in Position slot, decimal mark) =>
        context.Instruments.TryGetValue(slot.Symbol, out var instrument)
            ? Amounts.RoundUp(instrument.MaintenanceMargin(slot.Size * mark))
            : 0m;

    /// <summary>
    /// The mark at which a position has lost <paramref name="budget"/> of headroom against <paramref name="mark"/>: its loss and the
    /// change of its maintenance margin, tier by tier. Rounded towards the mark; null where no positive price does.
    /// </summary>
    /// <param name="withMaintenance">False for thresholds on equity alone.</param>
    public static decimal? PriceAtLoss(Instrument? instrument, in Position slot, decimal mark, decimal budget, bool withMaintenance)
    {
        var size = slot.Size;
        if (budget <= 0m)
            return mark;
        if (instrument is null || !withMaintenance)
            return slot.Quantity > 0m ? BelowMark(mark - (budget / size)) : AboveMark(mark + (budget / size));
        var maintenance = instrument.MaintenanceMargin(size * mark);
        return slot.Quantity > 0m
            ? LongPriceAtLoss(instrument, size, mark, budget, maintenance)
            : ShortPriceAtLoss(instrument, size, mark, budget, maintenance);
    }

    // Within a tier of rate r and deduction d: size·(mark − p) + size·p·r − d − maintenance = budget, solved for p.
    private static decimal? LongPriceAtLoss(Instrument instrument, decimal size, decimal mark, decimal budget, decimal maintenance)
    {
        for (var i = instrument.Tiers.Length - 1; i >= 0; i--)
        {
            var tier = instrument.Tiers[i];
            var low = i == 0 ? 0m : instrument.Tiers[i - 1].NotionalMax / size;
            if (low >= mark)
                continue;
            var high = i == instrument.Tiers.Length - 1 ? mark : Math.Min(mark, tier.NotionalMax / size);
            var price = ((size * mark) - budget - tier.MaintenanceDeduction - maintenance) / (size * (1m - tier.MaintenanceRate));
            if (price > low)
                return BelowMark(Math.Min(price, high));
        }

        return null;
    }

    private static decimal? ShortPriceAtLoss(Instrument instrument, decimal size, decimal mark, decimal budget, decimal maintenance)
    {
        for (var i = 0; i < instrument.Tiers.Length; i++)
        {
            var tier = instrument.Tiers[i];
            var isLast = i == instrument.Tiers.Length - 1;
            var high = tier.NotionalMax / size;
            if (!isLast && high <= mark)
                continue;
            var low = i == 0 ? mark : Math.Max(mark, instrument.Tiers[i - 1].NotionalMax / size);
            var price = ((size * mark) + budget + tier.MaintenanceDeduction + maintenance) / (size * (1m + tier.MaintenanceRate));
            if (isLast || price <= high)
                return AboveMark(Math.Max(price, low));
        }

        return null;
    }

    // Towards the mark: a long's threshold lies below it, a short's above.
    private static decimal? BelowMark(decimal price) =>
        price <= 0m ? null : Math.Round(price, Amounts.Decimals, MidpointRounding.ToPositiveInfinity);

    private static decimal? AboveMark(decimal price) => Math.Round(price, Amounts.Decimals, MidpointRounding.ToNegativeInfinity);
}
