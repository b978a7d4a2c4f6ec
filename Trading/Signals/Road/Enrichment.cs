using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Signals.Sources;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>The second step: the market as it is, and where the trade would begin and end.</summary>
public static class Enrichment
{
    /// <summary>The interval of a signal that names none.</summary>
    public const Interval TimeframeDefault = Interval.OneHour;

    /// <summary>
    /// Up to so many R from the wanted entry the market's price is taken; where the market is worse by more, a limit order waits at the entry.
    /// </summary>
    public const decimal EntryToleranceR = 0.25m;

    /// <summary>Expected slippage one way, as a share of the price, beside the spread.</summary>
    public const decimal SlippageShare = 0.0001m;

    private const int TargetRoundsMax = 8;

    public static Interval TimeframeOf(Signal signal) => signal.Timeframe ?? TimeframeDefault;

    /// <summary>What is asked of the symbol.</summary>
    public static ObservationRequest Needs(Signal signal) => Requests[TimeframeOf(signal)];

    /// <param name="market">Null where no feed tells of it.</param>
    public static SignalEvent Decide(SignalState state, SymbolObservation? market, SourceRecord record, DateTimeOffset now)
    {
        var signal = state.Signal!;
        if (market is null)
            return new SignalRefused(now, SignalReason.MarketUnknown, $"there is no price of {signal.Symbol} here");
        if (market.StaleReason is { } stale)
            return new SignalRefused(now, SignalReason.MarketStale, $"the prices of {signal.Symbol} cannot be relied upon: {stale}");
        var facts = FactsOf(signal, market);
        return new SignalEnriched(now, facts, signal.Direction == SignalDirection.Close ? null : LevelsOf(signal, state.Terms, facts), record);
    }

    public static MarketFacts FactsOf(Signal signal, SymbolObservation market)
    {
        var timeframe = TimeframeOf(signal);
        var window = market.Window(timeframe);
        var (recent, position) = RecentOf(window, market.Mid);
        return new MarketFacts(
            market.At, market.Bid, market.Ask, market.Mark, market.Instrument.TickSize, market.Instrument.Fees.Taker, market.Funding?.Rate ?? 0m,
            market.Funding is null ? TimeSpan.Zero : market.Instrument.Funding.Interval)
        {
            BidDepth = market.Book is { } bids ? DepthOf(bids.Bids, market.Mid) : null,
            AskDepth = market.Book is { } asks ? DepthOf(asks.Asks, market.Mid) : null,
            Timeframe = timeframe,
            Atr = AtrOf(market, timeframe),
            Recent = recent,
            RangePosition = position,
            Change24h = market.Change24h is { } change ? Share(change) : null,
            Regime = market.Regime?.Regime,
            Stale = market.StaleReason,
        };
    }

    /// <summary>Entry, stop and target: the signal's where it states them, else the source's default exits. On the tick.</summary>
    public static TradeLevels LevelsOf(Signal signal, SourceTerms terms, MarketFacts facts)
    {
        var sign = signal.Direction == SignalDirection.Long ? 1m : -1m;
        var touch = sign > 0m ? facts.Ask : facts.Bid;
        var stop = OnTick(signal.StopLoss ?? DefaultStop(signal.Entry ?? touch, sign, terms.Exits, facts), facts.TickSize);
        var entry = touch;
        var isLimit = false;
        if (signal.Entry is { } wanted && (touch - wanted) * sign > EntryToleranceR * Math.Abs(wanted - stop))
            (entry, isLimit) = (OnTick(wanted, facts.TickSize), true);

        // A default stop keeps its distance from where the entry really is.
        if (signal.StopLoss is null)
            stop = OnTick(DefaultStop(entry, sign, terms.Exits, facts), facts.TickSize);
        var target = signal.Target is { } stated ? OnTick(stated, facts.TickSize) : DefaultTarget(entry, stop, sign, terms, facts);
        return new TradeLevels(entry, isLimit, stop, target, signal.StopLoss is null, signal.Target is null && target is not null);
    }

    private static decimal DefaultStop(decimal entry, decimal sign, DefaultExits exits, MarketFacts facts)
    {
        var distance = exits.Stop == StopMeasure.Atr
            ? facts.Atr is { } atr and > 0m ? exits.StopDistance * atr : entry * DefaultExits.FallbackPercent / 100m
            : entry * exits.StopDistance / 100m;

        // Never so far that nothing is left of the price.
        return entry - (sign * Math.Min(distance, entry * 0.9m));
    }

    // What is gained at the target is to be the multiple of what is lost at the stop after costs: with costs c, t = m (s + c) + c.
    private static decimal? DefaultTarget(decimal entry, decimal stop, decimal sign, SourceTerms terms, MarketFacts facts)
    {
        var multiple = terms.Exits.TargetR;
        if (multiple == 0m)
            return null;
        var risk = Math.Abs(entry - stop);
        var distance = multiple * risk;
        for (var round = 0; round < TargetRoundsMax; round++)
        {
            // A farther target is held for longer, and funding comes by steps.
            var costs = Costs.Of(entry, risk, distance, sign, facts);
            var wanted = (multiple * (risk + costs.Total)) + costs.Total;
            if (wanted <= distance)
                break;
            distance = wanted;
        }

        var price = entry + (sign * distance);
        if (price <= facts.TickSize)
            return facts.TickSize;
        return sign > 0m ? InstrumentSteps.Ceiling(price, facts.TickSize) : InstrumentSteps.Floor(price, facts.TickSize);
    }

    private static (decimal? Recent, decimal? Position) RecentOf(ImmutableArray<Candle> window, decimal mid)
    {
        if (window.Length < 2)
            return (null, null);
        var (low, high) = (mid, mid);
        foreach (var candle in window)
            (low, high) = (Math.Min(low, candle.Low), Math.Max(high, candle.High));
        var first = window[0].Open;
        return (first > 0m ? decimal.Round((mid / first) - 1m, 6) : null, high > low ? decimal.Round((mid - low) / (high - low), 4) : null);
    }

    private static decimal? AtrOf(SymbolObservation market, Interval timeframe)
    {
        var reading = market.Indicator(AtrText[timeframe]);
        return reading.IsWarm && reading.Value > 0 && reading.Value < 1e15 ? decimal.Round((decimal)reading.Value, 8) : null;
    }

    private static decimal DepthOf(ImmutableArray<BookLevel> levels, decimal mid)
    {
        var sum = 0m;
        foreach (var level in levels)
        {
            if (Math.Abs(level.Price - mid) > mid * MarketFacts.DepthBand)
                break;
            sum += level.Price * level.Quantity;
        }

        return decimal.Round(sum, 2);
    }

    private static decimal OnTick(decimal price, decimal tick) => Math.Max(tick, InstrumentSteps.Nearest(price, tick));

    private static decimal Share(double value) => decimal.Round((decimal)Math.Clamp(value, -1e6, 1e6), 6);

    private static ImmutableDictionary<Interval, string> AtrText { get; } =
        Intervals.All.ToImmutableDictionary(static i => i, static i => $"atr {DefaultExits.AtrLength} {i.Name()}");

    // Made once: the symbol keeps an answer for each request that it has met.
    private static ImmutableDictionary<Interval, ObservationRequest> Requests { get; } = Intervals.All.ToImmutableDictionary(
        static i => i,
        static i => new ObservationRequest([AtrText[i]], [new CandleWindow(i, MarketFacts.RecentCandles)], IncludesBook: true));
}
