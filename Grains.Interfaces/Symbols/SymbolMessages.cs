using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Regimes;
using OrleansTrader.Trading.Risk.Breakers;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Symbols;

/// <summary>What a symbol needs before it takes market data; told by the one feed that writes it.</summary>
/// <param name="Epoch">Number of the feed's lease; a lower one is refused from then on.</param>
/// <param name="UsesBackPressure">
/// Whether the feed waits: then <see cref="ISymbolGrain.OnMarket"/> returns after the accounts that were triggered have answered, and
/// nothing is dropped. Otherwise a slow account never holds up the tape.
/// </param>
/// <param name="History">Finished candles by interval, oldest first, to warm candles and indicators; empty where there are none.</param>
/// <param name="Options">How candles are kept; the base interval is the finest that the feed can give.</param>
public sealed record SymbolStart(
    Instrument Instrument, long Epoch, bool UsesBackPressure, MarketOptions Options, ImmutableArray<CandleSlice> History);

/// <summary>What a symbol said to a batch of market data.</summary>
public enum MarketReceipt
{
    /// <summary>Taken over.</summary>
    Taken,

    /// <summary>A newer feed writes this symbol: the caller stops.</summary>
    OlderEpoch,

    /// <summary>The symbol was reactivated and knows nothing: the caller sends <see cref="SymbolStart"/>, then the batch again.</summary>
    NotStarted,
}

/// <summary>A market with all that a page shows of it. Prices in quote currency, quantities in base currency.</summary>
/// <param name="Quote">Null until the first one.</param>
/// <param name="Change24h">Share by which the mid moved in 24 hours; null while less is known.</param>
/// <param name="OpenInterest">Null where the venue has none (spot).</param>
/// <param name="StaleReason">Null while prices can be relied upon.</param>
/// <param name="RestingTriggers">Size of the trigger book.</param>
/// <param name="Quality">What was rejected or repaired since the symbol was started, by rule.</param>
public sealed record SymbolSnapshot(
    SymbolKey Key,
    Instrument Instrument,
    Quote? Quote,
    decimal Volume24h,
    double? Change24h,
    FundingObservation? Funding,
    decimal? OpenInterest,
    RegimeReading? Regime,
    StaleReason? StaleReason,
    int RestingTriggers,
    DataQuality Quality);

/// <summary>The instrument with its newest quote: what an account needs for a decision.</summary>
/// <param name="Quote">Null until the first one.</param>
/// <param name="Book">Null where the feed has none.</param>
/// <param name="Standing">What the market's own breaker says; null where it never tripped.</param>
public sealed record MarketSnapshot(Instrument Instrument, Quote? Quote, Book? Book, StaleReason? StaleReason, MarketStanding? Standing = null);

/// <summary>Candles of one interval, oldest first.</summary>
/// <param name="Forming">The candle that is not finished yet; null before the first quote.</param>
public sealed record CandleHistory(Interval Interval, ImmutableArray<Candle> Closed, Candle? Forming);

/// <summary>An indicator over closed candles.</summary>
/// <param name="Indicator">The canonical text, e.g. <c>rsi 14 5m</c>.</param>
/// <param name="Outputs">Names of the values at each point.</param>
/// <param name="Points">Oldest first; points without a value are left out.</param>
public sealed record IndicatorSeries(string Indicator, ImmutableArray<string> Outputs, ImmutableArray<IndicatorPoint> Points);

/// <param name="At">Start of the candle after whose close the values stand.</param>
/// <param name="Values">One for each output; NaN where it has none.</param>
public sealed record IndicatorPoint(DateTimeOffset At, ImmutableArray<double> Values);

/// <summary>A hint that a market moved.</summary>
/// <param name="Sequence">Rises by one with each update of an activation.</param>
/// <param name="Candle">The forming one-minute candle; null before the first quote.</param>
public sealed record SymbolUpdate(
    SymbolKey Key, long Sequence, Quote Quote, double? Change24h, Candle? Candle, StaleReason? StaleReason);
