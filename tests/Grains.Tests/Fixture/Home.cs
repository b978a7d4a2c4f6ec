using OrleansTrader.Grains;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>Books that outlive their process: every start is a new process over them. One that is disposed of unstopped was killed.</summary>
internal sealed class Home : IDisposable
{
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("grains-");

    public string Directory => _directory.FullName;

    /// <summary>State of the grains, beside the books.</summary>
    public JsonGrainStorage Storage { get; } = new();

    /// <summary>A process in which symbols look after themselves, as in the service.</summary>
    public Local Start(
        DateTimeOffset? at = null, Func<GrainSettings, GrainSettings>? grains = null, Func<string, bool>? failsCall = null, IModelPlanner? models = null) => Local.Create(
        grains: settings => (grains ?? (static s => s))(settings with { SymbolsTick = true }), failsCall: failsCall,
        directory: _directory.FullName, start: at, storage: Storage, models: models);

    public void Dispose() => _directory.Delete(recursive: true);
}
