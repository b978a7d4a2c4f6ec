using System.Collections.Immutable;
using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Performance;

/// <summary>What one contestant of a leaderboard did.</summary>
/// <param name="Name">Unique on the board; decides among equals.</param>
/// <param name="Samples">Equity at equal distances of <paramref name="Interval"/>, in order of time.</param>
/// <param name="Trades">What was closed between the first sample and the last, in any order.</param>
/// <param name="Interval">Distance of the samples, above zero.</param>
public sealed record TrackRecord(string Name, ImmutableArray<EquitySample> Samples, ImmutableArray<TradeResult> Trades, TimeSpan Interval)
{
    public TimeSpan Duration => Samples.Length < 2 ? TimeSpan.Zero : Samples[^1].At - Samples[0].At;

    /// <summary>A year of 365 days: these markets never close.</summary>
    public double PeriodsPerYear => TimeSpan.FromDays(365) / Interval;
}

/// <summary>By what rules a leaderboard judges; docs/decisions/007-leaderboard.md says why.</summary>
public sealed record LeaderboardRules
{
    public static LeaderboardRules Default { get; } = new();

    /// <summary>Shorter track records are too little data.</summary>
    public TimeSpan DurationMin { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Fewer closed trades are too little data.</summary>
    public int TradesMin { get; init; } = 30;

    /// <summary>Fewer returns are too little data.</summary>
    public int ReturnsMin { get; init; } = 100;

    /// <summary>Confidence of the interval of the Sharpe ratio, two-sided: its lower bound holds with 95 %.</summary>
    public double IntervalLevel { get; init; } = 0.9;

    /// <summary>Deflated Sharpe ratio that a leader has at least.</summary>
    public double DeflatedMin { get; init; } = 0.95;

    public int Resamples { get; init; } = SharpeBootstrap.ResamplesDefault;
}

/// <summary>
/// All that a track record shows by itself, whoever else is on the board: the costly part of ranking, which need not be done again
/// while the record stands. Ratios are of a year; NaN where they are not defined.
/// </summary>
/// <param name="Report">Measures of the whole record.</param>
/// <param name="Moments">Of the returns of one period.</param>
/// <param name="Interval">Of the Sharpe ratio, a year.</param>
/// <param name="Shortage">What is missing for a judgement, in words; null where there is enough data.</param>
public sealed record TrackEvidence(
    TrackRecord Record, PerformanceReport Report, ReturnMoments Moments, SharpeInterval Interval, string? Shortage)
{
    public bool IsEnough => Shortage is null;

    /// <param name="random">Forked by the record's name, so that the order of records does not matter.</param>
    public static TrackEvidence Of(TrackRecord record, LeaderboardRules rules, SeededRandom random)
    {
        var samples = record.Samples.AsSpan();
        var returns = new double[Math.Max(samples.Length - 1, 0)];
        ReturnMetrics.Between(samples, returns);
        var moments = ReturnMoments.Of(returns);
        var interval = SharpeBootstrap.Interval(returns, rules.IntervalLevel, random.Fork(record.Name), rules.Resamples);
        return new TrackEvidence(
            record,
            PerformanceReport.Of(samples, record.Trades.AsSpan(), record.PeriodsPerYear),
            moments,
            interval.Times(Math.Sqrt(record.PeriodsPerYear)),
            ShortageOf(record, moments, interval, rules));
    }

    private static string? ShortageOf(TrackRecord record, in ReturnMoments moments, SharpeInterval interval, LeaderboardRules rules) =>
        record.Duration < rules.DurationMin ? FormattableString.Invariant($"a judgement needs {rules.DurationMin.TotalDays:0.#} days, this is {record.Duration.TotalDays:0.0}")
        : record.Trades.Length < rules.TradesMin ? FormattableString.Invariant($"a judgement needs {rules.TradesMin} closed trades, these are {record.Trades.Length}")
        : moments.Count < rules.ReturnsMin ? FormattableString.Invariant($"a judgement needs {rules.ReturnsMin} returns, these are {moments.Count}")
        : !double.IsFinite(interval.Lower) || !double.IsFinite(interval.Upper) ? "its returns do not vary, so no Sharpe ratio can be told from luck"
        : null;
}
