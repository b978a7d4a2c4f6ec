using System.Text.Json;

namespace OrleansTrader.Service.Tests.Telemetry;

/// <summary>Dashboards as Grafana reads them; no Grafana is needed.</summary>
public sealed class DashboardTests
{
    private static readonly string[] Units =
        ["none", "short", "s", "bytes", "Bps", "percentunit", "ops", "cpm", "reqps", "mps", "currencyUSD", "locale"];

    private static readonly string[] PanelTypes = ["stat", "timeseries", "heatmap", "bargauge", "state-timeline"];

    public static TheoryData<string> Dashboards => [.. Infra.DashboardFiles.Select(static file => Path.GetFileName(file))];

    [Fact]
    public void Dashboards_theFourThatArePromised_areThereWithIdsOfTheirOwn()
    {
        var ids = Infra.DashboardFiles.Select(static file => Infra.Read(file).GetProperty("uid").GetString()).ToArray();

        Assert.Equal(["agents.json", "silos.json", "storage.json", "trading.json"], Infra.DashboardFiles.Select(static file => Path.GetFileName(file)));
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Panels_all_haveTitleDescriptionUnitQueryAndTheProvisionedSource(string name)
    {
        var dashboard = Infra.Read(Infra.PathOf($"infra/grafana/dashboards/{name}"));
        var panels = Infra.Panels(dashboard).ToArray();
        var source = SourceOf(File.ReadAllText(Infra.PathOf("infra/grafana/provisioning/datasources/prometheus.yml")));

        Assert.NotEmpty(panels);
        Assert.All(panels, panel =>
        {
            var title = panel.GetProperty("title").GetString();
            Assert.False(string.IsNullOrWhiteSpace(title));
            Assert.False(string.IsNullOrWhiteSpace(panel.GetProperty("description").GetString()), title);
            Assert.Contains(panel.GetProperty("type").GetString(), PanelTypes);
            Assert.Contains(panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString(), Units);
            Assert.Equal(source, panel.GetProperty("datasource").GetProperty("uid").GetString());
            var targets = panel.GetProperty("targets").EnumerateArray().ToArray();
            Assert.NotEmpty(targets);
            Assert.Equal(targets.Length, targets.Select(static target => target.GetProperty("refId").GetString()).Distinct(StringComparer.Ordinal).Count());
            Assert.All(targets, target =>
            {
                Assert.Equal(source, target.GetProperty("datasource").GetProperty("uid").GetString());
                Assert.False(string.IsNullOrWhiteSpace(target.GetProperty("expr").GetString()), title);
            });
        });
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Panels_all_haveIdsOfTheirOwnAndDoNotOverlap(string name)
    {
        var panels = Infra.Read(Infra.PathOf($"infra/grafana/dashboards/{name}")).GetProperty("panels").EnumerateArray().ToArray();
        var ids = panels.Select(static panel => panel.GetProperty("id").GetInt32()).ToArray();
        var places = new HashSet<(int X, int Y)>();

        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (var panel in panels)
        {
            var (x, y, width, height) = PlaceOf(panel.GetProperty("gridPos"));
            Assert.InRange(x + width, 1, 24);
            for (var column = x; column < x + width; column++)
            {
                for (var line = y; line < y + height; line++)
                    Assert.True(places.Add((column, line)), $"{panel.GetProperty("title")} lies over another panel");
            }
        }
    }

    private static (int X, int Y, int Width, int Height) PlaceOf(JsonElement grid) =>
        (grid.GetProperty("x").GetInt32(), grid.GetProperty("y").GetInt32(), grid.GetProperty("w").GetInt32(), grid.GetProperty("h").GetInt32());

    private static string SourceOf(string yaml) => yaml.Split('\n').Select(static line => line.Trim())
        .Single(static line => line.StartsWith("uid:", StringComparison.Ordinal))["uid:".Length..].Trim();
}
