using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>The exits that rest in the ledger, made once a position: its stop, and what of the policy needs no eye on the market.</summary>
internal static class ExitSetUp
{
    /// <summary>The exits to set; null where they stand, or nothing is asked for.</summary>
    /// <param name="stop">Where the stop is to stand; null where the position has none and gets none.</param>
    /// <param name="risk">R; 0 where it is not known, and then nothing is reckoned in it.</param>
    public static Bracket? Wanted(ExitPolicy policy, ExitSituation situation, decimal? stop, decimal risk, ExitLegs legs)
    {
        var position = situation.Position;
        var now = position.Exits?.Bracket;
        var ladder = policy.Ladder is { } steps && risk > 0m ? Levels(steps, situation, risk) : now?.Targets;
        var breakEven = policy.BreakEven is { } rule && stop is not null && (rule.Unit == GainUnit.Price || risk > 0m) ? Priced(rule, risk) : now?.BreakEven;
        var percent = policy.Trail is { Kind: TrailKind.Percent } trail ? trail.Distance : now?.TrailingPercent;
        var exitAt = policy.HoldMinutes is { } minutes ? Earlier(legs.ExitAt, position.OpenedAt.AddMinutes((double)minutes)) : legs.ExitAt;
        if (exitAt <= situation.At)
            exitAt = situation.At + TimeSpan.FromSeconds(1);
        var isSet = now is not null && now.TrailingPercent == percent && now.BreakEven == breakEven &&
            (now.ExitAt is null) == (exitAt is null) && now.Targets?.Length == ladder?.Length;
        var asksMore = percent is not null || breakEven is not null || ladder is not null || (policy.HoldMinutes is not null && legs.ExitAt is null);
        var movesStop = policy.Stop is not null || policy.Volatility is not null || policy.Trail is { Kind: not TrailKind.Percent };
        var isBare = stop is not null && ((movesStop && !legs.HasWholeStop) || (policy.Increase is not null && now is null));
        if (isBare || (asksMore && !isSet))
        {
            return new Bracket(stop, ladder is null ? legs.Target : null, percent is null ? legs.TrailingOffset : null, ExitAt: exitAt)
            {
                TrailingPercent = percent,
                BreakEven = stop is null ? null : breakEven,
                Targets = ladder,
            };
        }

        return null;
    }

    // R belongs to the first stop; the ledger would reckon it from the stop of the set, which may have moved since.
    private static BreakEven Priced(BreakEven rule, decimal risk) =>
        rule.Unit == GainUnit.Risk ? new BreakEven(rule.Gain * risk, GainUnit.Price, rule.Offset) : rule;

    // A target that the market has passed already is put just before it: it is reached with the next tick.
    private static ImmutableArray<TargetLevel> Levels(ImmutableArray<LadderStep> steps, ExitSituation situation, decimal risk)
    {
        var sign = StopMoves.Sign(situation);
        var tick = situation.Market.Instrument.TickSize;
        var last = situation.Position.IsLong
            ? InstrumentSteps.Floor(situation.Market.Bid, tick)
            : InstrumentSteps.Ceiling(situation.Market.Ask, tick);
        var levels = ImmutableArray.CreateBuilder<TargetLevel>(steps.Length);
        foreach (var step in steps)
        {
            var price = situation.Market.Instrument.PriceNearest(situation.Position.EntryPrice + (step.Gain * risk * sign));
            var least = last + (tick * sign);
            last = sign > 0 ? Math.Max(price, least) : Math.Min(price, least);
            if (last > 0m)
                levels.Add(new TargetLevel(last, step.Share));
        }

        return levels.DrainToImmutable();
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;
}

/// <summary>The exits of a position as they stand.</summary>
/// <param name="Stop">The tightest price of a fixed stop; null for none.</param>
/// <param name="StopOrder">The one stop that can be moved; null where there is none, or several.</param>
/// <param name="HasWholeStop">The stop that can be moved covers the whole position.</param>
/// <param name="Trailing">Where a trailing stop stands; null for none.</param>
internal readonly record struct ExitLegs(
    decimal? Stop, OrderId? StopOrder, bool HasWholeStop, decimal? Trailing, decimal? TrailingOffset, decimal? Target, DateTimeOffset? ExitAt)
{
    public static ExitLegs Of(ExitSituation situation)
    {
        var position = situation.Position;
        decimal? stop = null, trailing = null, target = null;
        OrderObservation? only = null;
        var count = 0;
        foreach (var order in situation.Account.Orders)
        {
            if (order.Symbol != position.Symbol || !order.IsReduceOnly || order.Side == position.Side || order.TriggerPrice is not { } price)
                continue;
            switch (order.Type)
            {
                case OrderType.Stop:
                    stop = stop is { } known ? StopMoves.Tighter(situation, known, price) : price;
                    only = order;
                    count++;
                    break;
                case OrderType.TrailingStop: trailing = price; break;
                case OrderType.TakeProfit: target ??= price; break;
            }
        }

        var isWhole = count == 1 && only!.QuantityLeft >= Math.Abs(position.Quantity);
        return new ExitLegs(stop, count == 1 ? only!.Id : null, isWhole, trailing, position.ExitPlan?.TrailingOffset, target, position.ExitPlan?.TimeExit);
    }
}
