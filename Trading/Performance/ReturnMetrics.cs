using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Performance;

/// <summary>
/// Measures of a series of returns of equal periods, as fractions (0.01 is 1 %). A NaN return is a period without an observation: it
/// counts as time, not as a value. A measure that is not defined is NaN. Conventions are those of the <c>empyrical</c> library.
/// </summary>
public static class ReturnMetrics
{
    /// <summary>Π (1 + r) − 1; NaN without returns.</summary>
    public static double Total(ReadOnlySpan<double> returns) => returns.Length == 0 ? double.NaN : Growth(returns) - 1;

    /// <summary>
    /// The total return a year at compound growth: (1 + total)^(periods per year / number of returns) − 1. Extrapolates, wildly so from
    /// a short series; −1 once everything is lost; NaN without returns.
    /// </summary>
    public static double Annualised(ReadOnlySpan<double> returns, double periodsPerYear)
    {
        if (returns.Length == 0)
            return double.NaN;
        var growth = Growth(returns);
        return growth <= 0 ? -1 : DeterministicMath.Pow(growth, periodsPerYear / returns.Length) - 1;
    }

    /// <summary>Sample standard deviation (n − 1) a year: times √ periods per year. NaN below two returns.</summary>
    public static double Volatility(ReadOnlySpan<double> returns, double periodsPerYear)
    {
        var (_, deviation) = MeanAndDeviation(returns, 0);
        return deviation * Math.Sqrt(periodsPerYear);
    }

    /// <summary>
    /// Sharpe ratio a year: mean excess return / its sample standard deviation · √ periods per year. NaN below two returns.
    /// Without variance the quotient decides: +∞ for a steady gain, −∞ for a steady loss (no finite number could rank them), NaN where
    /// nothing was ever earned, since such an account has shown neither skill nor risk.
    /// </summary>
    /// <param name="riskFree">Return of a riskless investment in one period.</param>
    public static double Sharpe(ReadOnlySpan<double> returns, double periodsPerYear, double riskFree = 0)
    {
        var (mean, deviation) = MeanAndDeviation(returns, riskFree);
        return mean / deviation * Math.Sqrt(periodsPerYear);
    }

    /// <summary>√ mean(min(r − required, 0)²) a year: the deviation below what is required. NaN without returns, 0 without shortfall.</summary>
    /// <param name="required">Return asked for in one period.</param>
    public static double DownsideRisk(ReadOnlySpan<double> returns, double periodsPerYear, double required = 0)
    {
        double squares = 0;
        var count = 0;
        foreach (var r in returns)
        {
            if (double.IsNaN(r))
                continue;
            var shortfall = Math.Min(r - required, 0);
            squares += shortfall * shortfall;
            count++;
        }

        return Math.Sqrt(squares / count) * Math.Sqrt(periodsPerYear);
    }

    /// <summary>
    /// Sortino ratio a year: mean excess return · periods per year / <see cref="DownsideRisk"/>. NaN below two returns. Without any
    /// shortfall +∞ for a gain, NaN where nothing was ever earned.
    /// </summary>
    /// <param name="required">Return asked for in one period.</param>
    public static double Sortino(ReadOnlySpan<double> returns, double periodsPerYear, double required = 0)
    {
        if (returns.Length < 2)
            return double.NaN;
        var (mean, _) = MeanAndDeviation(returns, required);
        return mean * periodsPerYear / DownsideRisk(returns, periodsPerYear, required);
    }

    /// <summary>The deepest fall from a peak, as a fraction from −1 to 0; the start counts as a peak. NaN without returns.</summary>
    public static double MaxDrawdown(ReadOnlySpan<double> returns)
    {
        if (returns.Length == 0)
            return double.NaN;
        double growth = 1, peak = 1, deepest = 0;
        foreach (var r in returns)
        {
            growth *= double.IsNaN(r) ? 1 : 1 + r;
            peak = Math.Max(peak, growth);
            deepest = Math.Min(deepest, (growth / peak) - 1);
        }

        return deepest;
    }

    /// <summary>Calmar ratio: <see cref="Annualised"/> / |<see cref="MaxDrawdown"/>|; NaN without a drawdown.</summary>
    public static double Calmar(ReadOnlySpan<double> returns, double periodsPerYear)
    {
        var deepest = MaxDrawdown(returns);
        return deepest < 0 ? Annualised(returns, periodsPerYear) / -deepest : double.NaN;
    }

    /// <summary>
    /// Time-weighted returns between equity samples: (equity − flow) / equity before − 1; NaN where the equity before is not positive.
    /// </summary>
    /// <param name="returns">One fewer than samples.</param>
    public static void Between(ReadOnlySpan<EquitySample> samples, Span<double> returns)
    {
        if (returns.Length != Math.Max(samples.Length - 1, 0))
            throw new ArgumentException($"returns has {returns.Length} places for {samples.Length} samples; give one fewer than samples", nameof(returns));
        for (var i = 0; i < returns.Length; i++)
        {
            var before = (double)samples[i].Equity;
            returns[i] = before > 0 ? ((double)(samples[i + 1].Equity - samples[i + 1].Flow) / before) - 1 : double.NaN;
        }
    }

    private static double Growth(ReadOnlySpan<double> returns)
    {
        var growth = 1.0;
        foreach (var r in returns)
            growth *= double.IsNaN(r) ? 1 : 1 + r;
        return growth;
    }

    // Welford's update keeps the mean of equal returns exact, so that no variance is seen as none.
    private static (double Mean, double Deviation) MeanAndDeviation(ReadOnlySpan<double> returns, double less)
    {
        double mean = 0, squares = 0;
        var count = 0;
        foreach (var r in returns)
        {
            if (double.IsNaN(r))
                continue;
            count++;
            var difference = r - less - mean;
            mean += difference / count;
            squares += difference * (r - less - mean);
        }

        return (count == 0 ? double.NaN : mean, count < 2 ? double.NaN : Math.Sqrt(squares / (count - 1)));
    }
}
