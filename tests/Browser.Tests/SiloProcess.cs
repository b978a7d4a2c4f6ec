using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansTrader.Browser.Tests;

/// <summary>The service as a newcomer starts it, on a free port with an empty data directory, until it is disposed.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly string _data;
    private readonly StringBuilder _output = new();
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string[] _arguments;
    private Process _process;

    private SiloProcess(string data, int port, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        (_data, _environment, _arguments) = (data, environment, arguments);
        Address = new Uri($"http://localhost:{port}");
        _process = Launch();
    }

    public Uri Address { get; }

    /// <summary>What the console said so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>How long the first page took, from the start of the process.</summary>
    public TimeSpan FirstPageAfter { get; private set; }

    public static Task<SiloProcess> Start(CancellationToken cancellation) => Start(new Dictionary<string, string>(StringComparer.Ordinal), [], cancellation);

    public static async Task<SiloProcess> Start(IReadOnlyDictionary<string, string> environment, string[] arguments, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var silo = new SiloProcess(Directory.CreateTempSubdirectory("trader-browser-").FullName, FreePort(), environment, arguments);
        await silo.WaitForPage(cancellation);
        silo.FirstPageAfter = Stopwatch.GetElapsedTime(started);
        return silo;
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    /// <summary>Starts it again after a <see cref="Kill"/>, at the same address and with the same data.</summary>
    public async Task Restart(CancellationToken cancellation)
    {
        _process = Launch();
        await WaitForPage(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Directory.Delete(_data, recursive: true);
    }

    private Process Launch()
    {
        var start = new ProcessStartInfo("dotnet", [Executable(), "--port", $"{Address.Port}", "--data-dir", _data, .. _arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _data,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task WaitForPage(CancellationToken cancellation)
    {
        using var client = new HttpClient();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_process.HasExited)
                throw new InvalidOperationException($"the service ended at its start: {Output}");
            try
            {
                using var page = await client.GetAsync(Address, cancellation);
                if (page.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet: the next attempt follows.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }

    private void Take(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    /// <summary>The service that was built beside these tests, in the same configuration.</summary>
    private static string Executable()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(here.Parent!.Parent!.FullName, "Silo", here.Name, "Silo.dll");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
