using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;

namespace OrleansTrader.ClusterTests.Fixture;

/// <summary>A cluster of processes on this machine, run by the script that people use, in a directory and on ports of its own.</summary>
internal sealed class Processes : IAsyncDisposable
{
    /// <summary>Longest time for one command of the script, in seconds.</summary>
    private const int CommandSecondsMax = 240;

    private const int PortsNeeded = 10;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trader-cluster-");
    private readonly Dictionary<string, string> _environment;

    private Processes(IReadOnlyDictionary<string, string> settings)
    {
        var (pages, silos, gateways, database) = (FreePorts(), FreePorts(), FreePorts(), FreePorts());
        Database = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={database};Username=trader;Database=trader;Search Path=simulated,public");
        Pages = pages;
        _environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CLUSTER_DIR"] = _directory.FullName,
            ["CLUSTER_BUILD"] = Metadata("SiloPath"),
            ["CLUSTER_PORT"] = Text(pages),
            ["CLUSTER_SILO_PORT"] = Text(silos),
            ["CLUSTER_GATEWAY_PORT"] = Text(gateways),
            ["CLUSTER_DB_PORT"] = Text(database),
            ["Tenancy__OrdersPerMinute"] = "1000000",
        };
        foreach (var (name, value) in settings)
            _environment[name] = value;
    }

    public string Database { get; }

    /// <summary>Port of the dashboard; silo N answers N above it.</summary>
    public int Pages { get; }

    /// <summary>Why no cluster can be started here; null where one can.</summary>
    public static string? Missing { get; } = Programs().Any(static directory => File.Exists(Path.Combine(directory, "initdb")))
        ? null
        : "PostgreSQL is not installed: no initdb in PATH or /usr/lib/postgresql/*/bin";

    public static async Task<Processes> Up(int silos, IReadOnlyDictionary<string, string> settings)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? string.Empty);

        // PostgreSQL runs as another user where tests run as root.
        var processes = new Processes(settings);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(processes._directory.FullName, (UnixFileMode)0b111_101_101);
        try
        {
            await processes.Run("up", Text(silos));
            return processes;
        }
        catch
        {
            await processes.DisposeAsync();
            throw;
        }
    }

    /// <returns>What the script said.</returns>
    public Task<string> Run(params string[] arguments) => Run(new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    /// <param name="settings">What this process has otherwise than the rest; nothing for a setting that it lacks.</param>
    /// <returns>What the script said.</returns>
    public async Task<string> Run(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Metadata("ScriptPath"), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        foreach (var (name, value) in settings)
            start.Environment[name] = value.Length > 0 ? value : null;
        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(CommandSecondsMax));

        // What it starts in the background keeps no end of these pipes: the script sends it elsewhere.
        var output = process.StandardOutput.ReadToEndAsync(bound.Token);
        var errors = process.StandardError.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"local-cluster.sh {string.Join(' ', arguments)}: {await errors} {await output} {Logs()}");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Run("down");
        }
        finally
        {
            // Who looks for a cause wants the logs and the books.
            if (Environment.GetEnvironmentVariable("CLUSTER_KEEP") is null)
                _directory.Delete(recursive: true);
        }
    }

    /// <summary>What a process told on its console.</summary>
    public string Said(string process) => Read($"{process}.log");

    /// <summary>Lines of a process's own log, each one JSON.</summary>
    public string[] Logged(string process) => Read(Path.Combine(process, "simulated", "service.log")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Page and API of the dashboard, to which this client shows the control key.</summary>
    public HttpClient Dashboard()
    {
        var key = File.ReadAllText(Path.Combine(_directory.FullName, "dashboard", "simulated", "control.key")).Trim();
        var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{Text(Pages)}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>The last words of every process.</summary>
    public string Logs() => string.Join('\n', _directory.EnumerateFiles("*.errors").Select(static file =>
        $"{file.Name}: {string.Join(" | ", File.ReadLines(file.FullName).TakeLast(3).Select(static line => line[..Math.Min(line.Length, 600)]))}"));

    // A file that its process still writes.
    private string Read(string path)
    {
        using var file = new StreamReader(new FileStream(Path.Combine(_directory.FullName, path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd();
    }

    private static IEnumerable<string> Programs()
    {
        const string Debian = "/usr/lib/postgresql";
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return Directory.Exists(Debian) ? path.Concat(Directory.EnumerateDirectories(Debian).Select(static version => Path.Combine(version, "bin"))) : path;
    }

    private static string Metadata(string key) => typeof(Processes).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => string.Equals(attribute.Key, key, StringComparison.Ordinal)).Value!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // The first of as many free ports in a row.
    private static int FreePorts()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var first = Random.Shared.Next(20_000, 31_000);
            if (Enumerable.Range(first, PortsNeeded).All(IsFree))
                return first;
        }

        throw new InvalidOperationException("no free ports were found");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
