using System.Diagnostics;
using System.Diagnostics.Metrics;
using OrleansTrader.Silo.Telemetry.Prometheus;

namespace OrleansTrader.Silo.Tests.Telemetry;

/// <summary>The listener under its own meter's name: instruments of this file only, found by their prefix.</summary>
public sealed class PrometheusTests : IDisposable
{
    private readonly Meter _meter = new("OrleansTrader");
    private readonly MeterReader _reader = MeterReader.Start();
    private readonly string _prefix = $"probe{Guid.NewGuid():N}";

    public void Dispose()
    {
        _reader.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Scrape_counter_addsUpBySeriesAndEndsInTotal()
    {
        var counter = _meter.CreateCounter<long>($"{_prefix}.orders", "{order}", "What became of orders.");
        counter.Add(2, new("outcome", "accepted"), new("reason", "none"));
        counter.Add(3, new("reason", "none"), new("outcome", "accepted"));
        counter.Add(1, new KeyValuePair<string, object?>("outcome", "refused"));

        Assert.Equal(
            [
                $"# HELP {_prefix}_orders_total What became of orders.",
                $"# TYPE {_prefix}_orders_total counter",
                $$"""{{_prefix}}_orders_total{outcome="accepted",reason="none"} 5""",
                $$"""{{_prefix}}_orders_total{outcome="refused"} 1""",
            ],
            Lines());
    }

    [Fact]
    public void Scrape_histogram_hasCumulativeBucketsSumAndCount()
    {
        var histogram = _meter.CreateHistogram($"{_prefix}.duration", "s", "Time.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.05, 0.1, 0.5, 7 })
            histogram.Record(value);
        histogram.Record(double.NaN);

        Assert.Equal(
            [
                $"# HELP {_prefix}_duration_seconds Time.",
                $"# TYPE {_prefix}_duration_seconds histogram",
                $$"""{{_prefix}}_duration_seconds_bucket{le="0.1"} 2""",
                $$"""{{_prefix}}_duration_seconds_bucket{le="1"} 3""",
                $$"""{{_prefix}}_duration_seconds_bucket{le="+Inf"} 4""",
                $"{_prefix}_duration_seconds_sum 7.65",
                $"{_prefix}_duration_seconds_count 4",
            ],
            Lines());
    }

    [Fact]
    public void Scrape_observableGauge_forgetsWhatIsNoLongerTold()
    {
        var told = new List<Measurement<double>> { new(1, new KeyValuePair<string, object?>("account", "one")), new(2, new KeyValuePair<string, object?>("account", "two")) };
        _meter.CreateObservableGauge($"{_prefix}.equity", () => told, unit: null, "Equity.");
        Assert.Equal(2, Lines().Count(static line => line[0] != '#'));

        told.RemoveAt(0);

        Assert.Equal($$"""{{_prefix}}_equity{account="two"} 2""", Assert.Single(Lines(), static line => line[0] != '#'));
    }

    [Fact]
    public void Scrape_upDownCounter_fallsAgain()
    {
        var counter = _meter.CreateUpDownCounter<int>($"{_prefix}.open");
        counter.Add(5);
        counter.Add(-2);

        Assert.Equal($"{_prefix}_open 3", Assert.Single(Lines(), static line => line[0] != '#'));
    }

    [Fact]
    public void Scrape_labelsWithQuotesAndBreaks_areEscaped()
    {
        _meter.CreateCounter<int>($"{_prefix}.odd").Add(1, new KeyValuePair<string, object?>("odd.name", "a \"b\"\\c\nd"));

        Assert.Equal($$"""{{_prefix}}_odd_total{odd_name="a \"b\"\\c\nd"} 1""", Assert.Single(Lines(), static line => line[0] != '#'));
    }

    [Fact]
    public void Scrape_moreSeriesThanTheBound_sumsTheRestInOneThatSaysSo()
    {
        var counter = _meter.CreateCounter<long>($"{_prefix}.many");
        for (var i = 0; i < Family.SeriesMax + 7; i++)
            counter.Add(1, new KeyValuePair<string, object?>("n", i));

        var lines = Lines().Where(static line => line[0] != '#').ToArray();

        Assert.Equal(Family.SeriesMax + 1, lines.Length);
        Assert.Contains($$"""{{_prefix}}_many_total{otel_metric_overflow="true"} 7""", lines);
    }

    [Fact]
    public void Record_knownSeries_allocatesNothing()
    {
        var histogram = _meter.CreateHistogram<double>($"{_prefix}.hot", "s");
        histogram.Record(1, new("kind", "submit"), new("venue", "simulated"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            histogram.Record(i, new("kind", "submit"), new("venue", "simulated"));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Scrape_meterThatWasNotChosen_isLeftOut()
    {
        using var other = new Meter("Somebody.Else");
        other.CreateCounter<int>($"{_prefix}.foreign").Add(1);

        Assert.Empty(Lines());
    }

    [Fact]
    public async Task Scrape_everything_passesPromtool()
    {
        Assert.SkipUnless(File.Exists(Promtool), $"{Promtool} is not installed (Debian: apt-get install prometheus)");
        var start = new ProcessStartInfo(Promtool, ["check", "metrics"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        using var promtool = Process.Start(start)!;
        await promtool.StandardInput.WriteAsync(_reader.Scrape());
        promtool.StandardInput.Close();
        var told = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        // Names of Orleans' own meters, in megabytes and the like, are not ours to mend.
        var ours = told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => !line.StartsWith("orleans_", StringComparison.Ordinal));
        Assert.Empty(ours);
        Assert.True(promtool.ExitCode is 0 or AdviceOnNames, told);
    }

    /// <summary>What promtool ends with where all can be read and some name could be better.</summary>
    private const int AdviceOnNames = 3;

    private const string Promtool = "/usr/bin/promtool";

    private string[] Lines() => [.. _reader.Scrape().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains(_prefix, StringComparison.Ordinal))];
}
