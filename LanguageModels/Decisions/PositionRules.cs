using System.Globalization;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>Whether one symbol's decision can be carried out on its market, within its bounds.</summary>
internal static class PositionRules
{
    /// <summary>Longest invalidation condition, in characters.</summary>
    public const int ConditionLengthMax = 500;

    /// <summary>Adds what is wrong to the errors of the fields; false where anything is.</summary>
    public static bool Check(
        SymbolDecision decision, SymbolObservation market, PositionObservation? position, DecisionBounds bounds, AnswerFields fields)
    {
        var before = fields.ErrorCount;
        var isEntry = decision.Signal is TradeSignal.Buy or TradeSignal.Sell;
        if (isEntry && market.StaleReason is not null)
            fields.Fault("signal", Word(decision.Signal), "prices of this symbol are stale: hold or close it");
        // What follows reckons with the entry's price.
        if (isEntry && !CheckEntry(decision, market, fields))
            return false;
        if (isEntry)
            CheckSize(decision, market, position, bounds, fields);
        var sign = isEntry ? (decision.Signal == TradeSignal.Buy ? 1 : -1) : position is null ? 0 : Math.Sign(position.Quantity);
        if (decision.ExitPlan is { } plan && sign != 0)
            CheckExits(plan, decision, market, sign, fields);
        if (isEntry && bounds.RequiresStop && decision.ExitPlan?.StopLoss is null)
            fields.Fault("exit_plan.stop_loss", string.Empty, "every position of this version needs a stop");
        return fields.ErrorCount == before;
    }

    private static bool CheckEntry(SymbolDecision decision, SymbolObservation market, AnswerFields fields)
    {
        if (decision.Entry?.LimitFor(decision.Signal) is not { } limit)
            return true;
        var wouldTake = decision.Signal == TradeSignal.Buy ? limit >= market.Ask : limit <= market.Bid;
        if (wouldTake && decision.Entry.Urgency == EntryUrgency.Low)
        {
            fields.Fault(
                "entry.price", FieldError.Text(limit),
                decision.Signal == TradeSignal.Buy
                    ? $"with urgency low it must be below the ask, which is {FieldError.Text(market.Ask)}"
                    : $"with urgency low it must be above the bid, which is {FieldError.Text(market.Bid)}");
            return false;
        }

        var reach = market.Mid * DecisionBounds.EntryDistanceShareMax;
        if (limit >= Math.Max(market.Mid - reach, market.Instrument.TickSize) && limit <= market.Mid + reach)
            return true;
        fields.Fault(
            "entry.price", FieldError.Text(limit),
            $"must be within {FieldError.Text(DecisionBounds.EntryDistanceShareMax * 100m)} % of the price, which is {FieldError.Text(market.Mid)}");
        return false;
    }

    private static void CheckSize(
        SymbolDecision decision, SymbolObservation market, PositionObservation? position, DecisionBounds bounds, AnswerFields fields)
    {
        var instrument = market.Instrument;
        var (low, high) = Prices(decision, market);
        var held = position is null || position.IsLong != (decision.Signal == TradeSignal.Buy) ? 0m : Math.Abs(position.Quantity);
        var isOpening = decision.Quantity > held;
        var least = Math.Max(instrument.QuantityMin, InstrumentSteps.Ceiling(instrument.NotionalMin / low, instrument.LotSize));
        var notionalMax = Math.Min(instrument.Tiers[^1].NotionalMax, bounds.PositionNotionalMax ?? decimal.MaxValue);
        var most = Math.Min(instrument.QuantityMax, instrument.QuantityDown(notionalMax / high));
        if (isOpening && bounds.OrderNotionalMax is { } order)
            most = Math.Min(most, held + instrument.QuantityDown(order / high));
        if (decision.Quantity == 0m || (isOpening && decision.Quantity < least) || decision.Quantity > Math.Max(most, held))
        {
            var remedy = most < least
                ? "no quantity is both large enough for the market and within the limits: hold"
                : string.Create(CultureInfo.InvariantCulture, $"must be {FieldError.Text(least)} to {FieldError.Text(most)} after rounding down to the lot of {FieldError.Text(instrument.LotSize)}; use close to be flat");
            fields.Fault("quantity", FieldError.Text(decision.Quantity), remedy);
            return;
        }

        var leverageMax = Math.Min(instrument.LeverageMaxAt(decision.Quantity * high), bounds.LeverageMax ?? decimal.MaxValue);
        if (decision.Leverage < 1m || decision.Leverage > leverageMax)
            fields.Fault("leverage", FieldError.Text(decision.Leverage), $"must be 1 to {FieldError.Text(leverageMax)} for this size");
    }

    private static void CheckExits(ExitPlan plan, SymbolDecision decision, SymbolObservation market, int sign, AnswerFields fields)
    {
        var (against, beyond) = sign > 0 ? ("below", "above") : ("above", "below");
        // The touch at which the exit would fill: one on its wrong side would act at once.
        var touch = sign > 0 ? market.Bid : market.Ask;
        var entry = decision.Entry?.LimitFor(decision.Signal) ?? (decision.Signal == TradeSignal.Hold ? touch : sign > 0 ? market.Ask : market.Bid);
        var stopBound = sign > 0 ? Math.Min(touch, entry) : Math.Max(touch, entry);
        if (plan.StopLoss is { } stop && (stop <= 0m || (stopBound - stop) * sign <= 0m))
            fields.Fault("exit_plan.stop_loss", FieldError.Text(stop), $"must be above 0 and {against} {FieldError.Text(stopBound)}");
        var isLimit = decision.Signal != TradeSignal.Hold && decision.Entry?.LimitFor(decision.Signal) is not null;
        var targetBound = isLimit ? entry : sign > 0 ? Math.Max(market.Mid, entry) : Math.Min(market.Mid, entry);
        if (plan.ProfitTarget is { } target && (target <= 0m || (target - targetBound) * sign <= 0m))
            fields.Fault("exit_plan.profit_target", FieldError.Text(target), $"must be above 0 and {beyond} {FieldError.Text(targetBound)}");
    }

    // The least and the most that one unit can count as: at the order's price and at the mid.
    private static (decimal Low, decimal High) Prices(SymbolDecision decision, SymbolObservation market)
    {
        var price = decision.Entry?.LimitFor(decision.Signal) ?? (decision.Signal == TradeSignal.Buy ? market.Ask : market.Bid);
        return (Math.Min(price, market.Mid), Math.Max(price, market.Mid));
    }

    private static string Word(TradeSignal signal) => signal == TradeSignal.Buy ? "buy" : "sell";
}
