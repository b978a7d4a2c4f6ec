using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansTrader.Infra.Tests;

/// <summary>Alerts under figures that a cluster shows, judged by Prometheus' own tool; and bounds that have to fit what the files beside them allow.</summary>
public sealed partial class AlertRuleTests : IDisposable
{
    private const string Rules = "infra/prometheus/rules/orleanstrader.yml";

    private readonly string _directory = Directory.CreateTempSubdirectory("rules-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    // A silo that lost the feed an hour ago, and one that hears the venue.
    [InlineData("FeedStale", false, "trader_feed_staleness_seconds{instance=\"a\",venue=\"bybit\"}=3600+60x10", "trader_feed_staleness_seconds{instance=\"b\",venue=\"bybit\"}=1+0x10")]
    [InlineData("FeedStale", true, "trader_feed_staleness_seconds{instance=\"a\",venue=\"bybit\"}=3600+60x10", "trader_feed_staleness_seconds{instance=\"b\",venue=\"bybit\"}=61+60x10")]
    [InlineData("FeedDisconnected", true, "trader_feed_connected{instance=\"a\",venue=\"bybit\"}=0+0x10", "trader_feed_connected{instance=\"b\",venue=\"bybit\"}=0+0x10")]
    [InlineData("FeedDisconnected", false, "trader_feed_connected{instance=\"a\",venue=\"bybit\"}=0+0x10", "trader_feed_connected{instance=\"b\",venue=\"bybit\"}=1+0x10")]
    [InlineData("MemoryHigh", true, "dotnet_process_memory_working_set_bytes{instance=\"a\"}=1900000000+0x30")]
    [InlineData("MemoryHigh", false, "dotnet_process_memory_working_set_bytes{instance=\"a\"}=1200000000+0x30")]
    [InlineData("CertificateEnding", true, "trader_certificate_remaining_seconds{instance=\"a\"}=1200000-60x10")]
    [InlineData("CertificateEnding", false, "trader_certificate_remaining_seconds{instance=\"a\"}=1300000-60x10")]
    public async Task Alert_underFigures_firesOrNot(string alert, bool fires, params string[] figures)
    {
        Installed.Need("promtool");
        var series = string.Concat(figures.Select(static figure => figure.LastIndexOf('=') is var at
            ? $"      - {{series: '{figure[..at]}', values: '{figure[(at + 1)..]}'}}\n" : string.Empty));
        var steps = int.Parse(figures[0].Split('x')[^1], CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(_directory, "test.yml"), $"""
            rule_files: ['{Repository.PathOf(Rules)}']
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
            {series}    promql_expr_test:
                  - expr: count(ALERTS{"{"}alertname="{alert}",alertstate="firing"{"}"}) or vector(0)
                    eval_time: {steps}m
                    exp_samples: [{"{"}labels: '{"{}"}', value: {(fires ? 1 : 0)}{"}"}]
            """);

        var (exitCode, output) = await Installed.Run("promtool", _directory, "test", "rules", "test.yml");

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void MemoryHigh_firesBelowEveryLimit()
    {
        var rule = Yaml.Read(Rules)[0]["groups"].Items.SelectMany(static group => group["rules"].Items).Single(static rule => rule["alert"].Text == "MemoryHigh");
        var bound = double.Parse(rule["expr"].Text!.Split('>')[1], CultureInfo.InvariantCulture);
        var limits = new[] { "infra/compose.yaml", "infra/compose.simple.yaml" }
            .SelectMany(static file => Yaml.Read(file)[0]["services"].Values).Where(static service => service["image"].Text!.StartsWith("orleans-trader:", StringComparison.Ordinal))
            .Select(static service => service["mem_limit"].Text!)
            .Concat(new[] { "silos", "dashboards" }.SelectMany(static file => Yaml.Read($"infra/kubernetes/{file}.yaml")).SelectMany(static thing => thing.At("spec/template/spec")["containers"].Items)
                .Select(static container => container.At("resources/limits/memory").Text!))
            .Append(Memory().Match(Repository.Text("infra/systemd/orleans-trader.service")).Groups[1].Value).ToList();

        Assert.Equal(7, limits.Count);
        Assert.All(limits, limit => Assert.True(Bytes(limit) > bound * 1.05, $"{limit} is reached before the alert at {bound:0} bytes"));
    }

    private static double Bytes(string size) =>
        double.Parse(size.TrimEnd('i', 'g', 'G', 'm', 'M'), CultureInfo.InvariantCulture) * (size.Contains('g', StringComparison.OrdinalIgnoreCase) ? 1L << 30 : 1L << 20);

    [GeneratedRegex("(?m)^MemoryMax=(.+)$")]
    private static partial Regex Memory();
}
