using System.Diagnostics;

namespace OrleansTrader.Benchmarks.Service;

/// <summary>The service as built beside this program, in a process and a temporary directory of its own.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _directory;

    private SiloProcess(Process process, string directory)
    {
        _process = process;
        _directory = directory;
    }

    /// <summary>Its working directory.</summary>
    public string Directory => _directory;

    public TextReader Output => _process.StandardOutput;

    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    /// <summary>Starts <c>dotnet Silo.dll</c> with the arguments; <c>data</c> below its working directory is empty.</summary>
    public static SiloProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    /// <param name="environment">Settings beside the arguments.</param>
    public static SiloProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("silo-benchmark-").FullName;
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && string.Equals(Path.GetFileNameWithoutExtension(host), "dotnet", StringComparison.Ordinal) ? host : "dotnet")
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Program());
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new SiloProcess(Process.Start(start)!, directory);
    }

    public Task Ended(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    public int ExitCode => _process.ExitCode;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        System.IO.Directory.Delete(_directory, recursive: true);
    }

    // Both projects build to folders of one shape: .../bin/PROJECT/CONFIGURATION.
    private static string Program()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(own.Parent!.Parent!.FullName, "Silo", own.Name, "Silo.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("The service is not built: run the benchmarks with dotnet run -c Release --project benchmarks.", path);
    }
}
