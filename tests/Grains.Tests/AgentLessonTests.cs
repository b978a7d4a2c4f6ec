using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.GrainsTests;

/// <summary>Closed trades return to the prompts of their version.</summary>
public sealed class AgentLessonTests
{
    private readonly ScriptedModels _models = new();

    [Fact]
    public async Task Rules_tradeClosed_isInTheNextQuestionAndKept()
    {
        await using var local = Local.Create(models: _models);
        var scene = Open(local, "main");
        var agent = Begin(local, "agent", "1.0.0", "main", MemoryMode.Rules);
        var cycle = Trade(local, scene, agent, "it rises");

        var query = NextQuestion(local, scene, "agent");

        var lesson = Assert.Single(query.Observation.Lessons);
        Assert.Empty(query.Reviews);
        Assert.Equal((1L, Scene.Btc, Side.Buy, ExitKind.Stop, LessonAuthor.Rules), (lesson.Trade, lesson.Symbol, lesson.Side, lesson.Came.Exit, lesson.Author));
        Assert.Equal(("it rises", 0.7m), (lesson.Expected.Reason, lesson.Expected.Confidence));
        Assert.InRange(lesson.Expected.StopShare!.Value, 0.015m, 0.018m);
        Assert.InRange(lesson.NetR!.Value, -1.3m, -1m);
        Assert.StartsWith("The stop was hit after ", lesson.Words, StringComparison.Ordinal);
        var row = Assert.Single(Lessons(local, "1.0.0"));
        Assert.Equal(("main", "agent", lesson.Words), (row.Account.Name, row.Agent.Name, row.Lesson.Words));
        var decided = Assert.Single(local.Run(() => agent.GetDecisions(PageRequest.Newest(10))).Rows);
        Assert.Equal((cycle, lesson.Expected.Regime ?? string.Empty), (decided.Cycle, decided.Regime));
    }

    [Fact]
    public async Task Off_tradeClosed_isShownAndKeptNowhere()
    {
        await using var local = Local.Create(models: _models);
        var scene = Open(local, "main");
        var agent = Begin(local, "agent", "1.0.0", "main", MemoryMode.Off);
        Trade(local, scene, agent, "it rises");

        var query = NextQuestion(local, scene, "agent");

        Assert.NotEmpty(query.Observation.LastTrades);
        Assert.Empty(query.Observation.Lessons);
        Assert.Empty(query.Reviews);
        Assert.Empty(Lessons(local, "1.0.0"));
    }

    [Fact]
    public async Task Versions_twoOfThem_learnFromTheirOwnAgentsAlone()
    {
        await using var local = Local.Create(models: _models);
        var scene = Open(local, "a", "b", "c");
        var first = Begin(local, "first", "1.0.0", "a", MemoryMode.Rules);
        Begin(local, "second", "1.0.0", "b", MemoryMode.Rules);
        Begin(local, "other", "1.1.0", "c", MemoryMode.Rules);
        Trade(local, scene, first, "it rises");

        NextQuestion(local, scene, "first");

        Assert.Equal("it rises", Assert.Single(NextQuestion(local, scene, "second").Observation.Lessons).Expected.Reason);
        Assert.Empty(NextQuestion(local, scene, "other").Observation.Lessons);
        Assert.Empty(Lessons(local, "1.1.0"));
    }

    [Fact]
    public async Task Model_plan_bringsItsWordsAndTheBooksKeepTheFacts()
    {
        await using var local = Local.Create(models: _models);
        var scene = Open(local, "main");
        var agent = Begin(local, "agent", "1.0.0", "main", MemoryMode.Model);
        Trade(local, scene, agent, "it rises");

        var query = NextQuestion(local, scene, "agent");
        var review = Assert.Single(query.Reviews);
        Assert.Empty(query.Observation.Lessons);
        Assert.Empty(Lessons(local, "1.0.0"));

        var told = review with { Words = new string('w', 500), Author = LessonAuthor.Model, Net = 1_000_000m };
        local.Run(() => agent.OnPlanned(ModelPlan.Hold(query.Cycle, "the answer could not be used", isFailure: true) with { Lessons = [told] }));

        var kept = Assert.Single(Lessons(local, "1.0.0")).Lesson;
        Assert.Equal((new string('w', Lesson.WordsLengthMax), LessonAuthor.Model, review.Net), (kept.Words, kept.Author, kept.Net));
        var next = NextQuestion(local, scene, "agent");
        Assert.Equal(kept.Words, Assert.Single(next.Observation.Lessons).Words);
        Assert.Empty(next.Reviews);
    }

    [Fact]
    public async Task Model_answersLateOrWithoutLessons_isAskedAgainAndNoLessonIsKeptTwice()
    {
        await using var local = Local.Create(models: _models);
        var scene = Open(local, "main");
        var agent = Begin(local, "agent", "1.0.0", "main", MemoryMode.Model);
        Trade(local, scene, agent, "it rises");
        var first = NextQuestion(local, scene, "agent");
        local.Run(() => agent.OnPlanned(ModelPlan.Hold(first.Cycle, "too many questions wait already", isFailure: false)));

        // The second one never comes in time.
        var second = NextQuestion(local, scene, "agent");
        Assert.Equal(first.Reviews.Select(review => review.Trade), second.Reviews.Select(review => review.Trade));
        var third = NextQuestion(local, scene, "agent");
        Assert.True(third.Cycle > second.Cycle);
        local.Run(() => agent.OnPlanned(Held(second, "too late")));
        local.Run(() => agent.OnPlanned(Held(third, "in time")));
        local.Run(() => agent.OnPlanned(Held(third, "twice")));

        Assert.Equal("in time", Assert.Single(Lessons(local, "1.0.0")).Lesson.Words);
        Assert.Empty(NextQuestion(local, scene, "agent").Reviews);
    }

    [Fact]
    public async Task Model_leavesATradeOut_rulesWordIt()
    {
        await using var local = Local.Create(models: _models);
        var scene = Open(local, "main");
        var agent = Begin(local, "agent", "1.0.0", "main", MemoryMode.Model);
        Trade(local, scene, agent, "it rises");
        var query = NextQuestion(local, scene, "agent");

        var stranger = query.Reviews[0] with { Trade = 99, Words = "of another trade", Author = LessonAuthor.Model };
        local.Run(() => agent.OnPlanned(new ModelPlan(query.Cycle, Decision.Hold, null, IsFailure: false) { Lessons = [stranger] }));

        Assert.Equal([query.Reviews[0]], Lessons(local, "1.0.0").Select(row => row.Lesson));
    }

    [Theory]
    [InlineData(MemoryMode.Rules, 1)]
    [InlineData(MemoryMode.Model, 1)]
    [InlineData(MemoryMode.Off, 0)]
    public async Task Stop_closesThePosition_itsLessonIsKeptForOtherAgentsOfTheVersion(MemoryMode memory, int lessons)
    {
        await using var local = Local.Create(models: _models);
        var scene = Open(local, "main");
        var agent = Begin(local, "agent", "1.0.0", "main", memory);
        Buy(local, agent, NextQuestion(local, scene, "agent"), "it rises");

        Assert.Equal(SetupStatus.Done, local.Run(() => agent.Stop(closesPositions: true)).Status);

        var kept = Lessons(local, "1.0.0");
        Assert.Equal(lessons, kept.Length);
        Assert.All(kept, row => Assert.Equal(("it rises", LessonAuthor.Rules), (row.Lesson.Expected.Reason, row.Lesson.Author)));
    }

    [Fact]
    public async Task Restart_lessonsThatAreKept_areNotFoundAgain()
    {
        using var home = new Home();
        DateTimeOffset stoppedAt;
        await using (var local = home.Start(models: _models))
        {
            var scene = Open(local, "main");
            var agent = Begin(local, "agent", "1.0.0", "main", MemoryMode.Model);
            Trade(local, scene, agent, "first");
            var query = NextQuestion(local, scene, "agent");
            local.Run(() => agent.OnPlanned(Held(query, "first words")));
            Trade(local, scene, agent, "second");
            Assert.Single(NextQuestion(local, scene, "agent").Reviews);
            local.StopGrains();
            stoppedAt = local.Now;
        }

        await using var again = home.Start(stoppedAt.AddMinutes(1), models: _models);
        var back = new Scene(again);
        back.StartSymbol(epoch: 2);
        Minutes(again, back, 8, epoch: 2);

        var asked = _models.Asked[^1];
        Assert.Equal("second", Assert.Single(asked.Reviews).Expected.Reason);
        Assert.Equal("first words", Assert.Single(asked.Observation.Lessons).Words);
    }

    [Fact]
    public async Task Hand_closedTradesOfOthers_teachNothing()
    {
        await using var local = Local.Create(models: _models);
        var scene = Open(local, "main");
        scene.Execute("before/open", Scene.AtMarket(Side.Buy, 0.1m));
        scene.Execute("before/close", new ClosePosition(Scene.Btc, new OrderNote("enough", OrderNote.ManualCause)));
        Begin(local, "agent", "1.0.0", "main", MemoryMode.Rules);
        Minutes(local, scene, 8);
        scene.Execute("after/open", Scene.AtMarket(Side.Buy, 0.1m));
        scene.Execute("after/close", new ClosePosition(Scene.Btc, new OrderNote("enough", OrderNote.ManualCause)));

        var query = NextQuestion(local, scene, "agent");

        Assert.Equal(2, query.Observation.LastTrades.Length);
        Assert.Empty(query.Observation.Lessons);
        Assert.Empty(Lessons(local, "1.0.0"));
    }

    [Fact]
    public async Task Journal_refusesLessons_thePlanGoesOnAndTheNextCycleTriesAgain()
    {
        await using var local = Local.Create(models: _models);
        var scene = Open(local, "main");
        var agent = Begin(local, "agent", "1.0.0", "main", MemoryMode.Rules);
        Trade(local, scene, agent, "it rises");
        local.Faults.WritesToFail = 1;

        Assert.Empty(NextQuestion(local, scene, "agent").Observation.Lessons);
        Assert.Single(NextQuestion(local, scene, "agent").Observation.Lessons);
    }

    private static ModelPlan Held(ModelQuery query, string words) => new(query.Cycle, Decision.Hold, null, IsFailure: false)
    {
        Lessons = [.. query.Reviews.Select(review => review with { Words = words, Author = LessonAuthor.Model })],
    };

    private static Scene Open(Local local, params ReadOnlySpan<string> accounts)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        foreach (var account in accounts)
            scene.OpenAccount(account);
        scene.Tick(60_000m);
        return scene;
    }

    private static IAgentGrain Begin(Local local, string name, string version, string account, MemoryMode memory)
    {
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var model = new ModelConfig("openai/gpt-5", Timeout: TimeSpan.FromSeconds(5)) { Memory = memory };
        var config = new VersionConfig(StrategyConfig.Of(ModelConfig.Strategy), Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromSeconds(60), null, model);
        Assert.NotEqual(SetupStatus.Refused, local.Run(() => tenant.CreateVersion("thinker", version, config)).Status);
        var setup = new AgentSetup(new VersionKey(Scene.Tenant, "thinker", version), Scene.Key(account));
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateAgent(new AgentCreation(name, setup, Starts: true))).Status);
        return local.Grains.Agent(new AgentKey(Scene.Tenant, name));
    }

    private static ImmutableArray<LessonRow> Lessons(Local local, string version) =>
        local.Run(() => local.Grains.StrategyVersion(new VersionKey(Scene.Tenant, "thinker", version)).GetLessons(PageRequest.Newest(10))).Rows;

    /// <summary>The agent buys with a stop below, and the price falls through it.</summary>
    private long Trade(Local local, Scene scene, IAgentGrain agent, string reason)
    {
        var query = NextQuestion(local, scene, local.Run(agent.GetSnapshot)!.Key.Name);
        Buy(local, agent, query, reason);
        Assert.NotEmpty(scene.View(query.Account.Name).Books.Positions);
        scene.NextTick(58_990m);
        scene.NextTick(60_000m);
        Assert.Empty(scene.View(query.Account.Name).Books.Positions);
        return query.Cycle;
    }

    private static void Buy(Local local, IAgentGrain agent, ModelQuery query, string reason)
    {
        var decision = new Decision([new SymbolDecision(
            Scene.Btc, TradeSignal.Buy, 0.5m, 2m, 0.7m, new ExitPlan(ProfitTarget: 63_000m, StopLoss: 59_000m), reason)]);
        var record = new DecisionRecordRow(
            query.Agent, query.Account, query.Version, query.Cycle, query.Observation.At, new string('a', 64), new string('b', 64), [],
            ContractJson.EncodeText(decision), null, [], 0m, TimeSpan.Zero);
        local.Run(() => local.Journal.Write([record]).AsTask());
        local.Run(() => agent.OnPlanned(new ModelPlan(query.Cycle, decision, null, IsFailure: false)
        {
            Lessons = [.. query.Reviews],
        }));
    }

    private ModelQuery NextQuestion(Local local, Scene scene, string agent)
    {
        var before = _models.Asked.Count;
        for (var minutes = 0; minutes < 20; minutes++)
        {
            Minutes(local, scene, 1);
            if (_models.Asked.Skip(before).LastOrDefault(query => string.Equals(query.Agent.Name, agent, StringComparison.Ordinal)) is { } asked)
                return asked;
        }

        throw new InvalidOperationException($"{agent} asked nothing for 20 minutes");
    }

    private static void Minutes(Local local, Scene scene, int minutes, long epoch = 1)
    {
        var end = local.Now.AddMinutes(minutes);
        for (var at = local.Now.AddSeconds(15 - (local.Now.Second % 15)); at <= end; at = at.AddSeconds(15))
        {
            local.RunUntil(at);
            scene.Tick(scene.QuoteAt(60_000m + (at.Second % 4)), epoch);
        }
    }
}
