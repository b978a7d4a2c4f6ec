using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests.Indicators;

/// <summary>
/// Textbook definitions over whole arrays, recomputed from scratch at every bar with the platform's mathematics: slow, plain and
/// independent of the streaming code. NaN where there is no value.
/// </summary>
internal static class PlainIndicators
{
    public static double[] Compute(string output, Bar[] bars, double[] p, int minutes) =>
        [.. Enumerable.Range(0, bars.Length).Select(i => At(output, bars, i, p, minutes))];

    /// <summary>Exponential average whose first value is the mean of the first n values that are not NaN.</summary>
    public static double[] Ema(double[] x, int n)
    {
        var y = new double[x.Length];
        Array.Fill(y, double.NaN);
        var first = Array.FindIndex(x, v => !double.IsNaN(v));
        if (first < 0 || first + n > x.Length)
            return y;
        y[first + n - 1] = x.Skip(first).Take(n).Average();
        var k = 2.0 / (n + 1);
        for (var i = first + n; i < x.Length; i++)
            y[i] = (x[i] * k) + (y[i - 1] * (1 - k));
        return y;
    }

    public static (double[] One, double[] Two) WaveTrend(Bar[] bars, int channel, int average, int signal)
    {
        double[] price = [.. bars.Select(b => (b.High + b.Low + b.Close) / 3)];
        var mean = Ema(price, channel);
        var deviation = Ema([.. price.Zip(mean, (a, b) => Math.Abs(a - b))], channel);
        double[] index = [.. price.Select((v, i) => (v - mean[i]) / (0.015 * deviation[i]))];
        var one = Ema(index, average);
        double[] two = [.. one.Select((_, i) => i + 1 < signal ? double.NaN : one[(i + 1 - signal)..(i + 1)].Average())];
        return (one, two);
    }

    private static double At(string output, Bar[] bars, int i, double[] p, int minutes)
    {
        var n = (int)p[0];
        if (i + 1 < n)
            return double.NaN;
        var window = bars[(i + 1 - n)..(i + 1)];
        double[] closes = [.. window.Select(b => b.Close)];
        return output switch
        {
            "sma" => closes.Average(),
            "wma" => closes.Select((c, j) => c * (j + 1)).Sum() / Enumerable.Range(1, n).Sum(),
            "stdev" => Deviation(closes),
            "upper" => closes.Average() + (p[1] * Deviation(closes)),
            "highest" => window.Max(b => b.High),
            "lowest" => window.Min(b => b.Low),
            "place" => (bars[i].Close - window.Min(b => b.Low)) / (window.Max(b => b.High) - window.Min(b => b.Low)),
            "williamsR" => -100 * (window.Max(b => b.High) - bars[i].Close) / (window.Max(b => b.High) - window.Min(b => b.Low)),
            "cci" => Cci(window),
            "volatility" => i < n ? double.NaN : Math.Sqrt(Returns(bars, i, n).Sum(r => r * r) / n * (365.0 * 24 * 60 / minutes)),
            "mfi" => i < n ? double.NaN : Mfi(bars, i, n),
            "chop" => i < n ? double.NaN : Chop(bars, i, n),
            "change" => i < n ? double.NaN : ((bars[i].Close / bars[i - n].Close) - 1) * 100,
            "s1" => i < n + (int)p[1] ? double.NaN : RollingS1(bars[(i - n - (int)p[1])..(i - (int)p[1])]),
            "pivot" => i < n ? double.NaN : (bars[(i - n)..i].Max(b => b.High) + bars[(i - n)..i].Min(b => b.Low) + bars[i - 1].Close) / 3,
            "r3" => i < n ? double.NaN : RollingR3(bars[(i - n)..i]),
            _ => throw new ArgumentOutOfRangeException(nameof(output), output, null),
        };
    }

    private static double RollingR3(Bar[] w)
    {
        var (high, low) = (w.Max(b => b.High), w.Min(b => b.Low));
        return high + (2 * (((high + low + w[^1].Close) / 3) - low));
    }

    private static double RollingS1(Bar[] w) => (2 * ((w.Max(b => b.High) + w.Min(b => b.Low) + w[^1].Close) / 3)) - w.Max(b => b.High);

    private static double Deviation(double[] x) => Math.Sqrt(x.Sum(v => (v - x.Average()) * (v - x.Average())) / x.Length);

    private static IEnumerable<double> Returns(Bar[] bars, int i, int n) =>
        Enumerable.Range(i - n + 1, n).Select(j => Math.Log(bars[j].Close / bars[j - 1].Close));

    private static double Cci(Bar[] window)
    {
        double[] typical = [.. window.Select(Typical)];
        return (typical[^1] - typical.Average()) / (0.015 * typical.Average(t => Math.Abs(t - typical.Average())));
    }

    private static double Mfi(Bar[] bars, int i, int n)
    {
        double up = 0, down = 0;
        for (var j = i - n + 1; j <= i; j++)
        {
            var (now, before) = (Typical(bars[j]), Typical(bars[j - 1]));
            up += now > before ? now * bars[j].Volume : 0;
            down += now < before ? now * bars[j].Volume : 0;
        }

        return down == 0 ? (up == 0 ? 50 : 100) : 100 - (100 / (1 + (up / down)));
    }

    private static double Chop(Bar[] bars, int i, int n)
    {
        double sum = 0, top = double.MinValue, bottom = double.MaxValue;
        for (var j = i - n + 1; j <= i; j++)
        {
            var (high, low) = (Math.Max(bars[j].High, bars[j - 1].Close), Math.Min(bars[j].Low, bars[j - 1].Close));
            sum += high - low;
            top = Math.Max(top, high);
            bottom = Math.Min(bottom, low);
        }

        return 100 * Math.Log10(sum / (top - bottom)) / Math.Log10(n);
    }

    private static double Typical(Bar b) => (b.High + b.Low + b.Close) / 3;
}
