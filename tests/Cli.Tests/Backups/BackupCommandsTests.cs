using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Cli.Tests.Backups;

public sealed class BackupCommandsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cli-backup-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task BackupAndRestore_whileTheServiceHoldsTheBooks_printTheDigestOfWhatWasWritten()
    {
        var (data, backup, restored) = (Path.Combine(_directory, "data"), Path.Combine(_directory, "backup"), Path.Combine(_directory, "restored"));
        var cancellation = TestContext.Current.CancellationToken;
        await using var store = await new StorageSettings().Open(
            Path.Combine(data, "simulated"), "simulated", TimeProvider.System, NullLogger.Instance, cancellation);
        await store.Journal.Append(new Commit("account/demo/a", new CommandId("c"), 0, DateTimeOffset.UnixEpoch, ["one"u8.ToArray()], "done"u8.ToArray(), []));

        Assert.Equal((0, ""), await Run("backup", backup, "--data-dir", data));
        var (code, error) = await Run("restore", backup, "--data-dir", restored);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains((await store.Journal.Digest(cancellation)).Sha256, _output.ToString(), StringComparison.Ordinal);
        var (again, refused) = await Run("restore", backup, "--data-dir", restored);
        Assert.Equal(1, again);
        Assert.Contains("is not empty", refused, StringComparison.Ordinal);
    }

    private readonly StringWriter _output = new();

    private async Task<(int Code, string Error)> Run(params string[] arguments)
    {
        var error = new StringWriter();
        var code = await new Trader(_output, error, static _ => null).Run(arguments);
        return (code, error.ToString());
    }
}
