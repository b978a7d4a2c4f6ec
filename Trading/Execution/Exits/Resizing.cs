using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>An order that changes a position's size, and what to remember of it.</summary>
internal sealed record Resize(string Name, OrderIntent Intent, string Reason, ExitMemory Memory);

/// <summary>When a position is made larger or smaller: by conviction, or to its weight.</summary>
internal static class Resizing
{
    // What is left pays the fee and the way from the mark to the touch.
    private const decimal MarginShare = 0.95m;

    /// <summary>At most one change; null for none.</summary>
    public static Resize? Wanted(ExitPolicy policy, ExitSituation situation, ExitMemory memory)
    {
        if (memory.ResizedAt >= situation.At || HasEntryUnderWay(situation))
            return null;
        return Decrease(policy, situation, memory) ?? Rebalance(policy, situation, memory) ?? Increase(policy, situation, memory);
    }

    private static Resize? Increase(ExitPolicy policy, ExitSituation situation, ExitMemory memory)
    {
        var position = situation.Position;
        if (policy.Increase is not { } rule || memory.Adds >= rule.AddsMax || memory.RiskDistance <= 0m)
            return null;
        if (rule.ConfidenceMin is { } confidence && !(situation.Wish is { Side: { } side } wish && side == position.Side && wish.Confidence >= confidence))
            return null;
        // Only where one set of exits grows with the position, so that no part of it is ever without the stop.
        if (position.Exits is not { Bracket.Protects: true } || position.UnrealisedPnl <= 0m)
            return null;
        var touch = position.IsLong ? situation.Market.Ask : situation.Market.Bid;
        if ((touch - memory.LastAddPrice) * StopMoves.Sign(situation) < rule.Gain * memory.RiskDistance)
            return null;
        var quantity = Bounded(situation, situation.Market.Instrument.QuantityDown(memory.FirstQuantity * rule.Share), touch);
        if (!situation.Market.Instrument.IsTradable(quantity, touch))
            return null;
        return new Resize(
            "add", Market(situation, position.Side, quantity, isReduceOnly: false), $"addition {memory.Adds + 1} of {rule.AddsMax} at a gain of {FieldError.Text(rule.Gain)} R",
            memory with { Adds = memory.Adds + 1, LastAddPrice = touch, ResizedAt = situation.At });
    }

    private static Resize? Decrease(ExitPolicy policy, ExitSituation situation, ExitMemory memory)
    {
        var position = situation.Position;
        if (policy.Decrease is not { } rule || memory.Reductions >= rule.StepsMax || situation.Wish is not { Side: { } side } wish || side != position.Side ||
            wish.Confidence >= rule.ConfidenceBelow)
            return null;
        var quantity = situation.Market.Instrument.QuantityDown(Math.Abs(position.Quantity) * rule.Share);
        if (quantity < situation.Market.Instrument.QuantityMin)
            return null;
        return new Resize(
            "reduce", Market(situation, position.Side.Opposite(), quantity, isReduceOnly: true), $"reduction {memory.Reductions + 1} of {rule.StepsMax}: confidence {FieldError.Text(wish.Confidence)}",
            memory with { Reductions = memory.Reductions + 1, ResizedAt = situation.At });
    }

    private static Resize? Rebalance(ExitPolicy policy, ExitSituation situation, ExitMemory memory)
    {
        var (position, market) = (situation.Position, situation.Market);
        if (policy.Rebalance is not { } rule || situation.Account.Equity <= 0m)
            return null;
        foreach (var target in rule.Weights)
        {
            if (target.Symbol != position.Symbol)
                continue;
            var weight = Math.Abs(position.Quantity) * market.Mark / situation.Account.Equity;
            if (Math.Abs(weight - target.Weight) <= rule.Band)
                return null;
            var missing = (target.Weight * situation.Account.Equity / market.Mark) - Math.Abs(position.Quantity);
            var isMore = missing > 0m;
            var touch = isMore == position.IsLong ? market.Ask : market.Bid;
            var quantity = market.Instrument.QuantityDown(Math.Abs(missing));
            if (isMore)
                quantity = Bounded(situation, quantity, touch);
            if (!market.Instrument.IsTradable(quantity, touch))
                return null;
            return new Resize(
                "rebalance", Market(situation, isMore ? position.Side : position.Side.Opposite(), quantity, isReduceOnly: !isMore),
                $"rebalance: weight {FieldError.Text(decimal.Round(weight, 4))}, wanted {FieldError.Text(target.Weight)}", memory with { ResizedAt = situation.At });
        }

        return null;
    }

    // The risk policy judges the order again; here it is cut so that it is not refused for a little too much.
    private static decimal Bounded(ExitSituation situation, decimal quantity, decimal price)
    {
        var limits = situation.Account.Limits;
        var instrument = situation.Market.Instrument;
        var free = situation.Account.MarginAvailable * MarginShare * Math.Max(1m, situation.Position.Leverage);
        if (limits.OrderNotionalMax is { } order)
            free = Math.Min(free, order);
        if (limits.PositionNotionalMax is { } whole)
            free = Math.Min(free, whole - (Math.Abs(situation.Position.Quantity) * price));
        return free <= 0m ? 0m : Math.Min(quantity, instrument.QuantityDown(Math.Min(free / price, instrument.QuantityMax)));
    }

    private static bool HasEntryUnderWay(ExitSituation situation)
    {
        foreach (var order in situation.Account.Orders)
        {
            if (order.Symbol == situation.Position.Symbol && !order.IsReduceOnly)
                return true;
        }

        return false;
    }

    private static OrderIntent Market(ExitSituation situation, Side side, decimal quantity, bool isReduceOnly) =>
        new(situation.Position.Symbol, side, OrderType.Market, OrderQuantity.InBase(quantity)) { ReduceOnly = isReduceOnly };
}
