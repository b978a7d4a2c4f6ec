using System.Collections.Immutable;
using NSubstitute;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.LanguageModels.Tests.Decisions;
using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Tests.Planning;

public sealed class RecordedDeskTests : IAsyncDisposable
{
    private const string Gpt = "openai/gpt-5";

    private static string Buy => Answers.Of(Answers.Buy());

    private readonly Shelf _library = new();
    private readonly Shelf _run = new();
    private ModelHarness? _models;

    public async ValueTask DisposeAsync()
    {
        if (_models is not null)
            await _models.DisposeAsync();
    }

    [Fact]
    public async Task Ask_twice_asksOnceAndPlansTheSameAtTheSameTime()
    {
        var asking = await Desk(asks: true);
        _models!.Server.Then(FakeReply.Answer(Buy));
        var first = await asking.Ask(Query(1));
        var second = await asking.Ask(Query(7));

        Assert.Single(_models.Server.Requests);
        Assert.Equal(new RecordedTally(1, 1, 0, asking.Tally.CostUsd, null), asking.Tally);
        Assert.Equal((7L, first.After), (second.Plan!.Cycle, second.After));
        Assert.Equal(ContractJson.EncodeText(first.Plan!.Decision!), ContractJson.EncodeText(second.Plan.Decision!));

        // Both are whole in the run's own books, under their own cycles.
        Assert.Equal([1L, 7L], _run.Records.Select(static record => record.Cycle));
        Assert.All(_run.Records, record => Assert.Equal(Buy, TextParts.Join(record.Turns[0].Answer, _run.Parts)));
        Assert.Single(_library.Records);
    }

    [Fact]
    public async Task Ask_whatIsNotOnRecord_holdsAtOnceAndIsCounted()
    {
        var desk = await Desk(asks: false);

        var ticket = await desk.Ask(Query(1));

        Assert.Equal(TimeSpan.Zero, ticket.After);
        Assert.Contains("not on record", ticket.Plan!.HoldReason, StringComparison.Ordinal);
        Assert.False(ticket.Plan.IsFailure);
        Assert.Equal(1, desk.Tally.Unanswered);
        Assert.Empty(_models!.Server.Requests);
        Assert.Empty(_library.Records);
    }

    [Fact]
    public async Task Ask_modelThatFails_failsInEveryRunAlike()
    {
        var desk = await Desk(asks: true);
        _models!.Server.Then(FakeReply.Refusal("no"));
        var first = await desk.Ask(Query(1));

        var second = await new RecordedDesk(
            _models.Models, new ModelDeskOptions(), _library.Library, _library.ReadModel, _run.Journal, TimeProvider.System, asks: false, default).Ask(Query(1));

        Assert.True(first.Plan!.IsFailure);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Ask_budgetEndsInTheMiddle_isNotTakenForAnAnswer()
    {
        var config = new ModelConfig(Gpt, ModelMode.SecondOpinion, "anthropic/claude-sonnet-4-5");
        var poor = await Desk(asks: true, new ModelDeskOptions { DailyBudgetUsd = 0.275m });
        _models!.Server.Otherwise = _ => FakeReply.Answer(Buy);
        var first = await poor.Ask(Query(1, config));

        Assert.Single(_models.Server.Requests);
        Assert.Contains("leaves no room for this question", first.Plan!.HoldReason, StringComparison.Ordinal);
        Assert.Equal(1, poor.Tally.Unanswered);
        Assert.Empty(_library.Records);

        var rich = new RecordedDesk(
            _models.Models, new ModelDeskOptions(), _library.Library, _library.ReadModel, _run.Journal, TimeProvider.System, asks: true, default);
        Assert.NotNull((await rich.Ask(Query(1, config))).Plan!.Decision);
    }

    private static ModelQuery Query(long cycle, ModelConfig? model = null) => new(
        AgentKey.Parse("demo/thinker"), AccountKey.Parse("demo/main"), VersionKey.Parse("demo/thinker@1.0.0"),
        new VersionConfig(
            StrategyConfig.Of(ModelConfig.Strategy), "replay", [.. Answers.Seen.Symbols.Select(static market => market.Symbol)], 5m,
            TimeSpan.FromMinutes(1), null, model ?? new ModelConfig(Gpt)),
        cycle, Answers.Seen);

    private async Task<RecordedDesk> Desk(bool asks, ModelDeskOptions? options = null)
    {
        _models = await ModelHarness.Start();
        return new RecordedDesk(
            _models.Models, options ?? new ModelDeskOptions(), _library.Library, _library.ReadModel, _run.Journal, TimeProvider.System, asks, default);
    }

    /// <summary>Books in memory.</summary>
    private sealed class Shelf
    {
        public Shelf()
        {
            Journal.Write(default).ReturnsForAnyArgs(call =>
            {
                foreach (var part in call.Arg<ImmutableArray<ReadModelRow>>().OfType<TextPartRow>())
                    Parts[part.Hash] = part;
                Records.AddRange(call.Arg<ImmutableArray<ReadModelRow>>().OfType<DecisionRecordRow>());
                return ValueTask.CompletedTask;
            });
            ReadModel.DecisionRecord(null!, null!, default).ReturnsForAnyArgs(call => new ValueTask<DecisionRecordRow?>(Records.LastOrDefault(
                record => (record.ObservationHash, record.ConfigHash) == (call.ArgAt<string>(0), call.ArgAt<string>(1)))));
            ReadModel.TextParts(null!, default).ReturnsForAnyArgs(_ => new ValueTask<IReadOnlyDictionary<string, TextPartRow>>(Parts));
            Library = new RecordLibrary(Journal, ReadModel);
        }

        public IJournal Journal { get; } = Substitute.For<IJournal>();

        public IReadModel ReadModel { get; } = Substitute.For<IReadModel>();

        public RecordLibrary Library { get; }

        public Dictionary<string, TextPartRow> Parts { get; } = new(StringComparer.Ordinal);

        public List<DecisionRecordRow> Records { get; } = [];
    }
}
