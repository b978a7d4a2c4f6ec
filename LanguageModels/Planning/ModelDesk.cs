using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>
/// Takes the agents' questions, puts them to the models outside the agents' turns, keeps the record of each, and hands the plans in. Whatever
/// goes wrong becomes a hold with a reason.
/// </summary>
public sealed partial class ModelDesk : IModelPlanner
{
    private readonly IModels _models;
    private readonly ModelBudgets _budgets;
    private readonly ModelDeskOptions _options;
    private readonly IJournal _journal;
    private readonly IPlanInbox _inbox;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelDesk> _logger;
    private readonly Channel<Waiting> _queue;
    private readonly KeptParts _kept;

    /// <param name="time">The clock of the world, by which models take their time and budgets their days.</param>
    /// <param name="quotas">What an operator allows single tenants a day; null where nobody does.</param>
    public ModelDesk(
        IModels models, ModelDeskOptions options, IJournal journal, IReadModel readModel, IPlanInbox inbox, TimeProvider time, ILogger<ModelDesk> logger,
        IQuotaBook? quotas = null)
    {
        (_models, _options, _journal, _inbox, _time, _logger) = (models, options, journal, inbox, time, logger);
        _kept = new KeptParts(time);
        _budgets = new ModelBudgets(options, readModel, time, quotas);
        _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.QueueMax) { FullMode = BoundedChannelFullMode.Wait });
    }

    private ModelRequirements Requirements => new(_models.Providers, _options);

    public ImmutableArray<FieldError> Refuse(ModelConfig config) => Requirements.Refuse(config);

    public ObservationRequest Needs(ModelConfig config) => Requirements.Needs(config);

    public string? Leakage(ModelConfig config, DateTimeOffset from) => Requirements.LeakageOf(config, from, _time.GetUtcNow());

    public ValueTask<ModelTicket> Ask(ModelQuery query) => new(_queue.Writer.TryWrite(new Waiting(query, Activity.Current?.Context ?? default))
        ? ModelTicket.Taken
        : new ModelTicket(ModelPlan.Hold(query.Cycle, $"{_options.QueueMax} questions to models wait already", isFailure: true), TimeSpan.Zero));

    /// <summary>Works until it is cancelled; questions in work are then given up, and their agents ask again after the start.</summary>
    public Task Run(CancellationToken cancellation) => Parallel.ForEachAsync(
        _queue.Reader.ReadAllAsync(cancellation),
        new ParallelOptions { MaxDegreeOfParallelism = _options.ConcurrentMax, CancellationToken = cancellation },
        async (waiting, stopping) => await Plan(waiting, stopping));

    private async Task Plan(Waiting waiting, CancellationToken cancellation)
    {
        var query = waiting.Query;
        using var span = TraderTelemetry.Source.StartActivity("model plan", ActivityKind.Internal, waiting.Cause);
        span?.SetTag("trader.agent", query.Agent.ToString());
        try
        {
            var dialogue = new Dialogue(query, _models, _budgets, _options, _time);
            var plan = await dialogue.Plan(cancellation);
            await Keep(dialogue.Record(plan, out var parts, _kept.Contains), parts);
            span?.SetTag("trader.result", plan.Decision is null ? "hold" : "decision");
            await _inbox.Deliver(query.Agent, plan);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // One agent's question must not end the others'. It asks again when its answer is overdue.
            LogPlanLost(_logger, fault, query.Agent.ToString(), query.Cycle);
        }
    }

    private async Task Keep(DecisionRecordRow record, IReadOnlyDictionary<string, TextPartRow> parts)
    {
        await _journal.Write([.. parts.Values, record]);
        _kept.Add(parts.Keys);
    }

    /// <summary>A question in the queue.</summary>
    /// <param name="Cause">The span of the cycle that asked.</param>
    private readonly record struct Waiting(ModelQuery Query, ActivityContext Cause);

    [LoggerMessage(1, LogLevel.Error, "The plan of {Agent} for its cycle {Cycle} was lost.")]
    private static partial void LogPlanLost(ILogger logger, Exception fault, string agent, long cycle);
}
