using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(OrleansTrader.Storage.Tests.Postgres.PostgresServer))]

namespace OrleansTrader.Storage.Tests.Postgres;

/// <summary>
/// A PostgreSQL of the tests' own, made of the installed programs on a free port of loopback in a temporary directory; started when the
/// first test wants it and stopped after the last. As root it runs as user postgres, for it refuses root.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Owner = "postgres";
    private const string Administrator = "trader";

    private static readonly SemaphoreSlim _turn = new(1);
    private static PostgresServer? _shared;

    private readonly string _programs;
    private readonly string _directory;

    public PostgresServer()
        : this(string.Empty, string.Empty, 0)
    {
    }

    private PostgresServer(string programs, string directory, int port) => (_programs, _directory, Port) = (programs, directory, port);

    public int Port { get; }

    /// <summary>Where its programs are, clients among them.</summary>
    public string Programs => _programs;

    public string ConnectionString => Connect("postgres");

    /// <summary>The server that tests share; they keep apart by schemas. Skips the test where PostgreSQL is not installed.</summary>
    public static async Task<PostgresServer> Shared()
    {
        await _turn.WaitAsync();
        try
        {
            return _shared ??= await Start();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Another one, for a test that stops it.</summary>
    public static async Task<PostgresServer> Start()
    {
        var programs = FindPrograms();
        Assert.SkipWhen(programs is null, "PostgreSQL is not installed: no initdb in PATH or /usr/lib/postgresql/*/bin");
        var directory = Directory.CreateTempSubdirectory("storage-postgres-").FullName;
        var server = new PostgresServer(programs!, directory, FreePort());
        if (Environment.IsPrivilegedProcess)
            await Run("chown", $"{Owner}:{Owner}", directory);
        await server.RunAsOwner("initdb", "-D", server.Data, "-U", Administrator, "-A", "trust", "--encoding=UTF8", "--no-locale", "-N");
        await server.RunAsOwner(
            "pg_ctl", "-D", server.Data, "-l", Path.Combine(directory, "log"), "-w", "-o",
            $"-p {server.Port} -h 127.0.0.1 -k {directory} -c fsync=off -c max_connections=120 -c shared_buffers=64MB", "start");
        return server;
    }

    public string Connect(string database, string user = Administrator, string? password = null) =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username={user}" + (password is null ? string.Empty : $";Password={password}");

    /// <summary>Stops it as a power cut would, and starts it again.</summary>
    public Task RestartAtOnce() => RunAsOwner("pg_ctl", "-D", Data, "-l", Path.Combine(_directory, "log"), "-w", "-m", "immediate", "restart");

    /// <summary>Demands a password of everybody from now on.</summary>
    public async Task DemandPasswords()
    {
        await File.WriteAllTextAsync(Path.Combine(Data, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        await RunAsOwner("pg_ctl", "-D", Data, "reload");
    }

    /// <summary>Runs statements, one after the other.</summary>
    public async Task Sql(string statements)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var statement in statements.Split("; "))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        // The fixture itself stands for the shared one.
        if (_directory.Length > 0)
            await Stop();
        else if (_shared is not null)
            await _shared.Stop();
    }

    private string Data => Path.Combine(_directory, "data");

    private async Task Stop()
    {
        await RunAsOwner("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");
        Directory.Delete(_directory, recursive: true);
    }

    private static string? FindPrograms()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        const string Debian = "/usr/lib/postgresql";
        var installed = Directory.Exists(Debian) ? Directory.EnumerateDirectories(Debian).OrderDescending().Select(static d => Path.Combine(d, "bin")) : [];
        return path.Concat(installed).FirstOrDefault(static directory => File.Exists(Path.Combine(directory, "initdb")));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private Task RunAsOwner(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess ? Run("runuser", ["-u", Owner, "--", path, .. arguments]) : Run(path, arguments);
    }

    private static async Task Run(string program, params string[] arguments)
    {
        // The server inherits the streams of whoever starts it: they are not read, or this would wait for its end.
        var start = new ProcessStartInfo(program) { UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments])
            start.ArgumentList.Add(argument);
        start.FileName = "/bin/sh";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
