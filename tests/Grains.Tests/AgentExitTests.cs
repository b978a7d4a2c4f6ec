using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution.Exits;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests;

/// <summary>An agent whose version has an exit policy, and positions that its planner knows nothing of.</summary>
public sealed class AgentExitTests
{
    private static readonly ExitPolicy Policy = new()
    {
        Stop = new StopPolicy(Percent: 2m), BreakEven = new BreakEven(1m, GainUnit.Risk), Ladder = [new(1m, 0.5m), new(2m, 0.25m)],
        Invalidation = ["long: price below 59500"],
    };

    [Fact]
    public async Task Cycle_positionWithoutExits_getsThoseOfThePolicyOnce()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        var agent = Running(local, scene, Policy);
        scene.Execute("open", Scene.AtMarket(Side.Buy, 1m));

        Minutes(local, scene, 3, 60_000m);

        var position = Assert.Single(scene.View().Books.Positions);
        // Bought at 60,000.5 and slipped a hundredth of a percent; two percent of it, down to the tick.
        Assert.InRange(position.StopPrice!.Value, 58_800m, 58_810m);
        Assert.Equal([0.5m, 0.25m], position.Exits!.Bracket.Targets!.Value.Select(static t => t.Share));
        Assert.Equal(3, scene.View().Books.Orders.Length);
        var made = Assert.Single(local.Run(() => agent.GetDecisions(PageRequest.Newest(10))).Rows, static row => string.Equals(row.Action, "move-exits", StringComparison.Ordinal));
        Assert.Equal("exits of the policy", made.Reason);
        Assert.Null(local.Run(() => agent.GetSnapshot())!.LastError);
        Assert.True(local.Run(() => local.Journal.Verify(default).AsTask()).IsSound);
    }

    [Fact]
    public async Task Cycle_conditionHolds_closesThePositionAndSaysWhy()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        var agent = Running(local, scene, Policy);
        scene.Execute("open", Scene.AtMarket(Side.Buy, 1m));
        Minutes(local, scene, 2, 60_000m);

        Minutes(local, scene, 2, 59_400m);

        Assert.Empty(scene.View().Books.Positions);
        Assert.Empty(scene.View().Books.Orders);
        var trade = Assert.Single(local.Run(() => scene.Account().GetClosedTrades(PageRequest.Newest(10))).Rows);
        Assert.Equal("exit: long: price below 59500", trade.ExitReason);
        Assert.Null(local.Run(() => agent.GetSnapshot())!.LastError);
    }

    [Fact]
    public async Task Cycle_agentLeavesMemoryInTheMiddle_remembersTheFirstRisk()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        var policy = Policy with { Increase = new IncreasePolicy(0.5m, 0.5m), Invalidation = null, Ladder = null };
        var agent = Running(local, scene, policy);
        scene.Execute("open", Scene.AtMarket(Side.Buy, 1m));
        Minutes(local, scene, 2, 60_000m);
        local.Run(() => agent.Pause());
        local.LetIdleGo();
        local.Run(() => agent.Start());

        // Half of R is 600: one addition, and no second one however long it stays there.
        Minutes(local, scene, 4, 60_700m);

        var position = Assert.Single(scene.View().Books.Positions);
        Assert.Equal(1.5m, position.Quantity);
        Assert.Equal(1.5m, Assert.Single(scene.View().Books.Orders).Quantity);
        // R is still the 1,200 that were risked first, and counts from the average entry, 60,234 now.
        Minutes(local, scene, 1, 61_400m);
        Assert.False(Assert.Single(scene.View().Books.Positions).Exits!.IsBrokenEven);
        Minutes(local, scene, 1, 61_500m);
        Assert.True(Assert.Single(scene.View().Books.Positions).Exits!.IsBrokenEven);
    }

    [Fact]
    public async Task Create_policyThatCannotBe_isRefusedByField()
    {
        await using var local = Local.Create();
        var reply = local.Run(() => local.Grains.Tenant(Scene.Tenant).CreateVersion("hold", "1.0.0", Config(new ExitPolicy { Invalidation = ["close"] })));
        Assert.Equal("exits.invalidation[0]", Assert.Single(reply.Errors).Field);
    }

    private static VersionConfig Config(ExitPolicy policy) => new(
        // Crossings that never come: the planner holds.
        StrategyConfig.Of("sma-cross", ("fast", "199"), ("slow", "200"), ("interval", "1h")), Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromMinutes(1), null)
    {
        Exits = policy,
    };

    private static IAgentGrain Running(Local local, Scene scene, ExitPolicy policy)
    {
        scene.StartSymbol();
        scene.OpenAccount();
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var made = local.Run(() => tenant.CreateVersion("hold", "1.0.0", Config(policy)));
        Assert.True(made.Status == SetupStatus.Done, string.Join(' ', made.Errors));
        var agent = local.Run(() => tenant.CreateAgent(new AgentCreation("agent", new AgentSetup(new VersionKey(Scene.Tenant, "hold", "1.0.0"), Scene.Key("main")), Starts: true)));
        Assert.True(agent.Status == SetupStatus.Done, string.Join(' ', agent.Errors));
        Minutes(local, scene, 1, 60_000m);
        return local.Grains.Agent(new AgentKey(Scene.Tenant, "agent"));
    }

    private static void Minutes(Local local, Scene scene, int minutes, decimal price)
    {
        for (var i = 0; i < minutes * 4; i++)
        {
            local.Wait(TimeSpan.FromSeconds(15));
            scene.Tick(price);
        }
    }
}
