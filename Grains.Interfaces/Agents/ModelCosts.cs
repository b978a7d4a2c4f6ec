namespace OrleansTrader.Grains.Agents;

/// <summary>What language models were asked and what it cost: sums over decision records.</summary>
/// <param name="Records">Cycles that are recorded, those in which nobody was asked included.</param>
/// <param name="Questions">Questions put to a model, repairs included.</param>
/// <param name="CostUsd">US dollars, as <see cref="DecisionRecordRow.CostUsd"/>.</param>
public sealed record ModelCost(long Records, long Questions, long InputTokens, long OutputTokens, decimal CostUsd)
{
    public static ModelCost None { get; } = new(0, 0, 0, 0, 0m);
}

/// <summary>What models have cost one agent.</summary>
/// <param name="Today">Since midnight UTC.</param>
public sealed record AgentModelCost(ModelCost Today, ModelCost Total);
