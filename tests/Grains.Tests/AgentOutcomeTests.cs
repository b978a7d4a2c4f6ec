using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests;

/// <summary>What came of a model's decision, beside its record.</summary>
public sealed class AgentOutcomeTests
{
    private readonly ScriptedModels _models = new();

    [Fact]
    public async Task Transcript_ofAnEntry_hasItsOrdersAndLaterTheTradeThatItOpened()
    {
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);
        var cycle = await Decide(local, scene, agent, Wanted(TradeSignal.Buy, 0.5m));

        var open = Transcript(local, agent, cycle);
        var outcome = Assert.Single(open.Outcomes);
        Assert.Equal((Scene.BtcKey, "open-long"), (outcome.Symbol, outcome.Action));
        Assert.StartsWith("order ", outcome.Told, StringComparison.Ordinal);
        Assert.Equal(
            [(OrderType.Market, OrderStatus.Filled, 0.5m), (OrderType.Stop, OrderStatus.Open, 0m), (OrderType.TakeProfit, OrderStatus.Open, 0m)],
            outcome.Orders.Select(static order => (order.Type, order.Status, order.Filled)));
        Assert.InRange(outcome.Orders[0].AveragePrice!.Value, 60_000m, 60_010m);
        Assert.Empty(outcome.Trades);
        Assert.Equal(new RecordOutcome(1, 0, null, null), open.Record.Outcome);
        Assert.Equal(open.Record.Outcome, Assert.Single(Records(local, agent)).Outcome);

        scene.NextTick(70_100m);

        var closed = Transcript(local, agent, cycle);
        outcome = Assert.Single(closed.Outcomes);
        Assert.Equal(OrderStatus.Filled, outcome.Orders.Single(static order => order.Type == OrderType.TakeProfit).Status);
        var trade = Assert.Single(outcome.Trades);
        var booked = Assert.Single(local.Run(() => scene.Account().GetClosedTrades(PageRequest.Newest(10))).Rows);
        Assert.Equal((booked.Number, booked.Net), (trade.Number, trade.Net));
        Assert.Equal(new RecordOutcome(1, 1, booked.Net, null), closed.Record.Outcome);
        Assert.Equal(closed.Record.Outcome, Assert.Single(Records(local, agent)).Outcome);
    }

    [Fact]
    public async Task Transcript_ofALaterDecision_doesNotHaveWhatAnotherCauses()
    {
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);
        var first = await Decide(local, scene, agent, Wanted(TradeSignal.Buy, 0.5m));
        var second = await Decide(local, scene, agent, Wanted(TradeSignal.Close, 0m));

        var closing = Assert.Single(Transcript(local, agent, second).Outcomes);
        Assert.Equal(("close", 1, 0), (closing.Action, closing.Orders.Length, closing.Trades.Length));
        Assert.Equal((Side.Sell, 0.5m), (closing.Orders[0].Side, closing.Orders[0].Filled));
        Assert.Single(Assert.Single(Transcript(local, agent, first).Outcomes).Trades);
        Assert.Equal([(second, 0), (first, 1)], Records(local, agent).Select(static record => (record.Cycle, record.Outcome!.Trades)));
    }

    [Theory]
    [InlineData(false, "refused: InsufficientMargin")]
    [InlineData(true, "dry run: would be refused: InsufficientMargin")]
    public async Task Transcript_ofARefusal_hasItsReason(bool isDryRun, string told)
    {
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local, isDryRun);
        var cycle = await Decide(local, scene, agent, Wanted(TradeSignal.Buy, 50m));

        var transcript = Transcript(local, agent, cycle);

        var outcome = Assert.Single(transcript.Outcomes);
        Assert.StartsWith(told, outcome.Told, StringComparison.Ordinal);
        Assert.Empty(outcome.Orders);
        Assert.Equal(new RecordOutcome(0, 0, null, outcome.Told), transcript.Record.Outcome);
    }

    [Fact]
    public async Task Transcript_ofADryRun_hasTheVerdict()
    {
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local, isDryRun: true);
        var cycle = await Decide(local, scene, agent, Wanted(TradeSignal.Buy, 0.5m));

        Assert.StartsWith("dry run: would be accepted", Assert.Single(Transcript(local, agent, cycle).Outcomes).Told, StringComparison.Ordinal);
        Assert.StartsWith("dry run: would be accepted", Assert.Single(Records(local, agent)).Outcome!.Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transcript_ofHolds_hasNoOutcome()
    {
        await using var local = Local.Create(models: _models);
        var (scene, agent) = Begin(local);
        var held = await Decide(local, scene, agent, Decision.Hold);
        await local.Journal.Write([Record(held + 1, null)]);

        var transcript = Transcript(local, agent, held);
        Assert.Empty(transcript.Outcomes);
        Assert.Equal(new RecordOutcome(0, 0, null, null), transcript.Record.Outcome);
        Assert.Null(Transcript(local, agent, held + 1).Record.Outcome);
        Assert.Equal([true, false], Records(local, agent).Select(static record => record.Outcome is null));
    }

    private static Decision Wanted(TradeSignal signal, decimal quantity) => new([new SymbolDecision(
        Scene.Btc, signal, quantity, 2m, 0.7m, signal == TradeSignal.Close ? null : new ExitPlan(ProfitTarget: 70_000m, StopLoss: 50_000m), "it rises")]);

    private static DecisionTranscript Transcript(Local local, IAgentGrain agent, long cycle) => local.Run(() => agent.GetTranscript(cycle))!;

    private static IEnumerable<DecisionRecordRow> Records(Local local, IAgentGrain agent) => local.Run(() => agent.GetRecords(PageRequest.Newest(10))).Rows;

    // The agent asks, is answered with the decision, and the record of it is kept, as the desk does it.
    private async Task<long> Decide(Local local, Scene scene, IAgentGrain agent, Decision decision)
    {
        var asked = _models.Asked.Count;
        while (_models.Asked.Count == asked)
        {
            local.Wait(TimeSpan.FromSeconds(15));
            scene.Tick(60_000m + _models.Asked.Count);
        }

        var cycle = _models.Asked[^1].Cycle;
        await local.Journal.Write([Record(cycle, decision)]);
        local.Run(() => agent.OnPlanned(new ModelPlan(cycle, decision, null, IsFailure: false)));
        return cycle;
    }

    private static DecisionRecordRow Record(long cycle, Decision? decision) => new(
        new AgentKey(Scene.Tenant, "agent"), Scene.Key("main"), new VersionKey(Scene.Tenant, "thinker", "1.0.0"), cycle, Local.Start, new string('a', 64),
        new string('b', 64), [], decision is null ? null : ContractJson.EncodeText(decision), decision is null ? "nobody to ask" : null, [], 0m, TimeSpan.Zero);

    private static (Scene Scene, IAgentGrain Agent) Begin(Local local, bool isDryRun = false)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var config = new VersionConfig(
            StrategyConfig.Of(ModelConfig.Strategy), Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromSeconds(60), null, new ModelConfig("openai/gpt-5"))
        {
            DryRun = isDryRun,
        };
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateVersion("thinker", "1.0.0", config)).Status);
        var setup = new AgentSetup(new VersionKey(Scene.Tenant, "thinker", "1.0.0"), Scene.Key("main"));
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateAgent(new AgentCreation("agent", setup, Starts: true))).Status);
        return (scene, local.Grains.Agent(new AgentKey(Scene.Tenant, "agent")));
    }
}
