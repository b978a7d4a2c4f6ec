using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace OrleansTrader.Service.Tests.Control;

/// <summary>The program <c>trader</c> as a process of its own.</summary>
internal sealed class TraderProcess(string directory, Uri address)
{
    private static readonly string Program = typeof(TraderProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => string.Equals(attribute.Key, "TraderPath", StringComparison.Ordinal)).Value!;

    /// <summary>What TRADER_KEY is; null for none.</summary>
    public string? Key { get; init; }

    public async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Program, .. arguments, "--address", address.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        start.Environment["TRADER_KEY"] = Key;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(SiloProcess.WaitSecondsMax));
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Runs a command that must be done, and reads its JSON.</summary>
    public async Task<JsonElement> Do(params string[] arguments)
    {
        var (code, output, error) = await Run([.. arguments, "--json"]);
        Assert.True(code == 0, $"trader {string.Join(' ', arguments)} ended with {code}: {output}{error}");
        return JsonDocument.Parse(output).RootElement;
    }
}
