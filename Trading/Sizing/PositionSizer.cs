using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Sizing;

/// <summary>How much to buy or sell: what the method wants, then every cap, then down to the lot. Pure; only ever rounds down.</summary>
/// <remarks>
/// With <c>u</c> the loss of one unit at the stop, <c>|price − stop| + taker · (price + stop) + slippage · stop</c>, the methods are:
/// fixed fraction <c>equity · share / u</c>; Kelly the same with <see cref="KellyEdge"/>'s share times the fraction; equal risk
/// <c>equity · share / (held + 1) / u</c>; volatility target <c>equity · target / annual volatility / price</c> (e.g. Harvey et al. 2018,
/// The impact of volatility targeting).
/// </remarks>
public static class PositionSizer
{
    /// <summary>What is left of a limit for the price to move until the order is judged: at the limit itself it would be refused.</summary>
    public const decimal LimitUsableShare = 0.99m;

    private const decimal VolatilityMax = 100m;

    public static SizedPosition Size(SizingRule rule, SizingFacts facts)
    {
        if (Refuse(rule, facts) is { } fault)
            return SizedPosition.None(0m, SizeCap.None, fault);
        var unitRisk = facts.StopPrice is { } stop ? UnitRisk(rule, facts, stop) : (decimal?)null;
        var bound = Wanted(rule, facts, unitRisk);
        var raw = bound.Quantity;
        if (raw <= 0m)
            return SizedPosition.None(raw, SizeCap.None, new FieldError("trades", FieldError.Text(facts.Trades?.Count ?? 0), "the past trades show no edge to bet on"));
        ByRisk(ref bound, rule, facts, unitRisk);
        ByLimits(ref bound, facts);
        if (facts.Depth is { } depth)
            bound.To(depth * rule.DepthShareMax, SizeCap.Depth);
        bound.To(facts.Instrument.QuantityMax, SizeCap.OrderMax);
        var leverage = ByMargin(ref bound, rule, facts);
        return Finish(facts, bound, raw, leverage, unitRisk);
    }

    private static FieldError? Refuse(SizingRule rule, SizingFacts facts)
    {
        if (rule.Check() is [var first, ..])
            return first;
        if (facts.Price is <= 0m or > Amounts.PriceMax)
            return new FieldError("price", FieldError.Text(facts.Price), "a price above 0");
        if (facts.Equity is <= 0m or > Amounts.AmountMax)
            return new FieldError("equity", FieldError.Text(facts.Equity), "above 0: there is nothing to risk");
        if (facts.MarginFree <= 0m)
            return new FieldError("marginFree", FieldError.Text(facts.MarginFree), "above 0: close something first");
        if (facts.StopPrice is { } stop && (stop <= 0m || stop > Amounts.PriceMax || (facts.Price - stop) * facts.Side.Sign() <= 0m))
            return new FieldError("stopPrice", FieldError.Text(stop), $"on the losing side of {FieldError.Text(facts.Price)}");
        if (facts.StopPrice is null && rule.Method != SizingMethod.VolatilityTarget)
            return new FieldError("stopPrice", string.Empty, $"{rule.Method} sizes by the distance of the stop: give one");
        if (rule.Method == SizingMethod.VolatilityTarget && facts.Volatility is not { Value: > 0m and <= VolatilityMax })
            return new FieldError("volatility", string.Empty, "the volatility target needs one above 0 and at most 100");
        return rule.Method == SizingMethod.Kelly && facts.Trades is null
            ? new FieldError("trades", string.Empty, "Kelly needs past trades; without any the size is nought")
            : null;
    }

    private static decimal UnitRisk(SizingRule rule, SizingFacts facts, decimal stop) =>
        Math.Abs(facts.Price - stop) + (Math.Max(0m, facts.Instrument.Fees.Taker) * (facts.Price + stop)) + (rule.StopSlippage * stop);

    private static Bound Wanted(SizingRule rule, SizingFacts facts, decimal? unitRisk)
    {
        if (rule.Method == SizingMethod.VolatilityTarget)
            return new Bound(Quotient(facts.Equity * rule.VolatilityTarget, facts.Volatility!.Value.Annual * facts.Price), decimal.MaxValue);
        var budget = facts.Equity * rule.Method switch
        {
            SizingMethod.EqualRisk => rule.RiskShare / (facts.Held.Length + 1),
            SizingMethod.Kelly => rule.KellyFraction * KellyEdge.ShareOf(facts.Trades!.Value, rule.KellyPriorTrades),
            _ => rule.RiskShare,
        };
        return new Bound(Quotient(budget, unitRisk!.Value), budget);
    }

    private static void ByRisk(ref Bound bound, SizingRule rule, SizingFacts facts, decimal? unitRisk)
    {
        if (unitRisk is not { } unit)
            return;
        bound.ToRisk(facts.Equity * rule.RiskShareMax, unit, SizeCap.Risk);
        decimal all = 0m, together = 0m;
        foreach (var held in facts.Held)
        {
            var loss = held.LossAtStop ?? held.Notional * unit / facts.Price;
            var correlation = Math.Clamp(held.Correlation, -1m, 1m) * held.Side.Sign() * facts.Side.Sign();
            all += loss;
            together += Math.Max(0m, correlation) * loss;
        }

        if (rule.Method == SizingMethod.EqualRisk)
            bound.ToRisk((facts.Equity * rule.RiskShare) - all, unit, SizeCap.RiskBudget);
        // Risks that move together are added as they are; what a lower correlation would spare them is not counted on.
        bound.ToRisk((facts.Equity * rule.CorrelatedRiskShareMax) - together, unit, SizeCap.Correlation);
    }

    private static void ByLimits(ref Bound bound, SizingFacts facts)
    {
        var limits = facts.Limits;
        if (limits.OrderNotionalMax is { } order)
            bound.To(order * LimitUsableShare / facts.Price, SizeCap.OrderLimit);
        if (limits.PositionNotionalMax is { } position)
            bound.To((position * LimitUsableShare / facts.Price) - SameSide(facts), SizeCap.PositionLimit);
        if (limits.OpenPositionsMax is { } positions && facts.HeldQuantity == 0m && HeldSymbols(facts) >= positions)
            bound.To(0m, SizeCap.PositionsLimit);
        if (facts.NotionalRoom is { } room)
            bound.To(room / facts.Price, SizeCap.OtherLimits);
    }

    // Notional over the leverage that its tier allows never falls as the notional grows, so what fits is everything up to one size.
    private static decimal ByMargin(ref Bound bound, SizingRule rule, SizingFacts facts)
    {
        var same = Math.Max(0m, facts.HeldQuantity * facts.Side.Sign());
        var asked = same > 0m && facts.HeldLeverage >= 1m ? facts.HeldLeverage : LeverageFor(rule, facts);
        var usable = facts.MarginFree * rule.MarginShareMax;
        var fee = Math.Max(0m, facts.Instrument.Fees.Taker);
        var before = SameSide(facts) * facts.Price;
        var (room, byTier) = (0m, true);
        foreach (var tier in facts.Instrument.Tiers)
        {
            var leverage = Math.Min(asked, tier.LeverageMax);
            if (same > 0m && leverage < asked)
                break;
            var byMargin = usable / ((1m / leverage) + fee);
            room = Math.Max(room, Math.Min(tier.NotionalMax - before, byMargin));
            byTier = byMargin > tier.NotionalMax - before;
            if (!byTier)
                break;
        }

        bound.To(Math.Max(0m, room) / facts.Price, byTier ? SizeCap.Tier : SizeCap.Margin);
        return same > 0m ? asked : Math.Max(1m, Math.Min(asked, facts.Instrument.LeverageMaxAt(before + (bound.Quantity * facts.Price))));
    }

    private static decimal LeverageFor(SizingRule rule, SizingFacts facts) =>
        Math.Max(1m, Math.Min(Math.Min(rule.Leverage, facts.Instrument.LeverageMax), facts.Limits.LeverageMax ?? rule.Leverage));

    private static SizedPosition Finish(SizingFacts facts, in Bound bound, decimal raw, decimal leverage, decimal? unitRisk)
    {
        var instrument = facts.Instrument;
        // A quotient is rounded at its last digit: on a lot's very edge that digit must not count as a lot.
        var quantity = instrument.QuantityDown(bound.Quantity);
        if (unitRisk is { } unit && quantity > 0m && quantity * unit > bound.Budget)
            quantity -= instrument.LotSize;
        // The stop must be tradable too, and of a long its price is the lower one.
        var lowest = Math.Min(facts.Price, facts.StopPrice ?? facts.Price);
        var smallest = InstrumentSteps.Ceiling(Math.Max(instrument.QuantityMin, instrument.NotionalMin / lowest), instrument.LotSize);
        if (quantity >= smallest && instrument.IsTradable(quantity, facts.Price))
            return new SizedPosition(quantity, leverage, raw, bound.Cap, quantity * unitRisk, null);
        return SizedPosition.None(raw, bound.Cap, new FieldError(
            "quantity", FieldError.Text(Math.Max(0m, quantity)),
            $"the smallest that can be traded with its stop is {FieldError.Text(smallest)}, more than {Words(bound.Cap)} allows"));
    }

    private static decimal SameSide(SizingFacts facts) => Math.Max(0m, facts.HeldQuantity * facts.Side.Sign()) + facts.OpenOnSide;

    private static int HeldSymbols(SizingFacts facts)
    {
        var symbols = new HashSet<Symbol>();
        foreach (var held in facts.Held)
            symbols.Add(held.Symbol);
        return symbols.Count;
    }

    // A next to endless quotient is no quantity, and no exception either.
    private static decimal Quotient(decimal dividend, decimal divisor) =>
        dividend <= 0m ? 0m : dividend >= divisor * Amounts.QuantityMax ? Amounts.QuantityMax : dividend / divisor;

    private static string Words(SizeCap cap) => cap switch
    {
        SizeCap.None => "the risk asked for",
        SizeCap.Risk => "the maximum risk",
        SizeCap.RiskBudget => "the budget of risk",
        SizeCap.Correlation => "the risk of what moves together",
        SizeCap.Margin => "the free margin",
        SizeCap.Tier => "the margin tier",
        SizeCap.Depth => "the share of the book's depth",
        SizeCap.OrderLimit => "the limit of one order",
        SizeCap.PositionLimit => "the limit of one position",
        SizeCap.PositionsLimit => "the number of positions",
        SizeCap.OtherLimits => "what other limits leave",
        _ => "the instrument's largest order",
    };

    private struct Bound(decimal raw, decimal budget)
    {
        public decimal Quantity { get; private set; } = raw;

        /// <summary>The least of all that may be lost.</summary>
        public decimal Budget { get; private set; } = budget;

        public SizeCap Cap { get; private set; }

        public void To(decimal quantity, SizeCap cap)
        {
            if (quantity < Quantity)
                (Quantity, Cap) = (quantity, cap);
        }

        public void ToRisk(decimal budget, decimal unitRisk, SizeCap cap)
        {
            Budget = Math.Min(Budget, budget);
            To(Quotient(budget, unitRisk), cap);
        }
    }
}
