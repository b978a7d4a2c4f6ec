using System.Collections.Immutable;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>Models whose answers a test writes.</summary>
internal sealed class ScriptedModels : IModelPlanner
{
    public List<ModelQuery> Asked { get; } = [];

    /// <summary>What <see cref="Ask"/> answers; at first that the plan will come.</summary>
    public Func<ModelQuery, ModelTicket> Answer { get; set; } = static _ => ModelTicket.Taken;

    /// <summary>What <see cref="Leakage"/> warns of; at first of nothing.</summary>
    public Func<DateTimeOffset, string?> LeakageOf { get; set; } = static _ => null;

    public ImmutableArray<FieldError> Refuse(ModelConfig config) =>
        config.Model.StartsWith("nowhere/", StringComparison.Ordinal) ? [new FieldError("model", config.Model, "name a provider of this service")] : [];

    public ObservationRequest Needs(ModelConfig config) => new(["sma 5 1m"], []);

    public string? Leakage(ModelConfig config, DateTimeOffset from) => LeakageOf(from);

    public ValueTask<ModelTicket> Ask(ModelQuery query)
    {
        Asked.Add(query);
        return new(Answer(query));
    }
}
