using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Storage.Backups;
using OrleansTrader.Storage.Postgres.Keys;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Tests.Contract;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Postgres;

/// <summary>The backup that compose takes with PostgreSQL's client alone.</summary>
public sealed class BackupScriptTests : IDisposable
{
    private readonly AnyBooks _books = new();
    private readonly AnyBooks _other = new();

    private string Live => Path.Combine(_books.Directory, "live");

    public void Dispose()
    {
        _books.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Script_backupOfBooksWithArchives_isRestoredLikeAnyOther_andRefusedWithoutThem()
    {
        var server = await PostgresServer.Shared();
        await server.Sql($"CREATE DATABASE {_books.Schema}; CREATE DATABASE {_other.Schema}");
        var settings = new StorageSettings { Provider = "postgres", ConnectionString = server.Connect(_books.Schema) };
        string digest;
        await using (var store = await settings.Open(Live, "simulated", TimeProvider.System, NullLogger.Instance, Cancellation))
        {
            for (var i = 0; i < 6; i++)
                await store.Journal.Append(Commit("account/demo/a", $"c{i}", i, [$"{i}"], snapshot: i == 4 ? "state" : null));
            await store.Retain(new RetentionPolicy { EventDays = 1, SegmentEventsMin = 2 }, Start.AddDays(3), Cancellation);
            digest = (await store.Journal.Digest(Cancellation)).Sha256;
        }

        new PostgresKeyRing(settings.ConnectionString).Add("one", "<key />");
        var (code, errors, tar) = await Take(server, Path.Combine(Live, "archive"));
        Assert.True(code == 0, errors);
        var source = Directory.CreateDirectory(Path.Combine(_other.Directory, "backup")).FullName;
        await TarFile.ExtractToDirectoryAsync(tar, source, overwriteFiles: false, Cancellation);
        var to = settings with { ConnectionString = server.Connect(_other.Schema) };

        var (_, restored) = await Restore.Run(to, Path.Combine(_other.Directory, "books"), source, Cancellation);

        Assert.Equal((digest, 6), (restored.Sha256, restored.Events));
        Assert.Equal(["<key />"], new PostgresKeyRing(to.ConnectionString).ReadAll());
        var refused = await Take(server, Path.Combine(_other.Directory, "nowhere"));
        Assert.Equal(1, refused.Code);
        Assert.Contains("ARCHIVE names no directory", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(refused.Tar).Length);
    }

    private async Task<(int Code, string Errors, string Tar)> Take(PostgresServer server, string archive)
    {
        var tar = Path.Combine(_books.Directory, $"{Guid.NewGuid():N}.tar");
        var start = new ProcessStartInfo("bash", [Path.Combine(AppContext.BaseDirectory, "backup.sh")])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{server.Programs}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
                 {
                     ["PGHOST"] = "127.0.0.1", ["PGPORT"] = server.Port.ToString(CultureInfo.InvariantCulture), ["PGDATABASE"] = _books.Schema, ["PGUSER"] = "trader",
                     ["FEED"] = "simulated", ["JOURNAL_KEY"] = Path.Combine(Live, "journal.key"), ["ARCHIVE"] = archive, ["STAGING"] = _books.Directory,
                 })
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await using (var file = File.Create(tar))
            await process.StandardOutput.BaseStream.CopyToAsync(file, Cancellation);
        var errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, errors, tar);
    }
}
