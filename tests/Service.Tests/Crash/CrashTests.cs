namespace OrleansTrader.Service.Tests.Crash;

public sealed class CrashTests
{
    private const int Kills = 50;

    /// <summary>Kills that must have hit a service that had written since its start.</summary>
    private const int KillsWhileWritingMin = 15;

    /// <summary>Kills of the first kind fall so long after the start of the process, at most, in milliseconds: most of them before it is ready.</summary>
    private const int StartMsMax = 2_000;

    /// <summary>Kills of the second kind fall so long after the books were seen to grow, at most, in milliseconds.</summary>
    private const int LifeMsMax = 400;

    /// <summary>Books that did not grow for so long, in seconds: the kill comes without, and does not count as one while writing.</summary>
    private const int GrowthSecondsMax = 4;

    private static readonly string[] Steady =
    [
        .. from interval in new[] { "1m", "5m", "15m", "1h" }
           from fast in new[] { 1, 5, 20 }
           select $"trend interval={interval} adx=0 fast={fast} slow={fast * 2} stop=0.05 trail=0.05 cooldown=0",
    ];

    private readonly TemporaryDirectory _directory = new();

    /// <summary>
    /// The whole service under load, killed at random moments, also while it starts, over the same directory. After each kill a copy
    /// of what it left is checked, so that the service itself recovers from what the kill left and not from what the check made of it.
    /// </summary>
    [Fact]
    public async Task Service_killedFiftyTimesUnderLoad_losesDoublesAndReordersNothing()
    {
        using var directory = _directory;
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"crash test: seed {seed}");
        var random = new Random(seed);
        var told = new Acknowledgements();
        var (whileWriting, events) = (0, 0L);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await LiveUntilKilled(kill, random, told);
            var now = Check(told, seed, kill);
            if (now > events)
                whileWriting++;
            events = now;
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"seed {seed}: {Kills} kills, {whileWriting} while writing, {events} events, {told.Count} rows told by the API");
        Assert.True(whileWriting >= KillsWhileWritingMin, $"only {whileWriting} kills hit while writing: the load is too low");
        await EndWell(told);
    }

    private async Task LiveUntilKilled(int number, Random random, Acknowledgements told)
    {
        await using var silo = SiloProcess.Start(_directory.Path, null, Arguments(number));
        if (number % 3 == 0)
        {
            await Task.Delay(random.Next(StartMsMax), TestContext.Current.CancellationToken);
            silo.Kill();
            return;
        }

        using var client = new HttpClient { BaseAddress = await silo.Address() };
        using var life = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var grown = new TaskCompletionSource();
        var collecting = told.Collect(client, grown, life.Token);
        await Task.WhenAny(grown.Task, Task.Delay(TimeSpan.FromSeconds(GrowthSecondsMax), life.Token));
        await Task.Delay(random.Next(LifeMsMax), TestContext.Current.CancellationToken);
        Assert.False(silo.HasExited, "the service ended by itself");
        silo.Kill();
        await life.CancelAsync();
        await collecting;
    }

    /// <summary>Checks a copy of what the kill left; answers how many events there are.</summary>
    private long Check(Acknowledgements told, int seed, int kill)
    {
        using var copy = new TemporaryDirectory();
        _directory.CopyTo(copy);
        if (!File.Exists(copy.Journal) || new FileInfo(copy.Journal).Length == 0)
            return 0;
        using var journal = JournalFile.Open(copy.Journal);
        if (journal.Number("SELECT count(*) FROM sqlite_master") == 0)
            return 0;
        try
        {
            var checker = new BooksChecker(journal);
            checker.Check();
            told.CheckAgainst(journal);
            return checker.Events;
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"after kill {kill} of seed {seed}: {fault.Message}", fault);
        }
    }

    /// <summary>After the last kill: the service comes back with all accounts, tells the same fills, stops cleanly, and verifies as sound.</summary>
    private async Task EndWell(Acknowledgements told)
    {
        await using (var silo = SiloProcess.Start(_directory.Path, null, Arguments(Kills + 1)))
        {
            using var client = new HttpClient { BaseAddress = await silo.Address() };
            await told.Ask(client, "demo/trend", TestContext.Current.CancellationToken);
            silo.SendTerminate();
            Assert.Equal(0, (await silo.End()).ExitCode);
        }

        var verified = await SiloProcess.Run(_directory.Path, "verify", "--data-dir", _directory.Data);
        Assert.True(verified.ExitCode == 0 && verified.Output.StartsWith("simulated: sound.", StringComparison.Ordinal), verified.ToString());
        using var journal = JournalFile.Open(_directory.Journal);
        var checker = new BooksChecker(journal);
        checker.Check();
        told.CheckAgainst(journal);
        Assert.True(checker.Accounts.Count > Steady.Length, $"only {checker.Accounts.Count} accounts");
    }

    /// <summary>
    /// Agents that are in the market whenever they can and whose tight stops throw them out at once, so that orders flow all the time;
    /// and with each life a further one, which opens an account and enters with its first decision.
    /// </summary>
    private string[] Arguments(int life) =>
    [
        "--port", "0", "--data-dir", _directory.Data, "--cycle", "1", "--symbols", "BTC-USDT,ETH-USDT,AVAX-USDT",
        .. Steady.SelectMany(static agent => new[] { "--agent", agent }), "--agent", $"sma-cross stop=0.2 trail=0.2 fast={life} slow={life + 1}",
    ];
}
