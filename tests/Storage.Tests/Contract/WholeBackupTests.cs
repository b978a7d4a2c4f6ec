using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Backups;
using OrleansTrader.Storage.Postgres.Keys;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Tests.Postgres;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

/// <summary>A restored backup has all that the service runs with: users, keys, agents and versions are states of grains; credentials need the key ring.</summary>
public sealed class WholeBackupTests : IDisposable
{
    private const string KeyXml = "<key id=\"one\" />";

    private static readonly GrainId _tenant = GrainId.Create("tenant", "demo");

    private readonly AnyBooks _books = new();
    private readonly AnyBooks _other = new();

    private string Live => Path.Combine(_books.Directory, "live");

    private string Target => Path.Combine(_books.Directory, "backup");

    private string Restored => Path.Combine(_other.Directory, "books");

    public void Dispose()
    {
        _books.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Restore_sqlite_hasStatesAndTheKeyRingForItsOwnerOnly()
    {
        var settings = new StorageSettings();
        await Write(settings, "x");
        var ring = Directory.CreateDirectory(Path.Combine(Live, "keys")).FullName;
        await File.WriteAllTextAsync(Path.Combine(ring, "key-one.xml"), KeyXml, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(ring, "half.tmp"), "<key", Cancellation);

        await Backup.Run(settings, Live, "x", Target, Start, Cancellation);
        await Restore.Run(settings, Restored, Target, Cancellation);

        Assert.Equal("user of demo", await ReadState(settings, "x"));
        var key = Assert.Single(Directory.GetFiles(Path.Combine(Restored, "keys")));
        Assert.Equal((KeyXml, "key-one.xml"), (await File.ReadAllTextAsync(key, Cancellation), Path.GetFileName(key)));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(Restored, "keys")));
    }

    [Fact]
    public async Task Restore_postgres_hasStatesOfEitherRuntimeTheKeyRingAndTheCluster_butNobodyInIt()
    {
        var (from, to) = (await NewDatabase(_books.Schema), await NewDatabase(_other.Schema));
        var settings = SettingsOf(from);
        await Write(settings, "simulated");
        new PostgresKeyRing(from).Add("one", KeyXml);
        await Sql(from, await OrleansScript());
        await Sql(from, """
            INSERT INTO trader_cluster (service_id, cluster_id) VALUES ('trader', 'here');
            INSERT INTO orleans_state (service_id, grain_type, key_high, key_low, key_text, payload, version) VALUES ('trader', 'tenant', 0, 0, 'demo', 'users', 7);
            INSERT INTO orleans_reminder (service_id, grain_id, reminder_name, grain_hash, start_time, period_ms) VALUES ('trader', 'agent/demo/a', 'watch', 5, now(), 60000);
            INSERT INTO orleans_membership_version (deployment_id) VALUES ('here');
            CREATE TABLE other_programs(one integer)
            """);

        await Backup.Run(settings, Live, "simulated", Target, Start, Cancellation);
        await Restore.Run(SettingsOf(to), Restored, Target, Cancellation);

        Assert.Equal("user of demo", await ReadState(SettingsOf(to), "simulated"));
        Assert.Equal([KeyXml], new PostgresKeyRing(to).ReadAll());
        Assert.Equal("users 7", await Ask(to, "SELECT convert_from(payload, 'UTF8') || ' ' || version FROM orleans_state WHERE key_text = 'demo'"));
        Assert.Equal("watch", await Ask(to, "SELECT reminder_name FROM orleans_reminder"));
        Assert.Equal("trader here", await Ask(to, "SELECT service_id || ' ' || cluster_id FROM trader_cluster"));
        Assert.Equal("0", await Ask(to, "SELECT count(*)::text FROM pg_tables WHERE tablename IN ('orleans_membership', 'orleans_membership_version', 'other_programs')"));
        // A silo makes what is missing, and only that.
        await Sql(to, await OrleansScript());
        Assert.Equal("1 0", await Ask(to, "SELECT (SELECT count(*) FROM orleans_state) || ' ' || (SELECT count(*) FROM orleans_membership_version)"));
    }

    [Theory]
    [InlineData("CREATE SCHEMA key_ring; CREATE TABLE key_ring.keys(name text)", "key_ring.keys")]
    [InlineData("CREATE TABLE orleans_state(one integer)", "public.orleans_state")]
    [InlineData("CREATE TABLE orleans_membership(one integer)", "public.orleans_membership")]
    [InlineData("CREATE TABLE trader_cluster(one integer)", "public.trader_cluster")]
    public async Task Restore_whereAnotherServiceKeepsSomething_isRefusedAndChangesNothing(string there, string named)
    {
        var to = await NewDatabase(_other.Schema);
        var settings = SettingsOf(await NewDatabase(_books.Schema));
        await Write(settings, "simulated");
        await Backup.Run(settings, Live, "simulated", Target, Start, Cancellation);
        await Sql(to, there);

        var refused = await Assert.ThrowsAsync<JournalException>(() => Restore.Run(SettingsOf(to), Restored, Target, Cancellation));

        Assert.Contains($"is not empty (it has {named})", refused.Message, StringComparison.Ordinal);
        Assert.Equal("0", await Ask(to, "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'simulated'"));
        Assert.False(Directory.Exists(Restored));
    }

    [Fact]
    public async Task Restore_keyFileThatIsTheBackups_staysInPlace_anotherIsRefused()
    {
        var (from, to) = (await NewDatabase(_books.Schema), await NewDatabase(_other.Schema));
        var settings = SettingsOf(from) with { KeyFile = Path.Combine(_books.Directory, "shared.key") };
        await Write(settings, "simulated");
        await Backup.Run(settings, Live, "simulated", Target, Start, Cancellation);
        var other = Path.Combine(_other.Directory, "other.key");
        await File.WriteAllTextAsync(other, "another", Cancellation);

        var refused = await Assert.ThrowsAsync<JournalException>(() => Restore.Run(SettingsOf(to) with { KeyFile = other }, Restored, Target, Cancellation));
        await Restore.Run(SettingsOf(to) with { KeyFile = settings.KeyFile }, Restored, Target, Cancellation);

        Assert.Contains("another key is at", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Restored, "journal.key")));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Run_archivedEventsWhoseFileIsElsewhereOrAltered_isRefusedByTheFilesName(StoreKind kind)
    {
        var settings = kind == StoreKind.Postgres ? SettingsOf(await NewDatabase(_books.Schema)) : new StorageSettings();
        await using (var store = await settings.Open(Live, "simulated", TimeProvider.System, NullLogger.Instance, Cancellation))
        {
            for (var i = 0; i < 6; i++)
                await store.Journal.Append(Commit("account/demo/a", $"c{i}", i, [$"{i}"], snapshot: i == 4 ? "state" : null));
            Assert.Equal(4, (await store.Retain(new RetentionPolicy { EventDays = 1, SegmentEventsMin = 2 }, Start.AddDays(3), Cancellation)).Events);
        }

        var elsewhere = settings with { Retention = new RetentionPolicy { ArchiveDirectory = Path.Combine(_other.Directory, "empty") } };
        var missing = await Assert.ThrowsAsync<JournalException>(() => Backup.Run(elsewhere, Live, "simulated", Target, Start, Cancellation));
        var file = Directory.GetFiles(Path.Combine(Live, "archive"), "*.gz", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(file, "x", Cancellation);
        var altered = await Assert.ThrowsAsync<JournalException>(() => Backup.Run(settings, Live, "simulated", Target + "2", Start, Cancellation));

        Assert.Contains($"{Path.GetFileName(file)}': another process archived them", missing.Message, StringComparison.Ordinal);
        Assert.Contains($"{Path.GetFileName(file)}' is not what was written", altered.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Target, "manifest.json")) || File.Exists(Path.Combine(Target + "2", "manifest.json")));
    }

    private async Task Write(StorageSettings settings, string books)
    {
        await using var store = await settings.Open(Live, books, TimeProvider.System, NullLogger.Instance, Cancellation);
        await store.Journal.Append(Commit("s", "c", 0, ["x"]));
        await store.GrainStorage(JsonSerializerOptions.Web).WriteStateAsync("tenant", _tenant, new GrainState<Kept>(new Kept("user of demo")));
    }

    private async Task<string?> ReadState(StorageSettings settings, string books)
    {
        await using var store = await settings.Open(Restored, books, TimeProvider.System, NullLogger.Instance, Cancellation);
        var read = new GrainState<Kept>();
        await store.GrainStorage(JsonSerializerOptions.Web).ReadStateAsync("tenant", _tenant, read);
        return read.State?.Name;
    }

    private static StorageSettings SettingsOf(string connection) => new() { Provider = "postgres", ConnectionString = connection };

    private static async Task<string> NewDatabase(string name)
    {
        var server = await PostgresServer.Shared();
        await server.Sql($"CREATE DATABASE {name}");
        return server.Connect(name);
    }

    private static async Task<string> OrleansScript()
    {
        using var reader = new StreamReader(typeof(WholeBackupTests).Assembly.GetManifestResourceStream("orleans.sql")!);
        return await reader.ReadToEndAsync(Cancellation);
    }

    private static async Task Sql(string connection, string statements) => await Ask(connection, statements);

    private static async Task<string?> Ask(string connection, string question)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(question);
        return await command.ExecuteScalarAsync(Cancellation) as string;
    }

    private sealed record Kept(string Name);
}
