using OrleansTrader.Grains.Leaderboards;

namespace OrleansTrader.Dashboard.Leaderboards;

/// <summary>One scale for the intervals of all rows, so that they can be compared by eye; positions in thousandths from the left.</summary>
public readonly record struct IntervalScale(double Low, double High)
{
    private const double Width = 1_000d;

    /// <summary>Zero always is on the scale. Rows with too little data are wide: they are cut off rather than let them squeeze the others.</summary>
    public static IntervalScale Of(IEnumerable<LeaderboardRow> rows)
    {
        var (judged, all) = (new List<double> { 0d }, new List<double> { 0d });
        foreach (var row in rows)
        {
            if (row is not { SharpeLower: { } lower, SharpeUpper: { } upper })
                continue;
            all.AddRange([lower, upper]);
            if (row.Verdict != Trading.Performance.Verdict.TooLittleData)
                judged.AddRange([lower, upper]);
        }

        var shown = judged.Count > 1 ? judged : all;
        var (low, high) = (shown.Min(), shown.Max());
        var room = Math.Max((high - low) * 0.04, 0.05);
        return new IntervalScale(low - room, high + room);
    }

    public double X(double value) => Math.Round(Math.Clamp((value - Low) / (High - Low), 0d, 1d) * Width, 1);
}
