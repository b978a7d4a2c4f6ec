namespace OrleansTrader.Trading.Numerics;

/// <summary>
/// The Beta distribution, made of the four operations, square root and our own exp and log alone, so that it is equal on every machine.
/// Probabilities are exact to 1e-12 for parameters of hundreds, to about 1e-9 for a hundred thousand.
/// </summary>
public static class BetaDistribution
{
    /// <summary>Most terms of the continued fraction; it needs about √max(a, b).</summary>
    private const int TermsMax = 10_000;

    private const double Enough = 1e-15;
    private const double Tiny = 1e-300;

    /// <summary>Halvings of [0, 1]: as fine as a double below one.</summary>
    private const int Halvings = 60;

    /// <summary>From here on Stirling's series is exact to a double.</summary>
    private const double StirlingFrom = 15;

    private static readonly double HalfLogTau = 0.5 * DeterministicMath.Log(2 * Math.PI);

    /// <summary>
    /// The regularised incomplete beta function I_x(a, b): the probability of at most <paramref name="x"/>. By the continued fraction of
    /// Abramowitz and Stegun 26.5.8, evaluated after Lentz.
    /// </summary>
    /// <param name="a">Above 0; likewise <paramref name="b"/>.</param>
    public static double Probability(double x, double a, double b)
    {
        if (!(a > 0) || !(b > 0))
            throw new ArgumentOutOfRangeException(nameof(a), $"the parameters of a Beta distribution are above zero, not {a} and {b}");
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        var front = DeterministicMath.Exp(
            LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * DeterministicMath.Log(x)) + (b * DeterministicMath.Log(1 - x)));

        // The fraction converges quickly on this side of the mean, the other side is its mirror.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(1 - x, b, a) / b);
    }

    /// <summary>The value that is not exceeded with that probability, 0 to 1.</summary>
    public static double Quantile(double probability, double a, double b)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (Probability(middle, a, b) < probability)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>log Γ(z) for z above 0: shifted up by Γ(z + 1) = z Γ(z), then Stirling's series.</summary>
    private static double LogGamma(double z)
    {
        var product = 1.0;
        for (; z < StirlingFrom; z++)
            product *= z;
        var square = 1 / (z * z);
        var series = (1 - (square * ((1.0 / 30) - (square * ((1.0 / 105) - (square * ((1.0 / 140) - (square / 99)))))))) / (12 * z);
        return ((z - 0.5) * DeterministicMath.Log(z)) - z + HalfLogTau + series - DeterministicMath.Log(product);
    }

    private static double Fraction(double x, double a, double b)
    {
        var c = 1.0;
        var d = 1 / NotZero(1 - ((a + b) * x / (a + 1)));
        var value = d;
        for (var m = 1; m <= TermsMax; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < Enough)
                break;
        }

        return value;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
