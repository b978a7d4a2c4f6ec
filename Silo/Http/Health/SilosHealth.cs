namespace OrleansTrader.Silo.Http.Health;

/// <summary>Whether a silo answers a process without grains.</summary>
internal sealed class SilosHealth(ClusterFacts facts) : IHealthPart
{
    public ComponentHealth Look() => facts.IsFresh
        ? new ComponentHealth("silos", true, "answering", null)
        : new ComponentHealth("silos", false, "silent", $"no silo answered within {ClusterFacts.FreshSecondsMax} s: look whether any is ready");
}
