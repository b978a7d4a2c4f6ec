namespace OrleansTrader.Trading.Performance;

/// <summary>The shape of a series of returns of equal periods; NaN where it is not defined.</summary>
/// <param name="Count">Returns that were observed; NaN ones are left out.</param>
/// <param name="Deviation">Sample standard deviation (n − 1); NaN below two returns.</param>
/// <param name="Skewness">Third standardised moment, 0 for a symmetrical distribution; NaN without variance.</param>
/// <param name="Kurtosis">Fourth standardised moment, 3 for the normal distribution; NaN without variance.</param>
public readonly record struct ReturnMoments(int Count, double Mean, double Deviation, double Skewness, double Kurtosis)
{
    /// <summary>Sharpe ratio of one period, without a riskless return; NaN without variance.</summary>
    public double Sharpe => Deviation > 0 ? Mean / Deviation : double.NaN;

    public static ReturnMoments Of(ReadOnlySpan<double> returns)
    {
        // Welford's mean keeps the mean of equal returns exact, so that no variance is seen as none.
        double mean = 0;
        var count = 0;
        foreach (var r in returns)
        {
            if (!double.IsNaN(r))
                mean += (r - mean) / ++count;
        }

        double second = 0, third = 0, fourth = 0;
        foreach (var r in returns)
        {
            if (double.IsNaN(r))
                continue;
            var d = r - mean;
            second += d * d;
            third += d * d * d;
            fourth += d * d * d * d;
        }

        var variance = second / count;
        return new ReturnMoments(
            count,
            count == 0 ? double.NaN : mean,
            count < 2 ? double.NaN : Math.Sqrt(second / (count - 1)),
            variance > 0 ? third / count / (variance * Math.Sqrt(variance)) : double.NaN,
            variance > 0 ? fourth / count / (variance * variance) : double.NaN);
    }
}
