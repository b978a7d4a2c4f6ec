using System.Collections.Immutable;

namespace OrleansTrader.Silo.Http.Health;

/// <summary>Of a process without grains: whether a silo answers it.</summary>
internal sealed class ClientReadiness(IHostFacts facts) : IReadiness
{
    public ImmutableArray<ComponentHealth> Components => facts is not ClusterFacts { IsFresh: false }
        ? [new ComponentHealth("silos", true, "answering", null)]
        : [new ComponentHealth("silos", false, "silent", $"no silo answered within {ClusterFacts.FreshSecondsMax} s: look whether any is ready")];
}
