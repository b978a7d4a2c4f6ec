using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Agents;

public enum AgentStatus
{
    Active,
    Paused,
    Stopped,
}

/// <summary>An agent as listed; replaced as a whole.</summary>
/// <param name="Note">What it waits for or why it stands still, e.g. "indicators warming up: 12 of 50"; empty otherwise.</param>
public sealed record AgentRow(
    AgentKey Agent,
    AccountKey Account,
    VersionKey Version,
    ImmutableArray<SymbolKey> Symbols,
    AgentStatus Status,
    DateTimeOffset UpdatedAt,
    string Note) : ReadModelRow;

/// <summary>What an agent decided in one cycle. Holds of rules planners are counted, not written.</summary>
/// <param name="Cycle">The agent's number of the cycle.</param>
/// <param name="Action">What was decided, e.g. <c>open-long</c>, <c>close</c>, <c>hold</c>.</param>
/// <param name="Regime">The market's regime as the planner saw it; empty where it does not look.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reason">At most <see cref="ReasonLengthMax"/> characters; longer is cut when written.</param>
/// <param name="Outcome">What became of it: the order, or the refusal with its cause.</param>
public sealed record DecisionRow(
    AgentKey Agent,
    AccountKey Account,
    SymbolKey Symbol,
    long Cycle,
    DateTimeOffset At,
    string Action,
    string Regime,
    double Confidence,
    string Reason,
    string Outcome) : ReadModelRow
{
    /// <summary>Most characters kept of <see cref="Reason"/> and of <see cref="Outcome"/>.</summary>
    public const int ReasonLengthMax = 2_000;
}
