using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Agents;

/// <summary>What makes an agent; it never changes.</summary>
public sealed record AgentSetup(VersionKey Version, AccountKey Account);

/// <summary>How an agent is doing.</summary>
/// <param name="Strategy">The strategy with its parameters, as a person writes it.</param>
/// <param name="StartedAt">When it was first started; null where it never was.</param>
/// <param name="HoldReason">Why the last cycle held without asking the strategy, e.g. while indicators warm up; null where it did ask.</param>
/// <param name="Cycles">Cycles that ran to their end.</param>
/// <param name="Holds">Cycles among them that changed nothing.</param>
/// <param name="Faults">Cycles that failed since the agent was last brought to memory; a refused order is no fault.</param>
/// <param name="LastDecision">The last decision that changed something, in words.</param>
/// <param name="LastError">What went wrong last, in plain words; null where nothing did since the start.</param>
/// <param name="Leakage">Why its results may be its model's memory instead of foresight; null where they are not.</param>
public sealed record AgentSnapshot(
    AgentKey Key,
    VersionKey Version,
    AccountKey Account,
    string Strategy,
    AgentStatus Status,
    DateTimeOffset? StartedAt,
    string? HoldReason,
    DateTimeOffset? LastCycleAt,
    long Cycles,
    long Holds,
    long Faults,
    string? LastDecision,
    string? LastError,
    DateTimeOffset? LastErrorAt,
    string? Leakage = null)
{
    /// <summary>Cycles that were left out since the agent was last brought to memory, because their time was over before they could begin.</summary>
    public long Missed { get; init; }
}
