using System.Collections.Immutable;
using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Performance;

/// <summary>What a leaderboard says of a contestant.</summary>
public enum Verdict
{
    /// <summary>Too short a time, too few trades or too few returns for any judgement.</summary>
    TooLittleData,

    /// <summary>There is enough data, and yet its place may be luck.</summary>
    Indistinguishable,

    /// <summary>Better than every other with enough data, and than the best of so many trials would be by luck.</summary>
    Leading,
}

/// <summary>A place on a leaderboard. Ratios are of a year; NaN where they are not defined.</summary>
/// <param name="Rank">From 1.</param>
/// <param name="DailyReturn">The return a day at compound growth; NaN below a day.</param>
/// <param name="TradesPerDay">NaN below a sample's distance.</param>
/// <param name="Realised">Results of closed trades before fees and funding, in quote currency.</param>
/// <param name="Probabilistic">Probability, 0 to 1, that the true Sharpe ratio is above zero.</param>
/// <param name="Deflated">Probability, 0 to 1, that it is above what the best of all trials shows by luck.</param>
/// <param name="Reason">Why this verdict, in one plain sentence.</param>
public sealed record Standing(
    int Rank,
    TrackEvidence Evidence,
    double DailyReturn,
    double TradesPerDay,
    decimal Realised,
    double Probabilistic,
    double Deflated,
    Verdict Verdict,
    string Reason)
{
    public string Name => Evidence.Record.Name;
}

/// <summary>
/// Ranks track records by what they prove: first those with enough data, by the lower bound of the interval of the Sharpe ratio; then
/// the others, likewise; equal ones by name.
/// </summary>
public static class Leaderboard
{
    /// <summary>Judges and ranks records from nothing.</summary>
    /// <param name="random">Decides what the bootstrap draws: the same records and generator give the same board.</param>
    /// <param name="trials">How many versions were tried, those included that are not on the board; never taken for fewer than are.</param>
    public static ImmutableArray<Standing> Rank(ReadOnlySpan<TrackRecord> records, LeaderboardRules rules, SeededRandom random, int trials = 0)
    {
        var evidence = new TrackEvidence[records.Length];
        for (var i = 0; i < evidence.Length; i++)
            evidence[i] = TrackEvidence.Of(records[i], rules, random);
        return Rank(evidence, rules, trials);
    }

    /// <summary>Ranks what was judged before.</summary>
    public static ImmutableArray<Standing> Rank(ReadOnlySpan<TrackEvidence> evidence, LeaderboardRules rules, int trials = 0)
    {
        var order = evidence.ToArray();
        Array.Sort(order, Compare);
        var tried = Math.Max(Math.Max(trials, order.Length), 1);
        var rivals = Array.FindAll(order, static e => e.IsEnough);
        var standings = ImmutableArray.CreateBuilder<Standing>(order.Length);
        for (var i = 0; i < order.Length; i++)
            standings.Add(Place(i + 1, order[i], rivals, tried, rules));
        return standings.MoveToImmutable();
    }

    /// <summary>
    /// Variance of the Sharpe ratios of one period across the trials that have enough data, brought from a year to the period of
    /// <paramref name="of"/>; with fewer than two of them that of the estimate itself where there is no skill, 1 / (n − 1).
    /// </summary>
    public static double VarianceAcross(ReadOnlySpan<TrackEvidence> rivals, TrackEvidence of)
    {
        var moments = ReturnMoments.Of(Array.ConvertAll(rivals.ToArray(), static e => e.Report.Sharpe));
        return moments.Count < 2
            ? 1.0 / Math.Max(of.Moments.Count - 1, 1)
            : moments.Deviation * moments.Deviation / of.Record.PeriodsPerYear;
    }

    private static int Compare(TrackEvidence left, TrackEvidence right)
    {
        if (left.IsEnough != right.IsEnough)
            return left.IsEnough ? -1 : 1;

        // NaN is below every number.
        var byBound = right.Interval.Lower.CompareTo(left.Interval.Lower);
        return byBound != 0 ? byBound : string.CompareOrdinal(left.Record.Name, right.Record.Name);
    }

    private static Standing Place(int rank, TrackEvidence evidence, TrackEvidence[] rivals, int trials, LeaderboardRules rules)
    {
        var record = evidence.Record;
        var days = record.Duration.TotalDays;
        var realised = 0m;
        foreach (var trade in record.Trades)
            realised += trade.Realised;
        var deflated = SharpeEvidence.Deflated(evidence.Moments, trials, VarianceAcross(rivals, evidence));
        var (verdict, reason) = Judge(evidence, rivals, trials, deflated, rules);
        return new Standing(
            rank,
            evidence,
            days < 1 ? double.NaN : DeterministicMath.Pow(1 + evidence.Report.TotalReturn, 1 / days) - 1,
            days > 0 ? record.Trades.Length / days : double.NaN,
            realised,
            SharpeEvidence.Probabilistic(evidence.Moments, 0),
            deflated,
            verdict,
            reason);
    }

    private static (Verdict, string) Judge(
        TrackEvidence evidence, TrackEvidence[] rivals, int trials, double deflated, LeaderboardRules rules)
    {
        if (evidence.Shortage is { } shortage)
            return (Verdict.TooLittleData, shortage);
        var others = Array.FindAll(rivals, rival => !ReferenceEquals(rival, evidence));
        if (Array.Find(others, rival => LowerLead(rival, evidence) > 0) is { } better)
            return (Verdict.Indistinguishable, $"{better.Record.Name} is better than this by more than chance explains");
        if (Array.Find(others, rival => !(LowerLead(evidence, rival) > 0)) is { } near)
            return (Verdict.Indistinguishable, $"its distance from {near.Record.Name} may be luck");
        return deflated >= rules.DeflatedMin
            ? (Verdict.Leading, FormattableString.Invariant($"ahead of every other with enough data, and too good for the luck of {trials} tried"))
            : (Verdict.Indistinguishable, FormattableString.Invariant($"the best of {trials} tried may look like this by luck"));
    }

    /// <summary>
    /// Lower confidence limit of the difference of two Sharpe ratios, from their own intervals: d − √((a − lower a)² + (upper b − b)²).
    /// Takes them for independent, which errs on the safe side where they rise and fall together.
    /// </summary>
    /// <remarks>
    /// G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures: a general approach", Statistics in Medicine
    /// 27, 2008.
    /// </remarks>
    private static double LowerLead(TrackEvidence a, TrackEvidence b)
    {
        var below = a.Report.Sharpe - a.Interval.Lower;
        var above = b.Interval.Upper - b.Report.Sharpe;
        return a.Report.Sharpe - b.Report.Sharpe - Math.Sqrt((below * below) + (above * above));
    }
}
