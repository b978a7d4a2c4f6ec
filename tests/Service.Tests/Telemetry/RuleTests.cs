using System.Text.RegularExpressions;

namespace OrleansTrader.Service.Tests.Telemetry;

public sealed partial class RuleTests
{
    [Theory]
    [InlineData("check", "rules", "infra/prometheus/rules/orleanstrader.yml")]
    [InlineData("check", "config", "infra/prometheus/local.yml")]
    [InlineData("check", "config", "--syntax-only", "infra/prometheus/prometheus.yml")]
    public async Task Promtool_takesEveryFile(params string[] arguments)
    {
        Tool.SkipWithout(Tool.Promtool);

        var (code, output) = await Tool.Run(Tool.Promtool, [.. arguments[..^1], Infra.PathOf(arguments[^1])]);

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Amtool_takesTheAlertmanagersFile()
    {
        Tool.SkipWithout(Tool.Amtool);

        var config = await File.ReadAllTextAsync(Infra.PathOf("infra/prometheus/alertmanager.yml"));
        Assert.Contains(Infra.WebhookFile, config, StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, config.Replace(Infra.WebhookFile, "url: http://alerts.invalid/", StringComparison.Ordinal));

            var (code, output) = await Tool.Run(Tool.Amtool, "check-config", file);

            Assert.True(code == 0, output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Alerts_each_haveSeveritySummaryAndARunbookThatIsThere()
    {
        var runbook = File.ReadAllLines(Infra.PathOf("docs/runbooks/alerts.md"));
        var alerts = Infra.Rules.Split("- alert:").Skip(1).ToArray();

        Assert.InRange(alerts.Length, 20, 100);
        Assert.All(alerts, alert =>
        {
            var name = alert.Split('\n')[0].Trim();
            Assert.Matches("severity: (critical|warning)", alert);
            Assert.Contains("summary:", alert, StringComparison.Ordinal);
            Assert.Contains($"runbook: docs/runbooks/alerts.md#{name.ToLowerInvariant()}", alert, StringComparison.Ordinal);
            var heading = Array.IndexOf(runbook, $"## {name}");
            Assert.True(heading >= 0, $"the runbook has no section {name}");
            Assert.True(runbook[heading + 1].Length > 80, $"the runbook says too little of {name}");
        });
        Assert.Equal(alerts.Length, runbook.Count(static line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.All(runbook.SelectMany(static line => Link().Matches(line)), link => Assert.Contains(runbook, line =>
            string.Equals(line.ToLowerInvariant(), $"## {link.Groups[1].Value}", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\(#([a-z]+)\)")]
    private static partial Regex Link();
}
