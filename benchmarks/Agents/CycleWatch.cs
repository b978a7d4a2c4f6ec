using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Benchmarks.Agents;

/// <summary>One cycle's instants, as <see cref="Stopwatch"/> counts and by the machine's clock.</summary>
internal sealed class CycleMarks
{
    /// <summary>The agent has seen the markets and its account, and asks.</summary>
    public long Observed { get; init; }

    public DateTimeOffset ObservedAt { get; init; }

    /// <summary>The plan is there, its record is durable.</summary>
    public long Planned { get; set; }

    /// <summary>Orders are carried out.</summary>
    public long Done { get; set; }

    public DateTimeOffset DoneAt { get; set; }
}

/// <summary>Stands between agents, desk and inbox, and writes down when.</summary>
internal sealed class CycleWatch(Lazy<IModelPlanner> desk, IGrainFactory grains) : IModelPlanner, IPlanInbox
{
    private readonly ConcurrentDictionary<(AgentKey Agent, long Cycle), CycleMarks> _cycles = new();
    private TaskCompletionSource<CycleMarks> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ModelQuery? LastQuery { get; private set; }

    public IEnumerable<(long Cycle, CycleMarks Marks)> Cycles => _cycles.Select(static cycle => (cycle.Key.Cycle, cycle.Value));

    /// <summary>The next cycle that ends.</summary>
    public Task<CycleMarks> Next()
    {
        _next = new TaskCompletionSource<CycleMarks>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _next.Task;
    }

    public ImmutableArray<FieldError> Refuse(ModelConfig config) => desk.Value.Refuse(config);

    public ObservationRequest Needs(ModelConfig config) => desk.Value.Needs(config);

    public string? Leakage(ModelConfig config, DateTimeOffset from) => desk.Value.Leakage(config, from);

    public ValueTask<ModelTicket> Ask(ModelQuery query)
    {
        LastQuery = query;
        _cycles[(query.Agent, query.Cycle)] = new CycleMarks { Observed = Stopwatch.GetTimestamp(), ObservedAt = DateTimeOffset.UtcNow };
        return desk.Value.Ask(query);
    }

    public async Task Deliver(AgentKey agent, ModelPlan plan)
    {
        var marks = _cycles[(agent, plan.Cycle)];
        marks.Planned = Stopwatch.GetTimestamp();
        using (Caller.AsService())
            await grains.Agent(agent).OnPlanned(plan);
        marks.Done = Stopwatch.GetTimestamp();
        marks.DoneAt = DateTimeOffset.UtcNow;
        _next.TrySetResult(marks);
    }
}
