using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Tenants;

/// <summary>How much of a published agent anybody may see; each shows what those before it show.</summary>
public enum PublicDetail
{
    /// <summary>Status, equity, positions and closed trades.</summary>
    Results,

    /// <summary>Also the texts of decisions: why it traded, and what it holds for.</summary>
    Reasons,

    /// <summary>Also what its language models were asked, with the prompts, and what they said.</summary>
    Prompts,
}

/// <summary>An agent that anybody may look at, without a login.</summary>
/// <param name="Agent">Its name.</param>
public sealed record Publication(string Agent, PublicDetail Detail, DateTimeOffset At);

/// <summary>All that anybody may see of a published agent. Texts that are not published are empty.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Version">E.g. <c>trend@1.0.0</c>.</param>
/// <param name="Strategy">The strategy with its parameters, as a person writes it.</param>
/// <param name="Return">Equity less what was paid in, as a share of it.</param>
/// <param name="Equity">Of its account, which no other agent trades; what is traded by hand counts too.</param>
/// <param name="Positions">Those that it opened.</param>
/// <param name="Curve">Equity since its start, over the last 30 days at most, ascending.</param>
/// <param name="ClosedTrades">The latest that it opened, newest first.</param>
/// <param name="Decisions">The latest, newest first; empty unless reasons are published.</param>
/// <param name="Transcripts">The latest questions to models with their answers, newest first; empty unless prompts are published.</param>
public sealed record PublicAgent(
    TenantId Tenant,
    string Agent,
    PublicDetail Detail,
    DateTimeOffset At,
    string Version,
    string Strategy,
    AgentStatus Status,
    DateTimeOffset? StartedAt,
    string? HoldReason,
    string? Leakage,
    string Currency,
    decimal Equity,
    decimal Return,
    ImmutableArray<PositionRow> Positions,
    ImmutableArray<EquityRow> Curve,
    ImmutableArray<ClosedTradeRow> ClosedTrades,
    ImmutableArray<DecisionRow> Decisions,
    ImmutableArray<DecisionTranscript> Transcripts);
