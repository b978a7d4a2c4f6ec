using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace OrleansTrader.Service.Tests;

/// <summary>How a run of the service ended.</summary>
internal sealed record Ending(int ExitCode, string Output, string Errors)
{
    public string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}

/// <summary>The service as it was built, <c>dotnet Silo.dll</c> with arguments, until it ends or is disposed.</summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    /// <summary>Longest wait for anything that a process is to do, in seconds: beyond it a test fails instead of hanging.</summary>
    public const int WaitSecondsMax = 90;

    private const int Interrupt = 2, Terminate = 15;
    private const string AddressBegins = "Open http";

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _output = new();
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private SiloProcess(Process process)
    {
        _process = process;
        _reading = Read();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static string Program { get; } = typeof(SiloProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => string.Equals(attribute.Key, "SiloPath", StringComparison.Ordinal)).Value!;

    /// <summary>What the console has said so far, errors apart.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    public static SiloProcess Start(string directory, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var isDeaf = IsDeafToInterrupts();
        var start = new ProcessStartInfo(isDeaf ? "env" : dotnet, isDeaf ? ["--default-signal=INT", dotnet, Program, .. arguments] : [Program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        // Tests ask far more often than people do; those of the limits themselves set their own.
        start.Environment["Tenancy__ApiRequestsPerMinute"] = "1000000";
        start.Environment["Tenancy__RequestsPerMinutePerAddress"] = "1000000";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new SiloProcess(Process.Start(start)!);
    }

    // A script's background job ignores Ctrl-C (bit 2 of the mask), and so would what it starts.
    private static bool IsDeafToInterrupts() => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & 0b10) != 0;

    /// <summary>Runs to the end.</summary>
    public static async Task<Ending> Run(string directory, params string[] arguments)
    {
        await using var silo = Start(directory, null, arguments);
        return await silo.End();
    }

    public static async Task<Ending> Run(string directory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using var silo = Start(directory, environment, arguments);
        return await silo.End();
    }

    /// <summary>Where the page is, once the console tells it.</summary>
    public async Task<Uri> Address()
    {
        var first = await Task.WhenAny(_address.Task, _reading).WaitAsync(TimeSpan.FromSeconds(WaitSecondsMax));
        if (first == _reading && !_address.Task.IsCompleted)
            throw new InvalidOperationException($"the service ended at its start: {await End()}");
        return await _address.Task;
    }

    public void Kill() => _process.Kill();

    /// <summary>Ctrl-C.</summary>
    public void SendInterrupt() => Send(Interrupt);

    public void SendTerminate() => Send(Terminate);

    /// <summary>Waits for the end.</summary>
    public async Task<Ending> End()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(WaitSecondsMax));
        await _reading;
        return new Ending(_process.ExitCode, Output, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        await _errors;
        _process.Dispose();
    }

    private async Task Read()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_output)
                _output.Append(line).Append('\n');
            if (line.StartsWith(AddressBegins, StringComparison.Ordinal))
                _address.TrySetResult(new Uri(line.Split(' ')[1]));
        }
    }

    private void Send(int signal) => Assert.Equal(0, Signal(_process.Id, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
