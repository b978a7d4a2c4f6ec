using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution.Exits;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Strategies;

/// <summary>What is stored of a strategy version.</summary>
internal sealed record VersionRecord
{
    public VersionConfig? Config { get; init; }

    public VersionStatus Status { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An immutable configuration: draft, then active, then retired.</summary>
[GrainType(GrainTypes.StrategyVersion)]
internal sealed class StrategyVersionGrain(
    GrainSettings settings,
    [PersistentState(StateNames.StrategyVersion, StateNames.Storage)] IPersistentState<VersionRecord> state,
    IJournal journal,
    IReadModel readModel,
    IModelPlanner models,
    TimeProvider time) : Grain, IStrategyVersionGrain
{
    private static readonly TimeSpan CycleIntervalMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CycleIntervalMax = TimeSpan.FromDays(1);

    private const decimal LeverageMax = 100m;

    private VersionKey _key;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = VersionKey.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<SetupReply> Create(VersionConfig config)
    {
        if (state.State.Config is { } known)
        {
            return known.Equals(config)
                ? SetupReply.Unchanged
                : SetupReply.Refuse("version", _key.ToString(), "is there already with another configuration: give the new one a new version");
        }

        var errors = Validate(config);
        if (!errors.IsEmpty)
            return SetupReply.Refuse(errors);
        await Save(new VersionRecord { Config = config, Status = VersionStatus.Draft, CreatedAt = time.GetUtcNow() });
        return SetupReply.Done;
    }

    public Task<SetupReply> Activate() => Move(VersionStatus.Active, VersionStatus.Draft, "make a new version: a retired one stays retired");

    public Task<SetupReply> Retire() => Move(VersionStatus.Retired, VersionStatus.Active, "only an active version can be retired");

    public async Task<Page<LessonRow>> GetLessons(PageRequest page) => await readModel.Lessons(_key, page, CancellationToken.None);

    public Task<VersionSnapshot?> Get() => Task.FromResult(
        state.State is { Config: { } config } known ? new VersionSnapshot(_key, config, known.Status, known.CreatedAt) : null);

    private async Task<SetupReply> Move(VersionStatus to, VersionStatus from, string remedy)
    {
        if (state.State.Config is null)
            return SetupReply.Refuse("version", _key.ToString(), "does not exist: create it first");
        if (state.State.Status == to)
            return SetupReply.Unchanged;
        if (state.State.Status != from)
            return SetupReply.Refuse("status", state.State.Status.ToString(), remedy);
        await Save(state.State with { Status = to });
        return SetupReply.Done;
    }

    // The row is a copy for lists: written after the state, and again with the next change if it was lost.
    private async Task Save(VersionRecord record)
    {
        var before = state.State;
        state.State = record;
        try
        {
            await state.WriteStateAsync();
            await journal.Write([new VersionRow(
                _key, record.Config!.Model?.Model ?? record.Config.Strategy.Strategy, ContractJson.EncodeText(record.Config), record.Status, record.CreatedAt)]);
        }
        catch
        {
            state.State = before;
            DeactivateOnIdle();
            throw;
        }
    }

    private ImmutableArray<FieldError> Validate(VersionConfig config)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (config.Model is { } model)
            errors.AddRange(ModelRules.Refuse(config.Strategy, model).AddRange(models.Refuse(model)));
        else
            errors.AddRange(StrategyCatalog.Validate(config.Strategy));
        if (!string.Equals(config.Venue, settings.Venue, StringComparison.Ordinal))
            errors.Add(new FieldError("venue", config.Venue, $"this service trades {settings.Venue}"));
        if (config.Symbols.IsDefaultOrEmpty || config.Symbols.Length > VersionConfig.SymbolsMax)
            errors.Add(new FieldError("symbols", string.Empty, $"name 1 to {VersionConfig.SymbolsMax}"));
        else if (new HashSet<Symbol>(config.Symbols).Count < config.Symbols.Length)
            errors.Add(new FieldError("symbols", string.Join(' ', config.Symbols), "name each once"));
        if (config.Leverage is < 1m or > LeverageMax)
            errors.Add(new FieldError("leverage", FieldError.Text(config.Leverage), $"give 1 to {LeverageMax}"));
        if (config.CycleInterval < CycleIntervalMin || config.CycleInterval > CycleIntervalMax)
            errors.Add(new FieldError("cycleInterval", config.CycleInterval.ToString("c"), "give one second to one day"));
        if (config.Notes is { Length: > VersionConfig.NotesLengthMax })
            errors.Add(new FieldError("notes", $"{config.Notes.Length} characters", $"give at most {VersionConfig.NotesLengthMax}"));
        if (config.Limits is { } limits)
            Limit(limits, config.Leverage, errors);
        if (config.Exits is { } exits && !config.Symbols.IsDefaultOrEmpty)
            errors.AddRange(ExitPolicyRules.Refuse(exits, config.Symbols));
        return errors.ToImmutable();
    }

    private static void Limit(AccountLimits limits, decimal leverage, ImmutableArray<FieldError>.Builder errors)
    {
        if (limits.IsNone)
            errors.Add(new FieldError("limits", string.Empty, "set at least one, or leave all of it out"));
        foreach (var error in LimitRules.Refuse(limits))
            errors.Add(error with { Field = $"limits.{error.Field}" });
        if (limits.LeverageMax < leverage)
            errors.Add(new FieldError("leverage", FieldError.Text(leverage), $"give at most limits.leverageMax, which is {FieldError.Text(limits.LeverageMax.Value)}"));
    }
}
