using System.Collections.Immutable;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.Grains.Agents;

/// <summary>What a language model's cycle came to; the whole of it is kept as a <see cref="DecisionRecordRow"/>.</summary>
/// <param name="Cycle">The cycle that asked.</param>
/// <param name="Decision">Valid in itself; null where there is none.</param>
/// <param name="HoldReason">Why there is no decision, in plain words; null where there is one.</param>
/// <param name="IsFailure">Whether the model failed the agent: several in a row make it ask less often.</param>
public sealed record ModelPlan(long Cycle, Decision? Decision, string? HoldReason, bool IsFailure)
{
    /// <summary>What the trades that were to be reviewed taught; empty where nobody was asked.</summary>
    public ImmutableArray<Lesson> Lessons { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether nobody was asked, or no further, because the budget is used up.</summary>
    public bool IsOverBudget { get; init; }

    public static ModelPlan Hold(long cycle, string reason, bool isFailure) => new(cycle, null, reason, isFailure);
}
