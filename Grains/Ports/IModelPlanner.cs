using System.Collections.Immutable;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.Grains.Ports;

/// <summary>Language models as planners. They answer outside the agent's turn.</summary>
public interface IModelPlanner
{
    /// <summary>What is wrong with a configuration as far as this service can tell; a missing key is not.</summary>
    ImmutableArray<FieldError> Refuse(ModelConfig config);

    /// <summary>What the model is shown of each symbol; the same for the same configuration.</summary>
    ObservationRequest Needs(ModelConfig config);

    /// <summary>
    /// Why results over data that begins at an instant may be memory instead of foresight: the model was trained on what came next, or nobody
    /// knows whether it was. Null where it cannot have been.
    /// </summary>
    string? Leakage(ModelConfig config, DateTimeOffset from);

    /// <summary>
    /// Takes a question and returns at once. The plan comes to <see cref="IAgentGrain.OnPlanned"/>, unless it is known already
    /// (recorded, or there is nobody to ask): then it is in the answer. The record is kept in either case.
    /// </summary>
    ValueTask<ModelTicket> Ask(ModelQuery query);
}

/// <param name="Config">The version's whole configuration; its <see cref="VersionConfig.Model"/> is set.</param>
public sealed record ModelQuery(
    AgentKey Agent, AccountKey Account, VersionKey Version, VersionConfig Config, long Cycle, Observation Observation)
{
    /// <summary>Closed trades that the version's model is to find words for, beside the plan and never in its way; with the rules' words.</summary>
    public ImmutableArray<Lesson> Reviews { get; init; } = [];
}

/// <param name="Plan">Null: it will come.</param>
/// <param name="After">How long the model took when it was recorded: the plan counts from then on.</param>
public readonly record struct ModelTicket(ModelPlan? Plan, TimeSpan After)
{
    public static ModelTicket Taken => default;
}

/// <summary>A service without language models: every version that wants one holds.</summary>
public sealed class NoModels : IModelPlanner
{
    public const string Reason = "this service has no language models";

    public ImmutableArray<FieldError> Refuse(ModelConfig config) =>
        [new FieldError("model", config.Model, $"{Reason}: use a strategy by rules")];

    public ObservationRequest Needs(ModelConfig config) => ObservationRequest.None;

    public string? Leakage(ModelConfig config, DateTimeOffset from) => null;

    public ValueTask<ModelTicket> Ask(ModelQuery query) => new(new ModelTicket(ModelPlan.Hold(query.Cycle, Reason, isFailure: false), TimeSpan.Zero));
}
