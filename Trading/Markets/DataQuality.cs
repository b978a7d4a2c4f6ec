namespace OrleansTrader.Trading.Markets;

/// <summary>What was wrong with the data of one symbol, and what was done about it. Counts since the start.</summary>
/// <param name="QuotesAccepted">Quotes taken.</param>
/// <param name="TradesAccepted">Tape trades taken.</param>
/// <param name="CandlesAccepted">Candles of history or of a file taken.</param>
/// <param name="DuplicateQuotes">Rejected: a sequence that was told before.</param>
/// <param name="OutOfOrderQuotes">Rejected: older than the quote before.</param>
/// <param name="NonPositiveQuotes">Rejected: a bid or ask of zero or less.</param>
/// <param name="CrossedQuotes">Rejected: bid above ask.</param>
/// <param name="RepairedQuotes">Taken with extremes widened to contain the quote itself.</param>
/// <param name="LateQuotes">Taken as the last quote, but not into a candle, because its candle was closed already.</param>
/// <param name="SequenceGaps">Times that sequence numbers of quotes were left out.</param>
/// <param name="DuplicateTrades">Rejected: a trade sequence that was told before.</param>
/// <param name="InvalidTrades">Rejected: a price or quantity of zero or less.</param>
/// <param name="LateTrades">Rejected: the candle was closed already.</param>
/// <param name="DuplicateCandles">Rejected: a candle of that start is known.</param>
/// <param name="OutOfOrderCandles">Rejected: older than the last known candle.</param>
/// <param name="MisalignedCandles">Rejected: the start is not a start of the interval.</param>
/// <param name="NonPositiveCandles">Rejected: a price of zero or less.</param>
/// <param name="RepairedCandles">Taken with high and low widened to contain open and close, or a negative volume set to 0.</param>
/// <param name="FilledIntervals">Intervals without a price that got a flat candle at the last close, volume 0.</param>
/// <param name="MissingIntervals">Intervals without a price that were left out because the gap was too long to fill.</param>
/// <param name="PartialCandles">Coarser candles that closed with fewer base candles than they have room for.</param>
/// <param name="DuplicateFundings">Rejected: a funding timestamp that was told before.</param>
/// <param name="StaleSpells">Times that the feed lost the thread.</param>
public sealed record DataQuality(
    long QuotesAccepted,
    long TradesAccepted,
    long CandlesAccepted,
    long DuplicateQuotes,
    long OutOfOrderQuotes,
    long NonPositiveQuotes,
    long CrossedQuotes,
    long RepairedQuotes,
    long LateQuotes,
    long SequenceGaps,
    long DuplicateTrades,
    long InvalidTrades,
    long LateTrades,
    long DuplicateCandles,
    long OutOfOrderCandles,
    long MisalignedCandles,
    long NonPositiveCandles,
    long RepairedCandles,
    long FilledIntervals,
    long MissingIntervals,
    long PartialCandles,
    long DuplicateFundings,
    long StaleSpells)
{
    /// <summary>Everything that was thrown away.</summary>
    public long Rejected =>
        DuplicateQuotes + OutOfOrderQuotes + NonPositiveQuotes + CrossedQuotes + DuplicateTrades + InvalidTrades + LateTrades
        + DuplicateCandles + OutOfOrderCandles + MisalignedCandles + NonPositiveCandles + DuplicateFundings;

    /// <summary>Everything that was taken after a repair.</summary>
    public long Repaired => RepairedQuotes + RepairedCandles + FilledIntervals;
}

/// <summary>The counters behind <see cref="DataQuality"/>; one writer.</summary>
public sealed class DataQualityCounters
{
    internal long QuotesAccepted, TradesAccepted, CandlesAccepted;
    internal long DuplicateQuotes, OutOfOrderQuotes, NonPositiveQuotes, CrossedQuotes, RepairedQuotes, LateQuotes, SequenceGaps;
    internal long DuplicateTrades, InvalidTrades, LateTrades;
    internal long DuplicateCandles, OutOfOrderCandles, MisalignedCandles, NonPositiveCandles, RepairedCandles;
    internal long FilledIntervals, MissingIntervals, PartialCandles, DuplicateFundings, StaleSpells;

    public DataQuality Snapshot() => new(
        QuotesAccepted, TradesAccepted, CandlesAccepted,
        DuplicateQuotes, OutOfOrderQuotes, NonPositiveQuotes, CrossedQuotes, RepairedQuotes, LateQuotes, SequenceGaps,
        DuplicateTrades, InvalidTrades, LateTrades,
        DuplicateCandles, OutOfOrderCandles, MisalignedCandles, NonPositiveCandles, RepairedCandles,
        FilledIntervals, MissingIntervals, PartialCandles, DuplicateFundings, StaleSpells);
}
