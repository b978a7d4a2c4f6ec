using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NSubstitute;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.LanguageModels.Tests.Decisions;
using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Tests.Planning;

/// <summary>A desk over a fake provider, with its books in memory.</summary>
internal sealed class DeskScene : ILogger<ModelDesk>, IAsyncDisposable
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);

    private readonly ModelHarness _models;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Dictionary<string, TextPartRow> _parts = new(StringComparer.Ordinal);
    private readonly IPlanInbox _inbox = Substitute.For<IPlanInbox>();
    private TaskCompletionSource<ModelPlan> _delivered = new();
    private long _cycle;

    private DeskScene(ModelHarness models, ModelDeskOptions options, decimal spentBefore, bool runs)
    {
        _models = models;
        var journal = Substitute.For<IJournal>();
        journal.Write(default).ReturnsForAnyArgs(call => Keep(call.Arg<ImmutableArray<ReadModelRow>>()));
        var readModel = Substitute.For<IReadModel>();
        readModel.ModelSpend(default, default, CancellationToken.None).ReturnsForAnyArgs(new ValueTask<decimal>(spentBefore));
        _inbox.Deliver(default, null!).ReturnsForAnyArgs(call =>
        {
            _delivered.SetResult(call.Arg<ModelPlan>());
            return Task.CompletedTask;
        });
        Desk = new ModelDesk(models.Models, options, journal, readModel, _inbox, TimeProvider.System, this);
        _running = runs ? Desk.Run(_stop.Token) : Task.CompletedTask;
    }

    public ModelDesk Desk { get; }

    public FakeModelServer Server => _models.Server;

    /// <summary>What the agent sees.</summary>
    public Observation Seen { get; set; } = Answers.Seen;

    public List<DecisionRecordRow> Records { get; } = [];

    public static async Task<DeskScene> Start(ModelDeskOptions? options = null, decimal spentBefore = 0m, bool runs = true) =>
        new(await ModelHarness.Start(), options ?? new ModelDeskOptions(), spentBefore, runs);

    public static ModelQuery Query(ModelConfig model, long cycle) => new(
        AgentKey.Parse("demo/thinker"), AccountKey.Parse("demo/main"), VersionKey.Parse("demo/thinker@1.0.0"),
        new VersionConfig(
            StrategyConfig.Of(ModelConfig.Strategy), "simulated", [.. Answers.Seen.Symbols.Select(market => market.Symbol)], 5m,
            TimeSpan.FromMinutes(1), null, model),
        cycle, Answers.Seen);

    public async Task<ModelPlan> Ask(ModelConfig model)
    {
        _delivered = new TaskCompletionSource<ModelPlan>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.Null((await Desk.Ask(Query(model, ++_cycle) with { Observation = Seen })).Plan);
        var plan = await _delivered.Task.WaitAsync(WaitMax);
        Assert.Equal(_cycle, plan.Cycle);
        return plan;
    }

    public string Text(ImmutableArray<string> hashes) => TextParts.Join(hashes, _parts);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    // A plan that is lost is told in the log alone.
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null)
            _delivered.TrySetException(exception);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_running);
        _stop.Dispose();
        await _models.DisposeAsync();
    }

    private ValueTask Keep(ImmutableArray<ReadModelRow> rows)
    {
        foreach (var part in rows.OfType<TextPartRow>())
            _parts[part.Hash] = part;
        Records.AddRange(rows.OfType<DecisionRecordRow>());
        return ValueTask.CompletedTask;
    }
}
