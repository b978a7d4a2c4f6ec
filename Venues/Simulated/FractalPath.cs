namespace OrleansTrader.Venues.Simulated;

/// <summary>
/// A Brownian path by midpoint displacement (Lévy's construction) over a fixed dyadic lattice: 26 halvings from 194 days down to 250 ms,
/// straight between the finest nodes. The coarsest nodes are independent of each other, so that the path is stationary: it never
/// drifts away, in whatever year it is asked.
/// </summary>
/// <param name="seed">Chance of this path alone.</param>
/// <param name="dailySigma">Standard deviation of a day's change of the log price.</param>
/// <param name="regimes">Gives the roughness of each block.</param>
internal sealed class FractalPath(ulong seed, double dailySigma, RegimeTrack regimes)
{
    public const int Levels = 26;
    public const long NodeMs = 250;

    private const int BlockLevel = 15;
    private const double DayMs = 86_400_000.0;

    private readonly ulong _top = Chance.Key(seed, 11);
    private readonly ulong _nodes = Chance.Key(seed, 12);
    private readonly double[] _sigma = Sigmas(dailySigma);

    // Two independent coarsest nodes differ by √2 of one's deviation, as the ends of a Brownian path over that span should.
    private readonly double _topSigma = dailySigma * Math.Sqrt(TopMs / DayMs / 2.0);

    private static long TopMs => NodeMs << Levels;

    /// <summary>Where a walk down the lattice stands: neighbouring instants share most of their way. One reader's own.</summary>
    public sealed class Cursor
    {
        internal readonly long[] Start = new long[Levels + 1];
        internal readonly double[] Left = new double[Levels + 1];
        internal readonly double[] Right = new double[Levels + 1];
        internal double Roughness = 1;
        internal int Deepest = -1;
    }

    /// <summary>Log price at an instant, in Unix milliseconds; the same whatever was asked before with this cursor.</summary>
    public double At(long ms, Cursor cursor)
    {
        var level = Resume(ms, cursor);
        var start = cursor.Start[level];
        var left = cursor.Left[level];
        var right = cursor.Right[level];
        while (level > 0)
        {
            if (level == BlockLevel)
                cursor.Roughness = RegimeTrack.Roughness(regimes.Regime(Chance.FloorDivide(start, RegimeTrack.BlockMs)));
            var middle = start + (NodeMs << (level - 1));
            var sigma = level <= BlockLevel ? _sigma[level] * cursor.Roughness : _sigma[level];
            var value = ((left + right) * 0.5) + (sigma * Chance.Gaussian(_nodes, middle));
            level--;
            if (ms < middle)
            {
                right = value;
            }
            else
            {
                left = value;
                start = middle;
            }

            cursor.Start[level] = start;
            cursor.Left[level] = left;
            cursor.Right[level] = right;
        }

        cursor.Deepest = 0;
        return left + ((right - left) * ((ms - start) / (double)NodeMs));
    }

    /// <summary>The lowest level of the last walk that still holds the instant, or the top.</summary>
    private int Resume(long ms, Cursor cursor)
    {
        if (cursor.Deepest == 0)
        {
            for (var level = 0; level <= Levels; level++)
            {
                var start = cursor.Start[level];
                if (ms >= start && ms < start + (NodeMs << level))
                    return level;
            }
        }

        var top = Chance.FloorDivide(ms, TopMs);
        cursor.Start[Levels] = top * TopMs;
        cursor.Left[Levels] = _topSigma * Chance.Gaussian(_top, top);
        cursor.Right[Levels] = _topSigma * Chance.Gaussian(_top, top + 1);
        return Levels;
    }

    /// <summary>A bridge over a span is displaced at its middle by σ·√span / 2.</summary>
    private static double[] Sigmas(double daily)
    {
        var sigmas = new double[Levels + 1];
        for (var level = 1; level <= Levels; level++)
            sigmas[level] = daily * Math.Sqrt((NodeMs << level) / DayMs) * 0.5;
        return sigmas;
    }
}
