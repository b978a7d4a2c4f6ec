using System.Diagnostics;
using System.Net;

namespace OrleansTrader.Service.Tests.Telemetry;

/// <summary>A Prometheus or an Alertmanager of a test's own: on loopback, in a temporary directory, ended with the test.</summary>
internal sealed class MonitorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _told;
    private readonly DirectoryInfo _directory;

    private MonitorProcess(Process process, DirectoryInfo directory, int port)
    {
        _process = process;
        _directory = directory;
        _told = process.StandardError.ReadToEndAsync();
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public HttpClient Client { get; }

    /// <param name="target">Host and port that are scraped.</param>
    /// <param name="alertmanager">Host and port; null for none.</param>
    public static async Task<MonitorProcess> Prometheus(string target, string? alertmanager)
    {
        var directory = Directory.CreateTempSubdirectory("trader-prometheus-");
        var rules = Path.Combine(directory.FullName, "rules.yml");

        // At once, where the real ones wait some minutes.
        await File.WriteAllLinesAsync(rules, Infra.Rules.Split('\n').Where(static line => !line.TrimStart().StartsWith("for:", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "prometheus.yml"), $$"""
            global: {scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 2s}
            rule_files: [{{rules}}]
            {{(alertmanager is null ? string.Empty : $$"""alerting: {alertmanagers: [{static_configs: [{targets: ['{{alertmanager}}']}]}]}""")}}
            scrape_configs:
              - job_name: orleanstrader
                static_configs: [{targets: ['{{target}}']}]
            """);
        var port = LoopbackPort.Free();
        return await Start(
            Tool.Prometheus, directory, port, $"--config.file={directory.FullName}/prometheus.yml", $"--storage.tsdb.path={directory.FullName}/data",
            $"--web.listen-address=127.0.0.1:{port}");
    }

    /// <param name="webhook">Where alerts are delivered.</param>
    public static async Task<MonitorProcess> Alertmanager(Uri webhook)
    {
        var directory = Directory.CreateTempSubdirectory("trader-alertmanager-");
        var config = await File.ReadAllTextAsync(Infra.PathOf("infra/prometheus/alertmanager.yml"));
        await File.WriteAllTextAsync(
            Path.Combine(directory.FullName, "alertmanager.yml"), config.Replace(Infra.WebhookFile, $"url: {webhook}", StringComparison.Ordinal));
        var port = LoopbackPort.Free();
        return await Start(
            Tool.Alertmanager, directory, port, $"--config.file={directory.FullName}/alertmanager.yml", $"--storage.path={directory.FullName}/data",
            $"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _told;
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static async Task<MonitorProcess> Start(string program, DirectoryInfo directory, int port, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, WorkingDirectory = directory.FullName };
        var process = new MonitorProcess(Process.Start(start)!, directory, port);
        try
        {
            await Eventually.Holds(process.IsReady, () => process._process.HasExited ? $"{program} ended: {process._told.Result}" : $"{program} is not ready");
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> IsReady()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"it ended at its start: {await _told}");
        try
        {
            using var answer = await Client.GetAsync("/-/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
