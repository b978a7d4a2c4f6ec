using OrleansTrader.Grains.Strategies;

namespace OrleansTrader.Grains.Agents;

/// <summary>What is stored of an agent: written when its status changes and when it leaves memory, not at each cycle.</summary>
internal sealed record AgentRecord
{
    public AgentSetup? Setup { get; init; }

    /// <summary>The version's configuration; it never changes, so the agent keeps it.</summary>
    public VersionConfig? Config { get; init; }

    public AgentStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public long Cycles { get; init; }

    public long Holds { get; init; }
}
