using System.Globalization;

namespace OrleansTrader.Benchmarks.Service;

/// <summary>The whole service over the real minute file with one agent, in virtual time, as a user runs it: the rate is the service's own.</summary>
internal static class ReplayBenchmark
{
    private const int RateMin = 30_000;
    private const string File = "ohlcv/btc-perp-1m";

    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(3);

    /// <param name="args">The data file; by default that of the shared data.</param>
    public static int Run(string[] args)
    {
        if ((args is [var given, ..] ? given : Find()) is not { } file)
        {
            Console.Error.WriteLine("no data: set TRADER_SHARED_DATA, or name the file of minute bars after the command");
            return 2;
        }

        return Measure(Path.GetFullPath(file)).GetAwaiter().GetResult();
    }

    private static async Task<int> Measure(string file)
    {
        Figure.Machine();
        using var limit = new CancellationTokenSource(_longest);
        using var silo = SiloProcess.Start(
            "--feed", "replay", "--data", file, "--volume-in", "quote", "--speed", "max", "--exit", "--agent", "sma-cross fast=10 slow=30");
        double? rate = null;
        while (await silo.Output.ReadLineAsync(limit.Token) is { } line)
        {
            Console.WriteLine(line);
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["rate", var number, ..])
                rate = double.Parse(number, NumberStyles.Number, CultureInfo.InvariantCulture);
        }

        await silo.Ended(limit.Token);
        if (silo.ExitCode != 0 || rate is not { } bars)
            throw new InvalidOperationException($"the replay ended with {silo.ExitCode} and no rate");
        return Figure.Judge($"replay: {bars:N0} bars a second", $">= {RateMin:N0}", bars >= RateMin);
    }

    private static string? Find()
    {
        var root = Environment.GetEnvironmentVariable("TRADER_SHARED_DATA") ?? Path.Combine(Environment.CurrentDirectory, "..", "shared", "data");
        var folder = Path.Combine(root, File);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal).FirstOrDefault() : null;
    }
}
