using System.Diagnostics;

namespace OrleansTrader.Infra.Tests;

/// <summary>Programs of this machine, where it has them.</summary>
internal static class Installed
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    /// <summary>Skips the test that needs a program which is not here.</summary>
    public static void Need(string program) =>
        Assert.SkipWhen(Find(program) is null, $"{program} is not installed here; test.sh installs what it can as root on Debian");

    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Append("/usr/sbin").Append("/sbin")
        .Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string program, string directory, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(program) ?? program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(WaitMax);
        return (process.ExitCode, await output + await errors);
    }
}
