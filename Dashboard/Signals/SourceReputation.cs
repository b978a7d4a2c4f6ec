using System.Collections.Immutable;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Dashboard.Signals;

/// <summary>What a source's scored signals came to.</summary>
/// <param name="NotTaken">Signals without a result.</param>
/// <param name="OnPaper">Of those won and lost, how many were followed on paper.</param>
/// <param name="MeanR">Average result in R after costs; null before the first.</param>
/// <param name="Share">Expected share of signals that win, 0 to 1; with 90 % it lies between the two others.</param>
public sealed record SourceReputation(
    string Source, long Won, long Lost, long NotTaken, long OnPaper, decimal? MeanR, double Share, double ShareLow, double ShareHigh, DateTimeOffset LastAt)
{
    /// <summary>By source.</summary>
    public static ImmutableArray<SourceReputation> Of(ImmutableArray<SourceTallyRow> tallies) =>
        [.. tallies.GroupBy(static row => row.Source.Name, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(Of)];

    private static SourceReputation Of(IGrouping<string, SourceTallyRow> rows)
    {
        var tally = new SignalTally(rows.Sum(static row => row.Won), rows.Sum(static row => row.Lost), rows.Sum(static row => row.SumR));
        var reputation = Reputation.Of(tally);
        return new SourceReputation(
            rows.Key, tally.Won, tally.Lost, rows.Sum(static row => row.NotTaken), rows.Sum(static row => row.OnPaper), tally.MeanR,
            reputation.Mean, reputation.Low, reputation.High, rows.Max(static row => row.LastAt));
    }
}
