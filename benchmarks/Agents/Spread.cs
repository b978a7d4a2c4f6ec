namespace OrleansTrader.Benchmarks.Agents;

/// <summary>How measured times are spread.</summary>
internal sealed record Spread(double Mean, double P50, double P99, double Most)
{
    public static Spread Of(IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        return new Spread(sorted.Average(), sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100], sorted[^1]);
    }
}
