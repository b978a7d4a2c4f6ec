using OrleansTrader.Service.Tests.Replay;

namespace OrleansTrader.Service.Tests.BadInput;

/// <summary>
/// Books with many events, written by a replay and laid where the simulated market's lie, so that a live start opens them; tests
/// alter copies.
/// </summary>
public sealed class SoundBooks : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    public async ValueTask InitializeAsync()
    {
        using var replay = new TemporaryDirectory();
        await File.WriteAllTextAsync(replay.File("BTC-USDT.csv"), BarFile.Rows(600));
        var ending = await SiloProcess.Run(
            replay.Path, "--feed", "replay", "--data", replay.File("BTC-USDT.csv"), "--speed", "max", "--data-dir", replay.Data,
            "--agent", "sma-cross fast=3 slow=8", "--agent", "breakout interval=1m");
        Assert.True(ending.ExitCode == 0, ending.ToString());
        Directory.CreateDirectory(_directory.Books);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(replay.Data, "replay")))
            File.Copy(file, Path.Combine(_directory.Books, Path.GetFileName(file)));
    }

    internal TemporaryDirectory Copy()
    {
        var copy = new TemporaryDirectory();
        _directory.CopyTo(copy);
        return copy;
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
