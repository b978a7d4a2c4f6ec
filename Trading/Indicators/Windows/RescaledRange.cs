namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>Range of the cumulated deviations from the mean over the standard deviation: R/S (Hurst 1951).</summary>
internal static class RescaledRange
{
    /// <summary>Mean R/S of equal chunks; what does not fit is left out at the old end. NaN where a chunk does not vary.</summary>
    public static double Mean(ReadOnlySpan<double> values, int chunks)
    {
        var size = values.Length / chunks;
        var sum = 0.0;
        for (var start = values.Length - (size * chunks); start < values.Length; start += size)
            sum += Of(values.Slice(start, size));
        return sum / chunks;
    }

    /// <summary>Expected R/S of n independent normal numbers (Anis and Lloyd 1976): Γ((n−1)/2) / (√π Γ(n/2)) · Σ √((n−j)/j).</summary>
    public static double OfChance(int n)
    {
        // Γ((n−1)/2) / Γ(n/2) by its recurrence g(n + 2) = g(n) (n − 1) / n from g(2) = √π and g(3) = 2 / √π.
        var ratio = n % 2 == 0 ? Math.Sqrt(Math.PI) : 2 / Math.Sqrt(Math.PI);
        for (var m = 2 + (n % 2); m < n; m += 2)
            ratio *= (m - 1.0) / m;

        var sum = 0.0;
        for (var j = 1; j < n; j++)
            sum += Math.Sqrt((double)(n - j) / j);
        return ratio / Math.Sqrt(Math.PI) * sum;
    }

    private static double Of(ReadOnlySpan<double> chunk)
    {
        var mean = 0.0;
        foreach (var value in chunk)
            mean += value;
        mean /= chunk.Length;

        double walk = 0, squares = 0, top = double.MinValue, bottom = double.MaxValue;
        foreach (var value in chunk)
        {
            var deviation = value - mean;
            walk += deviation;
            squares += deviation * deviation;
            top = Math.Max(top, walk);
            bottom = Math.Min(bottom, walk);
        }

        return squares > 0 ? (top - bottom) / Math.Sqrt(squares / chunk.Length) : double.NaN;
    }
}
