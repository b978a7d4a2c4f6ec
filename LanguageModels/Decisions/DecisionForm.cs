using System.ComponentModel;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>
/// The answer as a model writes it. The schema that it is given is exported from these types, descriptions included; names become
/// lower case with underscores.
/// </summary>
/// <remarks>
/// Strict modes want every property of an object listed and required, and no others: an object keyed by symbol would oblige a model to
/// write an entry for each symbol in every cycle. So positions are a list in which a symbol is named; what may be missing is null.
/// Bounds of numbers and lengths of texts stand in the descriptions, because not every strict mode can express them; the reader holds them.
/// </remarks>
internal sealed record DecisionForm(
    [property: Description("One entry for each symbol that you decide about, each symbol at most once. A symbol that you leave out is held.")]
    PositionForm[] Positions,
    [property: Description("What you would tell the people who watch, at most 1000 characters; empty if nothing.")]
    string NotesForAudience);

internal sealed record PositionForm(
    [property: Description("One of the symbols of the observation.")]
    string Symbol,
    [property: Description("buy: be long the quantity; sell: be short the quantity; hold: leave the position, and move its exits if exit_plan is given; close: be flat.")]
    TradeSignal Signal,
    [property: Description("Target position in base currency, absolute and never negative; not a difference. It is rounded down to the lot. 0 with hold and close.")]
    decimal Quantity,
    [property: Description("From 1 to the limit for the position's notional. 0 with hold and close.")]
    decimal Leverage,
    [property: Description("From 0 to 1.")]
    decimal Confidence,
    [property: Description("What you mean to lose at most if the stop is hit, in quote currency; null if unknown.")]
    decimal? RiskUsd,
    [property: Description("How the position is to end; it becomes working orders. null for none, and with close.")]
    ExitForm? ExitPlan,
    [property: Description("Why, at most 500 characters.")]
    string Justification,
    [property: Description("How to enter with buy and sell; null for a market order.")]
    EntryForm? Entry,
    [property: Description("How risky you think this decision is.")]
    RiskLevel RiskLevel,
    [property: Description("Names of what you looked at most, at most 16 of at most 80 characters.")]
    string[] KeyIndicators,
    [property: Description("How much each group of facts weighed, from 0 to 1 each; null if you do not know.")]
    WeightsForm? FactorWeights);

internal sealed record ExitForm(
    [property: Description("Price of the take-profit, beyond the price in your favour. It is rounded to the nearest tick. null for none.")]
    decimal? ProfitTarget,
    [property: Description("Price of the stop, beyond the price against you. It is rounded to the nearest tick. null for none.")]
    decimal? StopLoss,
    [property: Description("What would prove the idea wrong, in words, at most 500 characters; you will read it again, nothing executes it.")]
    string InvalidationCondition);

internal sealed record EntryForm(
    [property: Description("market: at once at the market's price; limit: at price, or within the range, or better.")]
    EntryOrder OrderType,
    [property: Description("Limit price; rounded to the tick in your favour: down for buy, up for sell. null with market or with a range.")]
    decimal? Price,
    [property: Description("Lowest price of a range. null without a range.")]
    decimal? PriceLow,
    [property: Description("Highest price of a range; a buy waits at the highest, a sell at the lowest price of it. null without a range.")]
    decimal? PriceHigh,
    [property: Description("low: rests up to an hour and never takes; normal: takes what there is and rests up to an hour; high: takes what there is at once and cancels the rest.")]
    EntryUrgency Urgency);

internal sealed record WeightsForm(
    decimal Technical,
    [property: Description("Order book, funding, open interest.")]
    decimal MarketStructure,
    decimal Regime,
    decimal Sentiment,
    decimal News,
    decimal Risk);
