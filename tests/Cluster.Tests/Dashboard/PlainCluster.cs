using OrleansTrader.ClusterTests.Fixture;

namespace OrleansTrader.ClusterTests.Dashboard;

/// <summary>Two silos with an agent, and a dashboard that is a client of them.</summary>
public sealed class PlainCluster : IAsyncLifetime
{
    private Processes? _processes;

    /// <summary>Skips the test where no cluster can be started.</summary>
    internal Processes Processes
    {
        get
        {
            Assert.SkipWhen(_processes is null, Processes.Missing ?? string.Empty);
            return _processes;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Processes.Missing is null)
            _processes = await Processes.Up(2, new Dictionary<string, string>(StringComparer.Ordinal) { ["SYMBOLS"] = "BTC-USDT,ETH-USDT", ["AGENTS"] = "trend" });
    }

    public async ValueTask DisposeAsync()
    {
        if (_processes is not null)
            await _processes.DisposeAsync();
    }
}
