using System.Collections.Immutable;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Execution.Exits;

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

    /// <summary>What the exit policy remembers of open positions; null for nothing.</summary>
    public ImmutableArray<ExitMemory>? Exits { get; init; }

    /// <summary>Whether what is held in the hedge's symbol is this agent's hedge; null for no.</summary>
    public bool? HoldsHedge { get; init; }
}
