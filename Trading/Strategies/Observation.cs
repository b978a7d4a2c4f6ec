using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Regimes;
using OrleansTrader.Trading.Strategies.Lessons;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Strategies;

/// <summary>All that a planner may know at one instant; the same type for rules and for language models.</summary>
/// <param name="Symbols">One entry a symbol of the strategy version, in its order.</param>
/// <param name="LastTrades">
/// Closed trades of this version, newest first: the last ten, and beyond them the last one of each symbol, where there is one.
/// </param>
/// <param name="LastError">What went wrong in the previous cycle, in plain words; null where nothing did.</param>
public sealed record Observation(
    DateTimeOffset At,
    ImmutableArray<SymbolObservation> Symbols,
    AccountObservation Account,
    ImmutableArray<TradeObservation> LastTrades,
    string? LastError)
{
    /// <summary>How this version has done; null where nobody filled it in.</summary>
    public PerformanceObservation? Performance { get; init; }

    /// <summary>The best and the worst of what this version's closed trades taught; empty where it has no memory.</summary>
    public ImmutableArray<Lesson> Lessons { get; init; } = [];

    /// <summary>What other parts of the service added; empty until they do.</summary>
    public ImmutableArray<ObservationSection> Sections { get; init; } = [];

    public SymbolObservation? Find(Symbol symbol)
    {
        foreach (var candidate in Symbols)
        {
            if (candidate.Symbol == symbol)
                return candidate;
        }

        return null;
    }

    /// <summary>The newest closed trade of the symbol, if any.</summary>
    public TradeObservation? LastTrade(Symbol symbol)
    {
        foreach (var trade in LastTrades)
        {
            if (trade.Symbol == symbol)
                return trade;
        }

        return null;
    }
}

/// <summary>One market as seen at one instant. Prices in quote currency, quantities in base currency.</summary>
/// <param name="At">Time of the last quote.</param>
/// <param name="Volume24h">Base volume of the last 24 hours, or of as much as is known.</param>
/// <param name="Change24h">Share by which the mid moved in 24 hours, e.g. −0.031; null while less is known.</param>
/// <param name="OpenInterest">Open contracts in base currency; null where the venue has none (spot).</param>
/// <param name="Book">Null where the feed has none or it was not asked for.</param>
/// <param name="Regime">Null until enough candles are known.</param>
/// <param name="IsWarm">Whether every indicator and window that was asked for, up to the interval that the request waits for, is filled; planners hold until then.</param>
/// <param name="StaleReason">Why prices cannot be relied upon; null while they can. Planners hold while stale.</param>
public sealed record SymbolObservation(
    Instrument Instrument,
    DateTimeOffset At,
    decimal Bid,
    decimal Ask,
    decimal Mark,
    decimal Volume24h,
    double? Change24h,
    FundingObservation? Funding,
    decimal? OpenInterest,
    Book? Book,
    ImmutableArray<CandleSlice> Candles,
    ImmutableArray<IndicatorReading> Indicators,
    RegimeReading? Regime,
    bool IsWarm,
    StaleReason? StaleReason)
{
    public Symbol Symbol => Instrument.Symbol;

    public decimal Mid => (Bid + Ask) / 2m;

    public decimal Spread => Ask - Bid;

    /// <summary>The reading of an indicator that was asked for; the text must be the one of the request.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public IndicatorReading Indicator(string text)
    {
        foreach (var reading in Indicators)
        {
            if (ReferenceEquals(reading.Indicator, text) || string.Equals(reading.Indicator, text, StringComparison.Ordinal))
                return reading;
        }

        throw new KeyNotFoundException($"indicator '{text}' of {Symbol} was not asked for");
    }

    /// <summary>The window of closed candles of an interval; empty where it was not asked for.</summary>
    public ImmutableArray<Candle> Window(Interval interval)
    {
        foreach (var slice in Candles)
        {
            if (slice.Interval == interval)
                return slice.Candles;
        }

        return [];
    }
}

/// <param name="Rate">Predicted rate of the next timestamp; longs pay it where positive.</param>
/// <param name="DueAt">The next funding timestamp.</param>
/// <param name="Source">Whether the venue says so, or it is fixed or a heuristic of ours.</param>
public sealed record FundingObservation(decimal Rate, DateTimeOffset DueAt, FundingSource Source);

/// <summary>Closed candles of one interval, oldest first.</summary>
public sealed record CandleSlice(Interval Interval, ImmutableArray<Candle> Candles);

/// <summary>
/// An indicator after the last closed candle of its interval, and after the one before. Values stand in the indicator's own order
/// of outputs, e.g. MACD: line, signal, histogram; NaN while the indicator is not warm.
/// </summary>
/// <param name="Indicator">The text that asked for it.</param>
/// <param name="ClosedAt">End of the last closed candle; the epoch where none is known.</param>
public sealed record IndicatorReading(
    string Indicator, DateTimeOffset ClosedAt, ImmutableArray<double> Values, ImmutableArray<double> PreviousValues, bool IsWarm)
{
    /// <summary>First output.</summary>
    public double Value => Values[0];

    /// <summary>First output, one candle earlier.</summary>
    public double PreviousValue => PreviousValues[0];
}

/// <summary>The account that is traded, in quote currency, as the books have it.</summary>
/// <param name="Leverage">Notional of all positions over equity.</param>
/// <param name="Orders">Working orders, protective ones included.</param>
public sealed record AccountObservation(
    decimal Equity,
    decimal Cash,
    decimal MarginAvailable,
    decimal MarginUsed,
    decimal Leverage,
    ImmutableArray<PositionObservation> Positions,
    ImmutableArray<OrderObservation> Orders)
{
    /// <summary>What the account's risk policy holds every order to: the strictest of all limits that are set.</summary>
    public AccountLimits Limits { get; init; } = AccountLimits.None;

    public PositionObservation? Find(Symbol symbol)
    {
        foreach (var candidate in Positions)
        {
            if (candidate.Symbol == symbol)
                return candidate;
        }

        return null;
    }
}

/// <param name="Quantity">Base quantity, positive long, negative short, never 0.</param>
/// <param name="MarginUsed">Initial margin bound by it.</param>
/// <param name="LiquidationPrice">Null where no price of this symbol alone liquidates.</param>
/// <param name="ExitPlan">What it was opened with, as last amended.</param>
public sealed record PositionObservation(
    Symbol Symbol,
    decimal Quantity,
    decimal EntryPrice,
    decimal Mark,
    decimal UnrealisedPnl,
    decimal? LiquidationPrice,
    decimal Leverage,
    decimal MarginUsed,
    DateTimeOffset OpenedAt,
    ExitPlan? ExitPlan)
{
    /// <summary>The one set of exits of the whole position; null where its orders' brackets, or nothing, protect it.</summary>
    public PositionExits? Exits { get; init; }

    public bool IsLong => Quantity > 0m;

    /// <summary>How long it has been held.</summary>
    public TimeSpan Age(DateTimeOffset now) => now - OpenedAt;

    public Side Side => Quantity > 0m ? Side.Buy : Side.Sell;
}

/// <param name="Price">Limit price; null for orders without one.</param>
/// <param name="TriggerPrice">Stop or take-profit price; for a trailing stop where it stands now; null for orders without one.</param>
/// <param name="IsReduceOnly">Whether it can only make a position smaller, as the legs of a bracket do.</param>
public sealed record OrderObservation(
    OrderId Id, Symbol Symbol, Side Side, OrderType Type, OrderRole Role, decimal QuantityLeft, decimal? Price, decimal? TriggerPrice, bool IsReduceOnly);

/// <summary>A round trip that is over.</summary>
/// <param name="Side">Buy for a long trade, sell for a short one.</param>
/// <param name="RealisedPnl">After fees and funding.</param>
/// <param name="EntryReason">The justification of the decision that opened it.</param>
/// <param name="ExitReason">E.g. <c>stop_loss</c>, <c>profit_target</c>, or the justification of the decision that closed it.</param>
public sealed record TradeObservation(
    Symbol Symbol,
    Side Side,
    decimal Quantity,
    decimal EntryPrice,
    decimal ExitPrice,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosedAt,
    decimal RealisedPnl,
    string EntryReason,
    string ExitReason);
