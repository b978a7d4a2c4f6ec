using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Performance;

/// <summary>
/// How much a measured Sharpe ratio proves. All ratios are of one period, not of a year; NaN where a measure is not defined.
/// </summary>
public static class SharpeEvidence
{
    private const double EulerMascheroni = 0.57721566490153286;
    private const double E = 2.7182818284590452;

    /// <summary>
    /// Probabilistic Sharpe ratio: the probability, 0 to 1, that the true Sharpe ratio is above <paramref name="benchmark"/>:
    /// Φ((SR − SR*) √(n − 1) / √(1 − γ₃ SR + (γ₄ − 1) / 4 · SR²)), with the skewness γ₃ and the kurtosis γ₄ of the returns.
    /// NaN below two returns and without variance.
    /// </summary>
    /// <remarks>
    /// D. H. Bailey and M. López de Prado, "The Sharpe ratio efficient frontier", Journal of Risk 15(2), 2012, equation 9.
    /// </remarks>
    public static double Probabilistic(in ReturnMoments returns, double benchmark) =>
        Probabilistic(returns.Sharpe, benchmark, returns.Count, returns.Skewness, returns.Kurtosis);

    /// <summary>The same of figures.</summary>
    /// <param name="count">Number of returns.</param>
    /// <param name="kurtosis">3 for the normal distribution.</param>
    public static double Probabilistic(double sharpe, double benchmark, int count, double skewness, double kurtosis)
    {
        if (count < 2 || double.IsNaN(sharpe))
            return double.NaN;

        // Never negative, since kurtosis ≥ 1 + skewness²; zero only where two values make up all returns.
        var spread = 1 - (skewness * sharpe) + ((kurtosis - 1) / 4 * sharpe * sharpe);
        var distance = sharpe == benchmark ? 0 : (sharpe - benchmark) * Math.Sqrt(count - 1) / Math.Sqrt(Math.Max(spread, 0));
        return NormalDistribution.Cdf(distance);
    }

    /// <summary>
    /// What the best of so many trials is expected to show by luck alone, where none has any skill:
    /// √V · ((1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e))), γ being Euler and Mascheroni's constant. 0 for a single trial.
    /// </summary>
    /// <param name="trials">N, at least 1.</param>
    /// <param name="variance">V, of the Sharpe ratios across the trials.</param>
    /// <remarks>
    /// D. H. Bailey and M. López de Prado, "The deflated Sharpe ratio: correcting for selection bias, backtest overfitting and
    /// non-normality", Journal of Portfolio Management 40(5), 2014, equation 1.
    /// </remarks>
    public static double ExpectedMaximum(int trials, double variance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        return trials == 1
            ? 0
            : Math.Sqrt(variance) * (((1 - EulerMascheroni) * NormalDistribution.Quantile(1 - (1.0 / trials)))
                + (EulerMascheroni * NormalDistribution.Quantile(1 - (1 / (trials * E)))));
    }

    /// <summary>
    /// Deflated Sharpe ratio: the probability, 0 to 1, that the true Sharpe ratio is above what the best of so many trials shows by luck:
    /// <see cref="Probabilistic(in ReturnMoments, double)"/> against <see cref="ExpectedMaximum"/>. Source as there.
    /// </summary>
    public static double Deflated(in ReturnMoments returns, int trials, double variance) =>
        Probabilistic(returns, ExpectedMaximum(trials, variance));
}
