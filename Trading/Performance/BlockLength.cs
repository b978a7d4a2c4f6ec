using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Performance;

/// <summary>How long the blocks of a stationary bootstrap have to be, so that they keep how returns hang together in time.</summary>
public static class BlockLength
{
    /// <summary>Autocorrelations in a row that must be insignificant before the rest is taken for noise, at least.</summary>
    private const int QuietLagsMin = 5;

    /// <summary>
    /// The mean block length, 1 to 3 √n, that D. N. Politis and H. White, "Automatic block-length selection for the dependent
    /// bootstrap", Econometric Reviews 23, 2004, with the correction of A. Patton, D. N. Politis and H. White, Econometric Reviews 28,
    /// 2009, find best for the stationary bootstrap: (2 G² / D)^⅓ n^⅓, where D = 2 g², g = Σ λ(k/M) R(k), G = Σ λ(k/M) |k| R(k) over
    /// −M ≤ k ≤ M, R are autocovariances, λ is the flat-top window, and M is twice the lag after which
    /// max(5, ⌊log₁₀ n⌋) autocorrelations in a row are below 2 √(log₁₀ n / n).
    /// </summary>
    /// <param name="returns">Without NaN.</param>
    public static double Best(ReadOnlySpan<double> returns)
    {
        var n = returns.Length;
        if (n < 2 * QuietLagsMin)
            return 1;
        var centred = Centre(returns);
        var log10 = DeterministicMath.Log(n) / DeterministicMath.Log(10);
        var quiet = Math.Max(QuietLagsMin, (int)log10);
        var lags = Math.Min((int)Math.Ceiling(Math.Sqrt(n)) + quiet, n - 1);
        var covariances = new double[lags + 1];
        for (var lag = 0; lag <= lags; lag++)
            covariances[lag] = Covariance(centred, lag);
        if (!(covariances[0] > 0))
            return 1;

        var window = Window(covariances, quiet, 2 * Math.Sqrt(log10 / n));
        double sum = 0, spectrum = covariances[0];
        for (var k = 1; k <= window; k++)
        {
            var weight = k <= window / 2.0 ? 1 : 2 * (1 - ((double)k / window));
            sum += 2 * weight * k * covariances[k];
            spectrum += 2 * weight * covariances[k];
        }

        var longest = Math.Ceiling(Math.Min(3 * Math.Sqrt(n), n / 3.0));
        var ratio = sum / spectrum;
        var best = DeterministicMath.Pow(ratio * ratio * n, 1.0 / 3.0);
        return best <= 1 ? 1 : Math.Min(best, longest);
    }

    private static int Window(double[] covariances, int quiet, double bound)
    {
        var run = 0;
        for (var lag = 1; lag < covariances.Length; lag++)
        {
            run = Math.Abs(covariances[lag] / covariances[0]) < bound ? run + 1 : 0;
            if (run == quiet)
                return Math.Min(2 * Math.Max(lag - quiet, 1), covariances.Length - 1);
        }

        return covariances.Length - 1;
    }

    private static double[] Centre(ReadOnlySpan<double> returns)
    {
        double mean = 0;
        for (var i = 0; i < returns.Length; i++)
            mean += (returns[i] - mean) / (i + 1);
        var centred = new double[returns.Length];
        for (var i = 0; i < centred.Length; i++)
            centred[i] = returns[i] - mean;
        return centred;
    }

    private static double Covariance(double[] centred, int lag)
    {
        double sum = 0;
        for (var i = lag; i < centred.Length; i++)
            sum += centred[i] * centred[i - lag];
        return sum / centred.Length;
    }
}
