using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>One entry of an answer's positions, put on the steps of its market.</summary>
internal static class PositionReader
{
    public const string SymbolField = "symbol";

    private const string NeedsReason = "say why in at most 500 characters";

    /// <summary>Null where anything is wrong, which then is among the errors.</summary>
    public static SymbolDecision? Read(AnswerFields fields, SymbolObservation market, Observation observation, DecisionBounds bounds)
    {
        _ = fields.Has(SymbolField);
        var before = fields.ErrorCount;
        var signal = fields.Choice<TradeSignal>("signal", isRequired: true);
        var isEntry = signal is TradeSignal.Buy or TradeSignal.Sell;
        var quantity = fields.Number("quantity", 0m, Amounts.QuantityMax, isEntry);
        var leverage = fields.Number("leverage", isEntry ? 1m : 0m, Amounts.LeverageMax, isEntry);
        var decision = new SymbolDecision(
            market.Symbol, signal ?? TradeSignal.Hold,
            isEntry ? market.Instrument.QuantityDown(quantity ?? 0m) : 0m,
            isEntry ? leverage ?? 0m : 0m,
            fields.Number("confidence", 0m, 1m, isRequired: true) ?? 0m,
            ReadExits(fields.Object("exit_plan"), market.Instrument),
            fields.Text("justification", SymbolDecision.JustificationLengthMax, signal == TradeSignal.Hold ? null : NeedsReason))
        {
            RiskUsd = fields.Number("risk_usd", 0m, Amounts.AmountMax),
            Entry = ReadEntry(fields.Object("entry"), market.Instrument, signal),
            RiskLevel = fields.Choice<RiskLevel>("risk_level"),
            KeyIndicators = fields.Texts("key_indicators", SymbolDecision.KeyIndicatorsMax, SymbolDecision.KeyIndicatorLengthMax),
            FactorWeights = ReadWeights(fields.Object("factor_weights")),
        };
        fields.Finish();
        if (fields.ErrorCount > before)
            return null;
        var position = observation.Account.Find(market.Symbol);
        decision = Fitting(decision, position);
        return PositionRules.Check(decision, market, position, bounds, fields) ? decision : null;
    }

    // What an entry says beyond its signal is no part of it: models like to repeat what is held.
    private static SymbolDecision Fitting(SymbolDecision decision, PositionObservation? position) => decision.Signal switch
    {
        TradeSignal.Close => decision with { ExitPlan = null, Entry = null },
        TradeSignal.Hold when position is null => decision with { ExitPlan = null, Entry = null },
        TradeSignal.Hold => decision with { Entry = null },
        _ => decision,
    };

    private static ExitPlan? ReadExits(AnswerFields? fields, Instrument instrument)
    {
        if (fields is null)
            return null;
        var target = Price(fields, "profit_target");
        var stop = Price(fields, "stop_loss");
        var condition = fields.Text("invalidation_condition", PositionRules.ConditionLengthMax);
        fields.Finish();
        return target is null && stop is null && condition.Length == 0
            ? null
            : new ExitPlan(target, stop, InvalidationCondition: condition.Length == 0 ? null : condition);

        decimal? Price(AnswerFields from, string name) =>
            from.Number(name, 0m, Amounts.PriceMax) is { } price ? instrument.PriceNearest(price) : null;
    }

    private static EntryPlan? ReadEntry(AnswerFields? fields, Instrument instrument, TradeSignal? signal)
    {
        if (fields is null)
            return null;
        var side = signal == TradeSignal.Sell ? Side.Sell : Side.Buy;
        var order = fields.Choice<EntryOrder>("order_type", isRequired: true) ?? EntryOrder.Market;
        var price = fields.Number("price", 0m, Amounts.PriceMax);
        var low = fields.Number("price_low", 0m, Amounts.PriceMax);
        var high = fields.Number("price_high", 0m, Amounts.PriceMax);
        var urgency = fields.Choice<EntryUrgency>("urgency") ?? EntryUrgency.Normal;
        fields.Finish();
        if (order == EntryOrder.Market)
            return new EntryPlan(EntryOrder.Market, Urgency: urgency);
        if (price is null && (low is null || high is null))
            fields.Fault("price", string.Empty, "a limit needs a price, or price_low and price_high");
        else if (price is null && low > high)
            fields.Fault("price_low", Trading.FieldError.Text(low!.Value), "must not be above price_high");
        return price is { } one
            ? new EntryPlan(EntryOrder.Limit, instrument.PricePassive(one, side), Urgency: urgency)
            : new EntryPlan(EntryOrder.Limit, null, Passive(low), Passive(high), urgency);

        decimal? Passive(decimal? given) => given is { } edge ? instrument.PricePassive(edge, side) : null;
    }

    private static FactorWeights? ReadWeights(AnswerFields? fields)
    {
        if (fields is null)
            return null;
        var weights = new FactorWeights(
            Weight("technical"), Weight("market_structure"), Weight("regime"), Weight("sentiment"), Weight("news"), Weight("risk"));
        fields.Finish();
        return weights;

        decimal? Weight(string name) => fields.Number(name, 0m, 1m);
    }
}
