using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.Grains.Agents;

/// <summary>All that a language model was asked in one cycle, what it said, and what was made of it. Never changed; holds are kept too.</summary>
/// <param name="ObservationHash">SHA-256 of the observation as the model saw it, in small hexadecimal digits; a rerun finds the record by it.</param>
/// <param name="ConfigHash">SHA-256 of all else that shapes the question: the version's configuration without its notes, and the service's own rules.</param>
/// <param name="Turns">Questions in the order in which they were asked.</param>
/// <param name="Decision">The decision as JSON; null where there is none.</param>
/// <param name="HoldReason">Why there is no decision; null where there is one.</param>
/// <param name="Errors">What was wrong with the last answer; empty where nothing was.</param>
/// <param name="CostUsd">What counts against the budget: of turns without a known price it is estimated.</param>
/// <param name="Latency">From the first question to the last answer.</param>
/// <param name="IsFailure">Whether the models failed the agent.</param>
public sealed record DecisionRecordRow(
    AgentKey Agent,
    AccountKey Account,
    VersionKey Version,
    long Cycle,
    DateTimeOffset At,
    string ObservationHash,
    string ConfigHash,
    ImmutableArray<ModelTurn> Turns,
    string? Decision,
    string? HoldReason,
    ImmutableArray<FieldError> Errors,
    decimal CostUsd,
    TimeSpan Latency,
    bool IsFailure = false) : ReadModelRow
{
    /// <summary>What was found of the trades that were reviewed beside the plan; a rerun takes it from here.</summary>
    public ImmutableArray<Lesson> Lessons { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What came of the decision, as it is when the record is read; never stored, null where nobody looked.</summary>
    public RecordOutcome? Outcome { get; init; }
}

/// <summary>One question and its answer. Texts are lists of parts: a part that many texts share is kept once.</summary>
/// <param name="Role">What was asked for: <c>plan</c>, <c>repair</c>, <c>research</c>, <c>second opinion</c>, <c>technical</c>, …</param>
/// <param name="Model">As <c>provider/model</c>; where a server of the tenant's own was asked, with its host: <c>tenant/llama3 at models.example.com</c>.</param>
/// <param name="System">Hashes of the parts of the system prompt, in order; likewise <paramref name="User"/> and <paramref name="Answer"/>.</param>
/// <param name="CostUsd">Null where no price is known.</param>
/// <param name="Fault">What went wrong, in plain words; null where an answer came.</param>
public sealed record ModelTurn(
    string Role,
    string Model,
    ImmutableArray<string> System,
    ImmutableArray<string> User,
    ImmutableArray<string> Answer,
    long InputTokens,
    long OutputTokens,
    decimal? CostUsd,
    TimeSpan Latency,
    int Attempts,
    string? Fault);

/// <summary>A piece of text that is kept once, however many records it is part of.</summary>
/// <param name="Hash">SHA-256 of its UTF-8 bytes, in small hexadecimal digits.</param>
/// <param name="Compressed">Its UTF-8 bytes, Brotli.</param>
public sealed record TextPartRow(string Hash, ReadOnlyMemory<byte> Compressed) : ReadModelRow;

/// <summary>A record with its texts put together again.</summary>
/// <param name="Turns">One entry a turn of the record.</param>
public sealed record DecisionTranscript(DecisionRecordRow Record, ImmutableArray<TurnText> Turns)
{
    /// <summary>What came of the decision, an entry for each symbol that it is about.</summary>
    public ImmutableArray<SymbolOutcome> Outcomes { get; init => field = value.IsDefault ? [] : value; } = [];
}

public sealed record TurnText(string System, string User, string Answer);
