using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Road;
using OrleansTrader.Trading.Signals.Sources;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Signals;

public sealed class SignalOpinionTests
{
    private static readonly AgentKey Agent = new(Scene.Tenant, "follower");

    private static Subscription Follower(bool asks, params ImmutableArray<SignalRight> may) =>
        new(SubscriberKind.Agent, Agent.Name) { AsksPlanner = asks, May = may.IsEmpty ? [SignalRight.Open] : may };

    [Fact]
    public async Task Agent_follows_tradesItsAccountUnderItsCause()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        Start(local);

        scene.Send(scene.Long(), SignalScene.Of(Follower(asks: false)));
        var row = scene.Settle();

        Assert.Equal(SignalStage.Managed, row.Stage);
        Assert.Equal($"follower cross@1.0.0 signal {SignalScene.First.Id}", Assert.Single(scene.Orders(), static order => order.Parent is null).Cause);
    }

    [Fact]
    public async Task Agent_plannerCannotBeAsked_theSubscriptionDecides()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        Start(local);

        // Its indicators are not warm: there is no opinion.
        scene.Send(scene.Long(), SignalScene.Of(Follower(asks: true)));
        var dropped = scene.Settle();
        local.Wait(TimeSpan.FromMinutes(10));
        scene.Scene.Tick(60_000m);
        scene.Send(scene.Long(), SignalScene.Of(Follower(asks: true) with { GoesOnWithoutOpinion = true }), SignalScene.Key('b'));
        var followed = scene.Settle(SignalScene.Key('b'));

        Assert.Equal((SignalStage.Refused, SignalReason.OpinionMissing), (dropped.Stage, dropped.Reason));
        Assert.Equal(SignalStage.Managed, followed.Stage);
        Assert.Contains(followed.Steps, static step => step.Reason == SignalReason.OpinionAsked);
    }

    [Fact]
    public async Task Agent_isPaused_isNotServed()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        Start(local);
        local.Run(() => local.Grains.Agent(Agent).Pause());

        scene.Send(scene.Long(), SignalScene.Of(Follower(asks: false)));

        Assert.Equal(SignalReason.AgentUnavailable, scene.Settle().Reason);
    }

    [Fact]
    public async Task Agent_isToRun_itsCycleRunsAtOnce()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        Start(local);
        local.Wait(TimeSpan.FromSeconds(1));
        var before = local.Run(() => local.Grains.Agent(Agent).GetSnapshot())!.Cycles;

        scene.Send(scene.Long(), SignalScene.Of(Follower(asks: false, SignalRight.Run)));
        var row = scene.Settle();

        Assert.Equal((SignalStage.Informed, SignalReason.Ran), (row.Stage, row.Reason));
        Assert.Equal(before + 1, local.Run(() => local.Grains.Agent(Agent).GetSnapshot())!.Cycles);
    }

    private static void Start(Local local) => local.Run(async () =>
    {
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var version = new VersionKey(Scene.Tenant, "cross", "1.0.0");
        var config = new VersionConfig(
            new StrategyConfig("sma-cross", ImmutableSortedDictionary<string, string>.Empty), Scene.Venue, [Scene.Btc], 2m, TimeSpan.FromHours(1), null);
        Assert.False((await tenant.CreateVersion(version.Strategy, version.Version, config)).IsRefused);
        Assert.False((await local.Grains.StrategyVersion(version).Activate()).IsRefused);
        Assert.False((await tenant.CreateAgent(new AgentCreation(Agent.Name, new AgentSetup(version, Scene.Key("main")), Starts: true))).IsRefused);
    });
}
