namespace OrleansTrader.Dashboard.Charts;

/// <summary>
/// Maps values to thousandths of a plot's height, the largest at the top. The range is widened to round steps, so that a chart that is
/// redrawn often keeps its scale still.
/// </summary>
public readonly record struct Scale
{
    /// <summary>Length of a plot's sides in its own units.</summary>
    public const double Full = 1000d;

    /// <summary>Most grid lines of a scale.</summary>
    public const int TicksMax = 12;

    private Scale(double low, double high, double step) => (Low, High, Step) = (low, high, step);

    public double Low { get; }

    public double High { get; }

    /// <summary>Distance of grid lines.</summary>
    public double Step { get; }

    /// <summary>A scale that holds both values, in about <paramref name="steps"/> round steps.</summary>
    /// <param name="room">Empty room above and below, as a share of the range, so that a line does not run along the edge.</param>
    public static Scale Over(double low, double high, int steps = 5, double room = 0d)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
            return new Scale(0d, 1d, 0.25d);
        if (high - low < Math.Max(Math.Abs(high), 1e-9) * 1e-6)
        {
            var half = Math.Max(Math.Abs(high) * 0.001, 1e-6);
            (low, high) = (low - half, high + half);
        }

        var margin = (high - low) * room;
        (low, high) = (low - margin, high + margin);
        var step = RoundUp((high - low) / steps);
        var quarter = step / 4d;
        return new Scale(Math.Floor(low / quarter) * quarter, Math.Ceiling(high / quarter) * quarter, step);
    }

    /// <summary>A scale with fixed ends, e.g. 0 to 100 for an oscillator.</summary>
    public static Scale Fixed(double low, double high, double step) => new(low, high, step);

    /// <summary>Thousandths from the top.</summary>
    public double Y(double value) => Math.Round((High - value) / (High - Low) * Full, 1);

    /// <summary>Grid lines within the range, ascending; at most <see cref="TicksMax"/>.</summary>
    public IEnumerable<double> Ticks()
    {
        var first = Math.Ceiling(Low / Step);
        for (var i = 0; i < TicksMax; i++)
        {
            var tick = (first + i) * Step;
            if (tick > High)
                yield break;
            if (Y(tick) is > 20d and < 985d)
                yield return tick;
        }
    }

    private static double RoundUp(double step)
    {
        var power = Math.Pow(10d, Math.Floor(Math.Log10(step)));
        var share = step / power;
        return power * (share <= 1d ? 1d : share <= 2d ? 2d : share <= 2.5d ? 2.5d : share <= 5d ? 5d : 10d);
    }
}
