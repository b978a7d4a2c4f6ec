namespace OrleansTrader.Trading.Numerics;

/// <summary>The standard normal distribution: mean 0, variance 1.</summary>
public static class NormalDistribution
{
    private const double SquareRootOfTwoPi = 2.5066282746310002;

    // Below it the series converges fast and loses no digits; beyond it the continued fraction does.
    private const double SeriesMax = 2.5;

    private const int FractionTerms = 80;

    /// <summary>Probability of a value up to <paramref name="x"/>, 0 to 1, with a relative error below 1e-13 in the lower tail too.</summary>
    /// <remarks>
    /// Near 0 the series ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …) of Marsaglia, "Evaluating the normal distribution" (2004); in the tails
    /// Laplace's continued fraction φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))).
    /// </remarks>
    public static double Cdf(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (Math.Abs(x) < SeriesMax)
            return 0.5 + (Density(x) * Series(x));
        return x < 0 ? UpperTail(-x) : 1 - UpperTail(x);
    }

    /// <summary>
    /// The value that is not exceeded with probability <paramref name="p"/>: −∞ at 0, +∞ at 1, NaN outside. Relative error about 1e-15.
    /// </summary>
    /// <remarks>M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37 (1988).</remarks>
    public static double Quantile(double p)
    {
        if (!(p is >= 0 and <= 1))
            return double.NaN;
        if (p is 0 or 1)
            return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
            return q * Ratio(0.180625 - (q * q), CentreAbove, CentreBelow);
        var r = Math.Sqrt(-DeterministicMath.Log(q < 0 ? p : 1 - p));
        var far = r <= 5 ? Ratio(r - 1.6, MiddleAbove, MiddleBelow) : Ratio(r - 5, TailAbove, TailBelow);
        return q < 0 ? -far : far;
    }

    private static double Density(double x) => DeterministicMath.Exp(-0.5 * x * x) / SquareRootOfTwoPi;

    private static double Series(double x)
    {
        var square = x * x;
        double sum = x, term = x, odd = 1;
        while (Math.Abs(term) > Math.Abs(sum) * 1e-17)
        {
            odd += 2;
            term *= square / odd;
            sum += term;
        }

        return sum;
    }

    private static double UpperTail(double x)
    {
        var fraction = x;
        for (var k = FractionTerms; k >= 1; k--)
            fraction = x + (k / fraction);
        return Density(x) / fraction;
    }

    // Both polynomials, highest power last.
    private static double Ratio(double x, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        double numerator = 0, denominator = 0;
        for (var i = above.Length - 1; i >= 0; i--)
        {
            numerator = (numerator * x) + above[i];
            denominator = (denominator * x) + below[i];
        }

        return numerator / denominator;
    }

    private static ReadOnlySpan<double> CentreAbove =>
    [
        3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ];

    private static ReadOnlySpan<double> CentreBelow =>
    [
        1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ];

    private static ReadOnlySpan<double> MiddleAbove =>
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> MiddleBelow =>
    [
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> TailAbove =>
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> TailBelow =>
    [
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];
}
