namespace OrleansTrader.Service.Tests.BadInput;

public sealed class DirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Start_directoryCannotBeWritten_refused()
    {
        // Permission bits do not hold the superuser back; the kernel's own folders do.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has a folder that nobody can write");
        await Refusal.Check(_directory, ["--port", "0", "--data-dir", "/proc/trader"], "data directory '/proc/trader/simulated'", "choose another");
    }

    [Fact]
    public async Task Start_fileInPlaceOfTheDirectory_refused()
    {
        await File.WriteAllTextAsync(_directory.Data, "mine");
        await Refusal.Check(_directory, ["--port", "0", "--data-dir", _directory.Data], "data directory", "choose another");
    }

    [Fact]
    public async Task Start_garbageInPlaceOfTheDatabase_refused()
    {
        Directory.CreateDirectory(_directory.Books);
        var garbage = new byte[8_192];
        new Random(3).NextBytes(garbage);
        await File.WriteAllBytesAsync(_directory.Journal, garbage);
        await Refusal.Check(_directory, ["--port", "0", "--data-dir", _directory.Data], "journal.db", "is damaged", "restore it from a backup");
    }

    [Fact]
    public async Task Start_directoryOfARunningService_refusedAndTheOtherGoesOn()
    {
        await using var first = SiloProcess.Start(_directory.Path, null, "--port", "0", "--data-dir", _directory.Data, "--symbols", "BTC-USDT");
        var address = await first.Address();
        var second = await SiloProcess.Run(_directory.Path, "--port", "0", "--data-dir", _directory.Data, "--symbols", "BTC-USDT");
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("is in use by another process", Assert.Single(second.ErrorLines), StringComparison.Ordinal);

        using var client = new HttpClient { BaseAddress = address };
        Assert.Equal("live", (await client.GetStringAsync("/health/live", TestContext.Current.CancellationToken)).Contains("live", StringComparison.Ordinal) ? "live" : "gone");
        first.SendTerminate();
        Assert.Equal(0, (await first.End()).ExitCode);
    }

    [Fact]
    public async Task Replay_usedDirectory_refused()
    {
        Directory.CreateDirectory(_directory.Data);
        await File.WriteAllTextAsync(Path.Combine(_directory.Data, "notes.txt"), "mine");
        await File.WriteAllTextAsync(_directory.File("BTC-USDT.csv"), Replay.BarFile.Rows(30));
        await Refusal.Check(
            _directory, ["--feed", "replay", "--data", _directory.File("BTC-USDT.csv"), "--speed", "max", "--data-dir", _directory.Data], "is in use", "new or empty");
    }
}
