using System.Diagnostics;
using System.Globalization;
using OrleansTrader.Storage.Tests.Postgres;

namespace OrleansTrader.Storage.Tests.Crash;

public sealed class CrashTests
{
    private const int Kills = 50;
    private const int KillsOnPostgres = 10;

    /// <summary>Most acknowledgements that a process lives to see.</summary>
    private const int AcknowledgementsMax = 1_500;

    /// <summary>Longest life of one process, in seconds: beyond it the test fails instead of hanging.</summary>
    private const int LifeSecondsMax = 60;

    /// <summary>
    /// Kills the writing process at random moments, over the same database, and checks after every second kill, so that the
    /// process itself also starts from what a kill left behind.
    /// </summary>
    [Fact]
    public Task Append_processKilledFiftyTimes_losesDoublesAndReordersNothing() => KillTimes(Kills, []);

    [Fact]
    public async Task Append_processKilledOnPostgres_losesDoublesAndReordersNothing() =>
        await KillTimes(KillsOnPostgres, [(await PostgresServer.Shared()).ConnectionString, $"crash_{Environment.ProcessId}"]);

    private static async Task KillTimes(int kills, string[] postgres)
    {
        var directory = Directory.CreateTempSubdirectory("storage-crash-").FullName;
        var random = new Random(20260101);
        var acknowledged = new long[CrashLoad.Streams];
        var total = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            // Every tenth dies while it opens the database.
            total += await WriteUntilKilled(directory, postgres, acknowledged, kill % 10 == 0 ? 0 : random.Next(1, AcknowledgementsMax));
            if (kill % 2 == 0)
                await Check(directory, postgres, acknowledged);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {total} commits acknowledged");
        Assert.True(total > kills);
        Directory.Delete(directory, recursive: true);
    }

    private static async Task Check(string directory, string[] postgres, long[] acknowledged)
    {
        await using var store = await CrashWriter.Open(directory, postgres);
        await new CrashChecker(store).Check(acknowledged);
    }

    /// <summary>Lets a process write until it has acknowledged so many commits, kills it, and reads what else it had acknowledged.</summary>
    private static async Task<int> WriteUntilKilled(string directory, string[] postgres, long[] acknowledged, int count)
    {
        using var process = Start(directory, postgres);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        life.CancelAfter(TimeSpan.FromSeconds(LifeSecondsMax));
        for (var stream = 0; stream < acknowledged.Length; stream++)
            await process.StandardInput.WriteLineAsync(FormattableString.Invariant($"{stream} {acknowledged[stream]}"));
        await process.StandardInput.WriteLineAsync();
        await process.StandardInput.FlushAsync(life.Token);

        var seen = 0;
        try
        {
            while (seen < count)
            {
                var line = await process.StandardOutput.ReadLineAsync(life.Token)
                    ?? throw new InvalidOperationException($"the writer ended by itself: {await process.StandardError.ReadToEndAsync(life.Token)}");
                Acknowledge(line, acknowledged);
                seen++;
            }
        }
        finally
        {
            process.Kill();
        }

        // A line without its end was cut off by the kill.
        var rest = await process.StandardOutput.ReadToEndAsync(life.Token);
        await process.WaitForExitAsync(life.Token);
        foreach (var line in rest.Split('\n')[..^1])
        {
            Acknowledge(line, acknowledged);
            seen++;
        }

        return seen;
    }

    private static void Acknowledge(string line, long[] acknowledged)
    {
        var parts = line.Split(' ');
        var (stream, number) = (int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
        Assert.Equal(acknowledged[stream] + 1, number);
        Assert.Equal(CrashLoad.VersionAfter(number), long.Parse(parts[2], CultureInfo.InvariantCulture));
        acknowledged[stream] = number;
    }

    private static Process Start(string directory, string[] postgres)
    {
        var start = new ProcessStartInfo
        {
            FileName = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(CrashTests).Assembly.Location);
        start.ArgumentList.Add(CrashWriter.Switch);
        start.ArgumentList.Add(directory);
        foreach (var argument in postgres)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
