using System.Diagnostics;

namespace OrleansTrader.Service.Tests.Telemetry;

/// <summary>Programs of Debian's packages prometheus and prometheus-alertmanager. Where one is not installed its tests are skipped and say so.</summary>
internal static class Tool
{
    public const string Prometheus = "/usr/bin/prometheus";
    public const string Promtool = "/usr/bin/promtool";
    public const string Alertmanager = "/usr/bin/prometheus-alertmanager";
    public const string Amtool = "/usr/bin/amtool";

    public static void SkipWithout(params string[] programs)
    {
        foreach (var program in programs)
            Assert.SkipUnless(File.Exists(program), $"{program} is not installed (Debian: apt-get install prometheus prometheus-alertmanager)");
    }

    public static async Task<(int ExitCode, string Output)> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(SiloProcess.WaitSecondsMax));
        return (process.ExitCode, await output + await errors);
    }
}
