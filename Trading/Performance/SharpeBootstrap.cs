using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Performance;

/// <summary>Where the true Sharpe ratio lies with some confidence; NaN where returns don't allow to say.</summary>
/// <param name="BlockLength">Mean length of the blocks that were drawn, in periods.</param>
public readonly record struct SharpeInterval(double Lower, double Upper, double BlockLength)
{
    public static SharpeInterval Unknown { get; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Both ends multiplied, e.g. by √ periods a year.</summary>
    public SharpeInterval Times(double factor) => this with { Lower = Lower * factor, Upper = Upper * factor };
}

/// <summary>
/// Stationary block bootstrap of the Sharpe ratio: D. N. Politis and J. P. Romano, "The stationary bootstrap", Journal of the American
/// Statistical Association 89, 1994. A resample is made of blocks of the series that begin anywhere, go round at its end, and have a
/// geometric length, so that it keeps how returns hang together in time.
/// </summary>
public static class SharpeBootstrap
{
    /// <summary>Fewest returns that an interval is drawn from.</summary>
    public const int ReturnsMin = 20;

    /// <summary>Resamples that are usual: the 5 % quantile of 1,000 has a standard error of 0.7 percentage points.</summary>
    public const int ResamplesDefault = 1_000;

    // A resample of standardised returns with less variance than this has drawn one value only.
    private const double VarianceMin = 1e-12;

    /// <summary>
    /// The percentile interval of the Sharpe ratio of one period. <see cref="SharpeInterval.Unknown"/> below <see cref="ReturnsMin"/>
    /// returns and without variance.
    /// </summary>
    /// <param name="returns">NaN ones are left out.</param>
    /// <param name="level">Confidence, above 0 and below 1: 0.9 gives the 5 % and the 95 % quantiles.</param>
    /// <param name="random">Decides what is drawn: the same generator and the same returns give the same interval.</param>
    /// <param name="resamples">At least 2.</param>
    /// <param name="blockLength">Mean length of blocks, at least 1; null for <see cref="BlockLength.Best"/>.</param>
    public static SharpeInterval Interval(
        ReadOnlySpan<double> returns, double level, SeededRandom random, int resamples = ResamplesDefault, double? blockLength = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 2);
        var observed = Observed(returns);
        var moments = ReturnMoments.Of(observed);
        if (observed.Length < ReturnsMin || !(moments.Deviation > 0))
            return SharpeInterval.Unknown;

        var block = Math.Max(1, blockLength ?? BlockLength.Best(observed));
        for (var i = 0; i < observed.Length; i++)
            observed[i] = (observed[i] - moments.Mean) / moments.Deviation;
        var ratios = new double[resamples];
        for (var i = 0; i < ratios.Length; i++)
            ratios[i] = Resample(observed, moments.Sharpe, block, ref random);
        Array.Sort(ratios);
        var tail = (1 - level) / 2;
        return new SharpeInterval(Quantile(ratios, tail), Quantile(ratios, 1 - tail), block);
    }

    private static double[] Observed(ReadOnlySpan<double> returns)
    {
        var observed = new double[returns.Length];
        var count = 0;
        foreach (var r in returns)
        {
            if (!double.IsNaN(r))
                observed[count++] = r;
        }

        return count == observed.Length ? observed : observed[..count];
    }

    // The Sharpe ratio of a resample, from returns that were freed of their mean and brought to deviation 1.
    private static double Resample(double[] standardised, double sharpe, double blockLength, ref SeededRandom source)
    {
        const double TwoTo32 = 4294967296.0;
        var n = standardised.Length;
        var goesOn = (ulong)((1 - (1 / blockLength)) * TwoTo32);
        double sum = 0, squares = 0;

        // A copy of its own stays in registers.
        var random = source;
        var at = random.NextInt(n);
        for (var drawn = 0; drawn < n; drawn++)
        {
            var value = standardised[at];
            sum += value;
            squares += value * value;

            // One draw decides whether the block goes on and where else the next begins; its bias is below n / 2³².
            var bits = random.NextUInt64();
            at = (uint)bits >= goesOn ? (int)(((bits >> 32) * (uint)n) >> 32) : at + 1 == n ? 0 : at + 1;
        }

        source = random;
        var variance = (squares - (sum * sum / n)) / (n - 1);
        return variance < VarianceMin ? 0 : (sharpe + (sum / n)) / Math.Sqrt(variance);
    }

    // Linear between the two nearest ranks (type 7 of Hyndman and Fan, the one of R and NumPy).
    private static double Quantile(double[] sorted, double share)
    {
        var rank = share * (sorted.Length - 1);
        var below = (int)Math.Floor(rank);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((rank - below) * (sorted[above] - sorted[below]));
    }
}
