using System.Collections.Immutable;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>
/// Plans of language models in virtual time, from records by the hash of what was asked: such a run costs nothing and is the same each time.
/// Where it may ask, a question without a record is put to the models and its record kept; the clock of the market stands still meanwhile,
/// and the plan counts from as much later as the models took.
/// </summary>
public sealed class RecordedDesk : IModelPlanner
{
    private readonly IModels _models;
    private readonly ModelDeskOptions _options;
    private readonly RecordLibrary _library;
    private readonly IJournal _journal;
    private readonly ModelBudgets _budgets;
    private readonly TimeProvider _time;
    private readonly bool _asks;
    private readonly CancellationToken _cancellation;

    /// <param name="readModel">Of the library. Its records bear the days of the market: what runs before this one spent today is not seen.</param>
    /// <param name="journal">Of the run: it gets every record as well, so that its pages and exports are whole.</param>
    /// <param name="time">The clock of the world, by which models take their time.</param>
    /// <param name="asks">Whether questions without a record are asked.</param>
    public RecordedDesk(
        IModels models, ModelDeskOptions options, RecordLibrary library, IReadModel readModel, IJournal journal, TimeProvider time, bool asks,
        CancellationToken cancellation)
    {
        (_models, _options, _library, _journal, _time, _asks, _cancellation) = (models, options, library, journal, time, asks, cancellation);
        _budgets = new ModelBudgets(options, readModel, time);
    }

    /// <summary>Where the plans came from so far.</summary>
    public RecordedTally Tally { get; private set; }

    private ModelRequirements Requirements => new(_asks ? _models.Providers : null, _options);

    public ImmutableArray<FieldError> Refuse(ModelConfig config) => Requirements.Refuse(config);

    public ObservationRequest Needs(ModelConfig config) => Requirements.Needs(config);

    public string? Leakage(ModelConfig config, DateTimeOffset from) => Requirements.LeakageOf(config, from, _time.GetUtcNow());

    public async ValueTask<ModelTicket> Ask(ModelQuery query)
    {
        var (record, parts) = Standstill.Await(() => Answer(query), _cancellation);
        await _journal.Write([.. parts.Values, record]);
        return new ModelTicket(PlanOf(record), record.Latency);
    }

    private async Task<(DecisionRecordRow Record, IReadOnlyDictionary<string, TextPartRow> Parts)> Answer(ModelQuery query)
    {
        var dialogue = new Dialogue(query, _models, _budgets, _options, _time);
        if (await _library.Find(dialogue.Question, _cancellation) is var (known, texts))
        {
            Tally = Tally with { FromRecords = Tally.FromRecords + 1 };
            return (known with { Agent = query.Agent, Account = query.Account, Version = query.Version, Cycle = query.Cycle, At = query.Observation.At }, texts);
        }

        var plan = _asks
            ? await dialogue.Plan(_cancellation)
            : ModelPlan.Hold(query.Cycle, "this question is not on record, and nobody may be asked (see --models)", isFailure: false);
        var record = dialogue.Record(plan, out var parts);
        Tally = Tally with { CostUsd = Tally.CostUsd + record.CostUsd };
        if (record.Turns.IsEmpty || dialogue.IsCutShort)
        {
            // How long it took to find that nobody may be asked is no property of the market's time.
            Tally = Tally with { Unanswered = Tally.Unanswered + 1, FirstUnanswered = Tally.FirstUnanswered ?? plan.HoldReason };
            return (record with { Latency = TimeSpan.Zero }, parts);
        }

        await _library.Keep(record, parts);
        Tally = Tally with { Asked = Tally.Asked + 1 };
        return (record, parts);
    }

    private static ModelPlan PlanOf(DecisionRecordRow record) => new(
        record.Cycle, record.Decision is { } decision ? ContractJson.Decode<Decision>(decision) : null, record.HoldReason, record.IsFailure)
    {
        Lessons = record.Lessons,
    };
}

/// <summary>Where the plans of a run came from.</summary>
/// <param name="Asked">From models, and kept.</param>
/// <param name="Unanswered">Neither on record nor asked: their cycles held.</param>
/// <param name="CostUsd">What this run's questions cost.</param>
/// <param name="FirstUnanswered">Why the first of the unanswered was not asked.</param>
public readonly record struct RecordedTally(long FromRecords, long Asked, long Unanswered, decimal CostUsd, string? FirstUnanswered);
