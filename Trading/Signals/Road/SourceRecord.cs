namespace OrleansTrader.Trading.Signals.Road;

/// <summary>How scored signals ended.</summary>
/// <param name="Won">With a result above zero R.</param>
/// <param name="Lost">With one of zero or below.</param>
/// <param name="SumR">Of both, in R.</param>
public readonly record struct SignalTally(long Won, long Lost, decimal SumR)
{
    public long Count => Won + Lost;

    /// <summary>Null before the first.</summary>
    public decimal? MeanR => Count > 0 ? SumR / Count : null;
}

/// <summary>What is known of a source when a signal of it comes.</summary>
/// <param name="All">All its scored signals.</param>
/// <param name="Alike">Those of the same symbol and direction.</param>
public readonly record struct SourceRecord(SignalTally All, SignalTally Alike);
