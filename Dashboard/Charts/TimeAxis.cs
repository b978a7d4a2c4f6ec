using System.Globalization;

namespace OrleansTrader.Dashboard.Charts;

/// <summary>Maps instants to thousandths of a plot's width and names round ones.</summary>
public readonly record struct TimeAxis(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Most labels of an axis.</summary>
    public const int LabelsMax = 9;

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2),
        TimeSpan.FromHours(4), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(2),
        TimeSpan.FromDays(7), TimeSpan.FromDays(14), TimeSpan.FromDays(30), TimeSpan.FromDays(90), TimeSpan.FromDays(365),
    ];

    /// <summary>Thousandths from the left.</summary>
    public double X(DateTimeOffset at)
    {
        var span = (To - From).Ticks;
        return span <= 0 ? 0d : Math.Round((double)(at - From).Ticks / span * Scale.Full, 1);
    }

    public IEnumerable<(double X, string Text)> Labels()
    {
        var span = To - From;
        var step = Steps[^1];
        foreach (var candidate in Steps)
        {
            if (span / candidate <= LabelsMax)
            {
                step = candidate;
                break;
            }
        }

        var first = new DateTimeOffset((From.UtcTicks / step.Ticks + 1) * step.Ticks, TimeSpan.Zero);
        for (var at = first; at < To; at += step)
        {
            var x = X(at);
            if (x is > 25d and < 975d)
                yield return (x, Text(at, step));
        }
    }

    private static string Text(DateTimeOffset at, TimeSpan step) => step switch
    {
        { TotalDays: >= 1 } => at.ToString("d MMM", CultureInfo.InvariantCulture),
        { TotalMinutes: >= 1 } when at.TimeOfDay == TimeSpan.Zero => at.ToString("d MMM", CultureInfo.InvariantCulture),
        { TotalMinutes: >= 1 } => at.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => at.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
    };
}
