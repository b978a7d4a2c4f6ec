using System.Text.Json;

namespace OrleansTrader.Service.Tests.Telemetry;

public sealed class AlertTests
{
    [Fact]
    public async Task Alert_processDown_reachesTheWebhookWithItsRunbook()
    {
        Tool.SkipWithout(Tool.Prometheus, Tool.Alertmanager);
        await using var webhook = await Receiver.Start();
        await using var alertmanager = await MonitorProcess.Alertmanager(new Uri(webhook.Address, "/alerts"));
        await using var prometheus = await MonitorProcess.Prometheus($"127.0.0.1:{LoopbackPort.Free()}", alertmanager.Client.BaseAddress!.Authority);

        await Eventually.Holds(() => Task.FromResult(webhook.Posted("/alerts").Length > 0), static () => "no alert was delivered");

        var told = JsonDocument.Parse(webhook.Posted("/alerts")[0]).RootElement;
        var alert = Assert.Single(told.GetProperty("alerts").EnumerateArray());
        Assert.Equal("firing", told.GetProperty("status").GetString());
        Assert.Equal("ProcessDown", alert.GetProperty("labels").GetProperty("alertname").GetString());
        Assert.Equal("docs/runbooks/alerts.md#processdown", alert.GetProperty("annotations").GetProperty("runbook").GetString());
        Assert.Contains("does not answer", alert.GetProperty("annotations").GetProperty("summary").GetString(), StringComparison.Ordinal);
    }
}
