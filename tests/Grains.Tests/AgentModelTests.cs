using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests;

public sealed class AgentModelTests
{
    private const int SafeModeCyclesMax = 32;

    private readonly ScriptedModels _models = new();

    [Fact]
    public async Task Answer_inTime_isTradedAtTheNewPriceAndNamesItsCycle()
    {
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);
        Minutes(local, scene, 8);
        var query = _models.Asked[0];
        Assert.Equal("sma 5 1m", query.Observation.Symbols[0].Indicators[0].Indicator);
        var cycles = Snapshot(local, agent).Cycles;
        scene.Tick(61_000m);

        local.Run(() => agent.OnPlanned(new ModelPlan(query.Cycle, Buy(0.5m), null, IsFailure: false)));

        var position = Assert.Single(scene.View().Books.Positions);
        Assert.Equal(0.5m, position.Quantity);
        Assert.InRange(position.EntryPrice, 61_000m, 61_200m);
        var fill = Assert.Single(local.Run(() => scene.Account().GetFills(PageRequest.Newest(10))).Rows);
        Assert.Contains("it rises", fill.Reason, StringComparison.Ordinal);
        var told = Assert.Single(local.Run(() => agent.GetDecisions(PageRequest.Newest(10))).Rows);
        Assert.Equal((query.Cycle, "open-long"), (told.Cycle, told.Action));
        Assert.Equal(cycles + 1, Snapshot(local, agent).Cycles);
    }

    [Fact]
    public async Task Answer_thatTheBudgetForbids_isToldOnceADayWhoeverMeetsIt()
    {
        _models.Answer = static query => new ModelTicket(ModelPlan.Hold(query.Cycle, "the models' budget of today is spent", isFailure: false) with { IsOverBudget = true }, TimeSpan.Zero);
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);
        Minutes(local, scene, 20);

        var alert = Assert.Single(local.Run(() => local.Grains.Tenant(Scene.Tenant).GetAlertsOf([AlertKind.Budget], PageRequest.Newest(50))).Rows);
        Assert.Equal((AlertSeverity.Warning, "the models' budget of today is spent"), (alert.Severity, alert.Message));
        Assert.True(_models.Asked.Count > 2);
        Assert.NotNull(Snapshot(local, agent));
    }

    [Fact]
    public async Task Answer_givenTwice_isTradedOnce()
    {
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);
        Minutes(local, scene, 8);
        var plan = new ModelPlan(_models.Asked[0].Cycle, Buy(0.5m), null, IsFailure: false);

        local.Run(() => agent.OnPlanned(plan));
        var cycles = Snapshot(local, agent).Cycles;
        local.Run(() => agent.OnPlanned(plan));

        Assert.Equal(0.5m, Assert.Single(scene.View().Books.Positions).Quantity);
        Assert.Equal(cycles, Snapshot(local, agent).Cycles);
    }

    [Fact]
    public async Task Answer_thatNeverComes_isGivenUpAndLaterDropped()
    {
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);
        Minutes(local, scene, 8);
        var first = _models.Asked[0].Cycle;

        Minutes(local, scene, 2);
        local.Run(() => agent.OnPlanned(new ModelPlan(first, Buy(0.5m), null, IsFailure: false)));

        Assert.Equal(2, _models.Asked.Count);
        Assert.Empty(scene.View().Books.Positions);
        Assert.Equal("the model did not answer in time", Snapshot(local, agent).LastError);
    }

    [Fact]
    public async Task Answer_toAPausedAgent_isDropped()
    {
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);
        Minutes(local, scene, 8);
        local.Run(agent.Pause);

        local.Run(() => agent.OnPlanned(new ModelPlan(_models.Asked[0].Cycle, Buy(0.5m), null, IsFailure: false)));

        Assert.Empty(scene.View().Books.Positions);
    }

    [Fact]
    public async Task Answer_onAStaleMarket_isNotTraded()
    {
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);
        Minutes(local, scene, 8);
        scene.Tick(new FeedStale(Scene.Btc, local.Now, StaleReason.Disconnected, "test"));

        local.Run(() => agent.OnPlanned(new ModelPlan(_models.Asked[0].Cycle, Buy(0.5m), null, IsFailure: false)));

        Assert.Empty(scene.View().Books.Positions);
        Assert.Contains("stale", Snapshot(local, agent).HoldReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_recorded_countsFromItsLatencyOn()
    {
        _models.Answer = static query => new ModelTicket(new ModelPlan(query.Cycle, Buy(0.5m), null, IsFailure: false), TimeSpan.FromSeconds(7));
        await using var local = Local.Create(models: _models);
        var (scene, _) = Begin(local);
        while (_models.Asked.Count == 0)
            Minutes(local, scene, 1);
        local.Wait(TimeSpan.FromSeconds(8));

        var fill = Assert.Single(local.Run(() => scene.Account().GetFills(PageRequest.Newest(10))).Rows);
        Assert.Equal(_models.Asked[0].Observation.At + TimeSpan.FromSeconds(7), fill.At);
    }

    [Fact]
    public async Task Timer_tooEarly_beginsNoCycleUnderTheNumberOfTheLastOne()
    {
        _models.Answer = static query => new ModelTicket(new ModelPlan(query.Cycle, Decision.Hold, null, IsFailure: false), TimeSpan.Zero);
        await using var local = Local.Create(models: _models, clock: static timers => new SlowClock(timers));
        var (scene, _) = Begin(local);

        Minutes(local, scene, 20);

        var cycles = _models.Asked.Select(static query => query.Cycle).ToArray();
        Assert.True(cycles.Length > 10);
        Assert.Equal(Enumerable.Range(0, cycles.Length).Select(i => cycles[0] + i), cycles);
    }

    [Fact]
    public async Task Cycles_whoseTimeIsOver_areLeftOutAndCounted()
    {
        _models.Answer = static query => new ModelTicket(new ModelPlan(query.Cycle, Decision.Hold, null, IsFailure: false), TimeSpan.Zero);
        LeapingClock? clock = null;
        await using var local = Local.Create(models: _models, clock: timers => clock = new LeapingClock(timers));
        var (scene, agent) = Begin(local);
        Minutes(local, scene, 10);
        Assert.Equal(0, Snapshot(local, agent).Missed);
        var last = _models.Asked[^1].Cycle;

        clock!.Ahead = TimeSpan.FromMinutes(3);
        Minutes(local, scene, 1);

        Assert.Equal(3, Snapshot(local, agent).Missed);
        Assert.Equal(last + 4, _models.Asked[^1].Cycle);
    }

    [Fact]
    public async Task Failures_inARow_makeItAskLessOftenUntilOneAnswers()
    {
        _models.Answer = static query => new ModelTicket(ModelPlan.Hold(query.Cycle, "the provider is down", isFailure: true), TimeSpan.Zero);
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);
        Minutes(local, scene, 120);
        var asked = _models.Asked.Count;
        Assert.InRange(asked, 6, 12);
        Assert.StartsWith("safe mode after", Snapshot(local, agent).HoldReason, StringComparison.Ordinal);
        Assert.Equal("the provider is down", Snapshot(local, agent).LastError);

        _models.Answer = static query => new ModelTicket(new ModelPlan(query.Cycle, Decision.Hold, null, IsFailure: false), TimeSpan.Zero);
        Minutes(local, scene, SafeModeCyclesMax + 20);

        Assert.InRange(_models.Asked.Count - asked, 15, 60);
        Assert.Null(Snapshot(local, agent).HoldReason);
        Assert.Empty(scene.View().Books.Positions);
    }

    [Fact]
    public async Task Leakage_ofTheModelOverThisData_isShown()
    {
        _models.LeakageOf = static from => $"may remember {from:yyyy}";
        await using var local = Local.Create(models: _models);
        var (_, agent) = Begin(local);

        Assert.Equal($"may remember {local.Now:yyyy}", Snapshot(local, agent).Leakage);
    }

    [Fact]
    public async Task Hold_withAReason_isShownAndNoFailure()
    {
        _models.Answer = static query => new ModelTicket(ModelPlan.Hold(query.Cycle, "the budget of today is spent", isFailure: false), TimeSpan.Zero);
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);

        Minutes(local, scene, 20);

        Assert.Equal("the budget of today is spent", Snapshot(local, agent).HoldReason);
        Assert.Null(Snapshot(local, agent).LastError);
        Assert.Equal(Snapshot(local, agent).Cycles, Snapshot(local, agent).Holds);
    }

    [Theory]
    [InlineData(0.5, "dry run: would be accepted, nothing was sent")]
    [InlineData(500.0, "dry run: would be refused: ")]
    public async Task DryRun_decisionAndVerdict_areKeptAndNothingIsSent(double quantity, string outcome)
    {
        _models.Answer = query => new ModelTicket(new ModelPlan(query.Cycle, Buy((decimal)quantity), null, IsFailure: false), TimeSpan.Zero);
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local, static config => config with { DryRun = true });

        Minutes(local, scene, 8);

        Assert.Empty(scene.View().Books.Positions);
        Assert.Empty(scene.View().Books.Orders);
        Assert.Empty(local.Run(() => scene.Account().GetOrders(PageRequest.Newest(10))).Rows);
        var rows = local.Run(() => agent.GetDecisions(PageRequest.Newest(10))).Rows;
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.StartsWith(outcome, row.Outcome, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "dry run: would be refused: ")]
    [InlineData(false, "refused: ")]
    public async Task Limits_ofTheVersion_areShownToTheModelAndHoldItsOrders_inADryRunToo(bool isDryRun, string outcome)
    {
        var limits = new AccountLimits(OrderNotionalMax: 1_000m);
        var shown = AccountLimits.None;
        _models.Answer = query =>
        {
            shown = query.Observation.Account.Limits;
            return new ModelTicket(new ModelPlan(query.Cycle, Buy(0.5m), null, IsFailure: false), TimeSpan.Zero);
        };
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local, config => config with { DryRun = isDryRun, Limits = limits });

        Minutes(local, scene, 8);

        Assert.Equal(limits, shown);
        Assert.Empty(scene.View().Books.Positions);
        var rows = local.Run(() => agent.GetDecisions(PageRequest.Newest(10))).Rows;
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.StartsWith(outcome, row.Outcome, StringComparison.Ordinal));
        Assert.All(rows, static row => Assert.Contains("OrderNotionalMax", row.Outcome, StringComparison.Ordinal));
        Assert.All(rows, static row => Assert.Contains("at most 1000", row.Outcome, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gpt-5", ModelMode.Single, null, "model.model")]
    [InlineData("nowhere/gpt-5", ModelMode.Single, null, "model")]
    [InlineData("openai/gpt-5", ModelMode.SecondOpinion, null, "model.assistant")]
    [InlineData("openai/gpt-5", ModelMode.Panel, "openai/o4", "model.assistant")]
    public async Task Version_withAnImpossibleModel_isRefused(string model, ModelMode mode, string? assistant, string field)
    {
        await using var local = Local.Create(models: _models);

        var reply = local.Run(() => local.Grains.Tenant(Scene.Tenant).CreateVersion("thinker", "1.0.0", Config(new ModelConfig(model, mode, assistant))));

        Assert.Contains(reply.Errors, error => string.Equals(error.Field, field, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tenant/llama3", null, "model.endpoint")]
    [InlineData("tenant/llama3", "models.example.com", "model.endpoint")]
    [InlineData("openai/gpt-5", "https://models.example.com/v1", "model.model")]
    [InlineData("tenant/llama3", "https://models.example.com/v1", null)]
    public async Task Version_withAnEndpoint_namesAModelOfTheTenant(string model, string? endpoint, string? field)
    {
        await using var local = Local.Create(models: _models);
        var config = Config(new ModelConfig(model) { Endpoint = endpoint });

        var reply = local.Run(() => local.Grains.Tenant(Scene.Tenant).CreateVersion("thinker", "1.0.0", config));

        Assert.Equal(field, reply.IsRefused ? reply.Errors.Single().Field : null);
    }

    [Fact]
    public async Task Version_ofAServiceWithoutModels_isRefused()
    {
        await using var local = Local.Create();

        var reply = local.Run(() => local.Grains.Tenant(Scene.Tenant).CreateVersion("thinker", "1.0.0", Config(new ModelConfig("openai/gpt-5"))));

        Assert.Contains(NoModels.Reason, Assert.Single(reply.Errors).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Performance_ofTheVersionAlone_isInTheObservation()
    {
        var buys = true;
        _models.Answer = query => new ModelTicket(
            new ModelPlan(query.Cycle, buys ? Buy(0.5m) : Close, null, IsFailure: false), TimeSpan.Zero);
        await using var local = Local.Create(models: _models);
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        Minutes(local, scene, 2);

        // What was traded by hand before the agent came is not its own.
        scene.Execute("by-hand", Scene.AtMarket(Side.Buy, 1m));
        scene.Tick(60_500m);
        scene.Execute("by-hand-too", Scene.AtMarket(Side.Sell, 1m));
        scene.NextTick(60_000m);
        var (_, agent) = Begin(scene);
        Minutes(local, scene, 8);
        buys = false;
        Minutes(local, scene, 3);

        var trade = Assert.Single(local.Run(() => scene.Account().GetClosedTrades(PageRequest.Newest(10))).Rows, static trade => trade.Quantity == 0.5m);
        var seen = _models.Asked[^1].Observation;
        var performance = seen.Performance!;
        Assert.Equal(Snapshot(local, agent).StartedAt, performance.Since);
        Assert.Equal((1, trade.Net, trade.Fees, trade.Funding), (performance.Trades, performance.Realised, performance.Fees, performance.Funding));
        Assert.Equal(0.0, performance.WinRate);
        Assert.True(performance.TotalReturn < 0);
        Assert.Null(performance.Sharpe);
    }

    private static Decision Buy(decimal quantity) => new([new SymbolDecision(
        Scene.Btc, TradeSignal.Buy, quantity, 2m, 0.7m, new ExitPlan(ProfitTarget: 70_000m, StopLoss: 50_000m), "it rises")]);

    private static Decision Close => new([new SymbolDecision(Scene.Btc, TradeSignal.Close, 0m, 1m, 0.7m, null, "enough")]);

    private static VersionConfig Config(ModelConfig model) => new(
        StrategyConfig.Of(ModelConfig.Strategy), Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromSeconds(60), null, model);

    private static (Scene Scene, IAgentGrain Agent) Begin(Local local, Func<VersionConfig, VersionConfig>? change = null)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        return Begin(scene, change);
    }

    private static (Scene Scene, IAgentGrain Agent) Begin(Scene scene, Func<VersionConfig, VersionConfig>? change = null)
    {
        var local = scene.Local;
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var config = Config(new ModelConfig("openai/gpt-5", Timeout: TimeSpan.FromSeconds(30)));
        config = change?.Invoke(config) ?? config;
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateVersion("thinker", "1.0.0", config)).Status);
        var setup = new AgentSetup(new VersionKey(Scene.Tenant, "thinker", "1.0.0"), Scene.Key("main"));
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateAgent(new AgentCreation("agent", setup, Starts: true))).Status);
        return (scene, local.Grains.Agent(new AgentKey(Scene.Tenant, "agent")));
    }

    private static AgentSnapshot Snapshot(Local local, IAgentGrain agent) => local.Run(() => agent.GetSnapshot())!;

    private static void Minutes(Local local, Scene scene, int minutes)
    {
        var end = local.Now.AddMinutes(minutes);
        for (var at = local.Now.AddSeconds(15 - (local.Now.Second % 15)); at <= end; at = at.AddSeconds(15))
        {
            local.RunUntil(at);
            scene.Tick(60_000m + (at.Second % 4));
        }
    }
}
