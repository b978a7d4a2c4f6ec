using System.Globalization;
using System.Text.Json;
using OrleansTrader.Trading.Performance;
using OrleansTrader.Trading.Tests.Indicators;

namespace OrleansTrader.Trading.Tests.Performance;

/// <summary>Published expectations of the empyrical library, to its own tolerance of eight decimals.</summary>
public sealed class EmpyricalTests(ITestOutputHelper output)
{
    private const double Tolerance = 5e-9;

    private readonly JsonElement _root = JsonDocument.Parse(File.ReadAllBytes(ReferenceData.Shared("metrics/empyrical_expected.json"))).RootElement;

    [Theory]
    [InlineData("test_cum_returns_final", 5)]
    [InlineData("test_cum_returns", 4)]
    [InlineData("test_max_drawdown", 7)]
    [InlineData("test_roll_max_drawdown", 2)]
    [InlineData("test_annual_ret", 3)]
    [InlineData("test_cagr", 3)]
    [InlineData("test_annual_volatility", 3)]
    [InlineData("test_calmar", 5)]
    [InlineData("test_sharpe_ratio", 8)]
    [InlineData("test_roll_sharpe_ratio", 3)]
    [InlineData("test_downside_risk", 9)]
    [InlineData("test_sortino", 10)]
    [InlineData("test_simple_returns", 1)]
    public void Measure_of_the_published_cases_equals_the_published_value(string test, int count)
    {
        var cases = _root.GetProperty("cases").EnumerateArray().Where(c => c.GetProperty("test").ValueEquals(test)).ToArray();
        Assert.Equal(count, cases.Length);
        var compared = 0;
        foreach (var c in cases)
        {
            var values = c.GetProperty("case").EnumerateArray().ToArray();
            var names = c.GetProperty("params").EnumerateArray().Select(p => p.GetString()!).ToArray();
            var actual = Measure(test, name => values[Array.IndexOf(names, name)]);
            var expected = Series(values[^1]);
            Assert.True(expected.Length == actual.Length, $"{c}: {actual.Length} values, expected {expected.Length}");
            for (var i = 0; i < expected.Length; i++, compared++)
                Assert.True(Near(expected[i], actual[i], test), $"{c}: {actual[i]:R}, expected {expected[i]:R}");
        }

        output.WriteLine($"{test}: {cases.Length} cases, {compared} values");
    }

    // The source states that noise does not change a Sharpe ratio's order, and that more spread below means more risk.
    [Fact]
    public void Sharpe_and_DownsideRisk_with_more_noise_are_smaller_and_larger()
    {
        var random = new OrleansTrader.Trading.Numerics.SeededRandom(11);
        double[] noise = [.. Enumerable.Range(0, 1000).Select(_ => random.NextGaussian())];
        foreach (var (small, large) in new[] { (0.001, 0.002), (0.01, 0.02) })
        {
            double[] calm = [.. noise.Select(x => 0.001 + (small * x))];
            double[] wild = [.. noise.Select(x => 0.001 + (large * x))];
            Assert.True(ReturnMetrics.Sharpe(calm, 252) > ReturnMetrics.Sharpe(wild, 252));
            Assert.True(ReturnMetrics.DownsideRisk(calm, 252) < ReturnMetrics.DownsideRisk(wild, 252));
        }
    }

    private double[] Measure(string test, Func<string, JsonElement> parameter)
    {
        if (test is "test_simple_returns")
        {
            var prices = Series(parameter("prices"));
            var between = new double[prices.Length - 1];
            ReturnMetrics.Between([.. prices.Select(p => new EquitySample(default, (decimal)p))], between);
            return between;
        }

        var returns = Series(parameter("returns"));
        switch (test)
        {
            case "test_cum_returns_final":
                return [Grown(ReturnMetrics.Total(returns), Number(parameter("starting_value")))];
            case "test_cum_returns":
                return [.. returns.Select((_, i) => Grown(ReturnMetrics.Total(returns.AsSpan(0, i + 1)), Number(parameter("starting_value"))))];
            case "test_max_drawdown":
                return [ReturnMetrics.MaxDrawdown(returns)];
            case "test_roll_max_drawdown":
                return Rolling(returns, (int)Number(parameter("window")), w => ReturnMetrics.MaxDrawdown(w));
            case "test_annual_ret" or "test_cagr":
                return [ReturnMetrics.Annualised(returns, Number(parameter("period")))];
            case "test_annual_volatility":
                return [ReturnMetrics.Volatility(returns, Number(parameter("period")))];
            case "test_calmar":
                return [ReturnMetrics.Calmar(returns, Number(parameter("period")))];
            case "test_sharpe_ratio":
                var (series, free) = Excess(returns, parameter("risk_free"));
                return [ReturnMetrics.Sharpe(series, 252, free)];
            case "test_roll_sharpe_ratio":
                return Rolling(returns, (int)Number(parameter("window")), w => ReturnMetrics.Sharpe(w, 252));
            case "test_downside_risk":
                var (below, requirement) = Excess(returns, parameter("required_return"));
                return [ReturnMetrics.DownsideRisk(below, Number(parameter("period")), requirement)];
            case "test_sortino":
                var (excess, required) = Excess(returns, parameter("required_return"));
                return [ReturnMetrics.Sortino(excess, Number(parameter("period")), required)];
            default:
                throw new ArgumentOutOfRangeException(nameof(test), test, null);
        }
    }

    // A benchmark series is taken off here; a plain number is the measure's own parameter.
    private (double[] Returns, double Free) Excess(double[] returns, JsonElement free)
    {
        var series = Series(free);
        return series.Length == 1 ? (returns, series[0]) : ([.. returns.Select((r, i) => r - series[i])], 0);
    }

    private double[] Series(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().Select(Number)];
        if (value.ValueKind != JsonValueKind.Object)
            return [Number(value)];
        var expression = value.GetProperty("expr").GetString()!;
        if (expression.StartsWith("empyrical.cum_returns_final(", StringComparison.Ordinal))
            return [NamedSeries(expression[28..^1]).Aggregate(1.0, (growth, r) => growth * (1 + r)) - 1];
        return expression switch
        {
            "one_return[0]" => [NamedSeries("one_return")[0]],
            "[0.0] * (flat_line_1.shape[0] - 1)" => new double[NamedSeries("flat_line_1").Length - 1],
            _ => NamedSeries(expression),
        };
    }

    private double[] NamedSeries(string name) =>
        [.. _root.GetProperty("series").GetProperty(name).GetProperty("returns").EnumerateArray().Select(Number)];

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => value.GetProperty("expr").GetString() switch
        {
            "empyrical.DAILY" => 252,
            "empyrical.WEEKLY" => 52,
            "empyrical.MONTHLY" => 12,
            var other => throw new FormatException(other),
        },
    };

    private static double Grown(double total, double start) => start == 0 ? total : start * (1 + total);

    private static double[] Rolling(double[] returns, int window, Func<double[], double> measure) =>
        [.. Enumerable.Range(0, Math.Max(returns.Length - window + 1, 0)).Select(i => measure(returns[i..(i + window)]))];

    // The source compares cumulated returns and rolling drawdowns, whose literals it cut, to four decimals and all else to eight.
    private static bool Near(double expected, double actual, string test)
    {
        if (double.IsNaN(expected) || double.IsInfinity(expected))
            return expected.Equals(actual);
        var tolerance = test switch
        {
            "test_roll_max_drawdown" or "test_cum_returns" or "test_cum_returns_final" => 5e-5,
            _ => Tolerance,
        };
        return Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));
    }
}
