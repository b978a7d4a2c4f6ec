using Orleans.Streams;
using OrleansTrader.LocalRuntime;
using OrleansTrader.LocalRuntimeTests.Calls;
using OrleansTrader.LocalRuntimeTests.Streams;
using OrleansTrader.LocalRuntimeTests.Timers;

namespace OrleansTrader.LocalRuntimeTests.Simulation;

public interface IEscapingGrain : IGrainWithStringKey
{
    Task<int> Escape();

    Task EscapeUnseen();

    Task<int> Together(params ICalculatorGrain[] others);
}

public sealed class EscapingGrain : Grain, IEscapingGrain
{
    public async Task<int> Escape() => await Task.Run(static async () =>
    {
        await Task.Yield();
        return 1;
    });

    public Task EscapeUnseen()
    {
        _ = Task.Run(static () => { });
        return Task.CompletedTask;
    }

    public async Task<int> Together(params ICalculatorGrain[] others)
    {
        var sums = await Task.WhenAll(others.Select((other, i) => other.Add(i, 1)));
        return sums.Sum();
    }
}

public sealed class SimulationTests
{
    [Fact]
    public async Task Schedule_sameInstant_runsByPriorityThenKeyThenOrder()
    {
        await using var silo = Silo.Simulated();
        var simulation = silo.Simulation;
        var lines = new List<string>();
        var at = Silo.Start.AddSeconds(1);
        simulation.Schedule(at, 3, "agent-b", () => lines.Add("agent-b"));
        simulation.Schedule(at, 3, "agent-a", () => lines.Add("agent-a"));
        simulation.Schedule(at, 1, "BTC", () => lines.Add("BTC 1"));
        simulation.Schedule(at, 1, "BTC", () => lines.Add("BTC 2"));
        simulation.Schedule(at, 1, "AVAX", () => lines.Add("AVAX"));
        simulation.Schedule(at, 0, "funding", () => lines.Add("funding"));
        simulation.Schedule(Silo.Start, 9, "z", () => lines.Add("earlier"));
        simulation.RunUntil(at);
        Assert.Equal(["earlier", "funding", "AVAX", "BTC 1", "BTC 2", "agent-a", "agent-b"], lines);
        Assert.Equal(at, simulation.Now);
    }

    [Fact]
    public async Task Schedule_whatFollowsFromAnItem_runsBeforeTheNextItem()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<ICalculatorGrain>("g");
        var lines = new List<string>();
        var at = Silo.Start.AddSeconds(1);
        silo.Simulation.Schedule(at, 1, "a", async () => lines.Add($"a {await grain.Add(1, await grain.Add(1, 1))}"));
        silo.Simulation.Schedule(at, 1, "b", () => lines.Add("b"));
        silo.Simulation.RunUntil(at);
        Assert.Equal(["a 3", "b"], lines);
    }

    [Fact]
    public async Task Schedule_aFailingAction_failsTheRun()
    {
        await using var silo = Silo.Simulated();
        silo.Simulation.Schedule(Silo.Start, 1, "a", async () =>
        {
            await silo.Client.GetGrain<ICalculatorGrain>("g").Throw("broken");
        });
        var failure = Assert.Throws<InvalidOperationException>(() => silo.Simulation.RunUntilIdle());
        Assert.Equal("broken", failure.InnerException!.Message);
    }

    // A thread of the pool may come late on a busy machine. The bound is the longest span of a run, some ten seconds of real time.
    private static async Task UntilTheOtherThreadHasRun(Silo silo)
    {
        while (true) await Task.Delay(TimeSpan.FromSeconds(10), silo.Simulation.Time);
    }

    [Fact]
    public async Task TaskRun_awaitedByAGrain_failsTheRun()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IEscapingGrain>("g");
        var failure = Assert.Throws<InvalidOperationException>(() => silo.Simulation.Run(async () =>
        {
            _ = grain.Escape();
            await UntilTheOtherThreadHasRun(silo);
        }));
        Assert.Contains("left the simulation's thread", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TaskRun_notAwaited_failsTheRunToo()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IEscapingGrain>("g");
        var failure = Assert.Throws<InvalidOperationException>(() => silo.Simulation.Run(async () =>
        {
            await grain.EscapeUnseen();
            await UntilTheOtherThreadHasRun(silo);
        }));
        Assert.Contains("left the simulation's thread", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenAll_overGrainCalls_staysInTheSimulation()
    {
        await using var silo = Silo.Simulated();
        var others = Enumerable.Range(0, 5).Select(i => silo.Client.GetGrain<ICalculatorGrain>($"c{i}")).ToArray();
        for (var i = 0; i < 100; i++)
        {
            silo.Simulation.Run(async () => Assert.Equal(15, await silo.Client.GetGrain<IEscapingGrain>("g").Together(others)));
        }
    }

    [Fact]
    public async Task Run_waitingForNothing_saysSo()
    {
        await using var silo = Silo.Simulated();
        silo.Simulation.Run(() => silo.Host.StopAsync(default));
        var never = new TaskCompletionSource();
        var failure = Assert.Throws<InvalidOperationException>(() => silo.Simulation.Run(() => never.Task));
        Assert.Contains("stands still", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_sameSeed_goesTheSameWayAndAnotherSeedDoesNot()
    {
        var first = await Scenario(1);
        Assert.Equal(first, await Scenario(1));
        Assert.NotEqual(first, await Scenario(2));
    }

    [Fact]
    public async Task Faults_everyCall_isRefusedAndTheNextGoesThrough()
    {
        var fails = true;
        await using var silo = Silo.Simulated(options => options.Simulation!.Faults = new LocalFaults
        {
            FailCall = 1,
            MayFail = (grain, method) => fails && method is "Add" && grain.Type == GrainType.Create("calculator"),
        });
        var grain = silo.Client.GetGrain<ICalculatorGrain>("g");
        silo.Simulation.Run(async () =>
        {
            await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => grain.Add(1, 1));
            await grain.Nothing();
            fails = false;
            Assert.Equal(2, await grain.Add(1, 1));
        });
    }

    [Theory]
    [InlineData(1, 0, 0, "")]
    [InlineData(0, 1, 0, "1 1 2 2")]
    [InlineData(0, 0, 1, "1 2")]
    public async Task Faults_onStreams_dropDuplicateAndDelay(double drop, double duplicate, double delay, string expected)
    {
        await using var silo = Silo.Simulated(options => options.Simulation!.Faults = new LocalFaults
        {
            DropStreamItem = drop,
            DuplicateStreamItem = duplicate,
            DelayStreamItem = delay,
        });
        var stream = silo.Client.GetStreamProvider("streams").GetStream<int>("s", "k");
        var taken = new List<(int Item, DateTimeOffset At)>();
        silo.Simulation.Run(async () =>
        {
            await stream.SubscribeAsync((item, _) =>
            {
                taken.Add((item, silo.Simulation.Now));
                return Task.CompletedTask;
            });
            await stream.OnNextAsync(1);
            await stream.OnNextAsync(2);
        });
        silo.Simulation.RunUntil(Silo.Start.AddSeconds(2));
        Assert.Equal(expected, string.Join(' ', taken.Select(entry => entry.Item).Order()));
        Assert.All(taken, entry => Assert.Equal(delay > 0, entry.At > Silo.Start));
    }

    [Fact]
    public async Task Faults_deactivateAfterCall_losesWhatIsInMemory()
    {
        await using var silo = Silo.Simulated(options => options.Simulation!.Faults = new LocalFaults { DeactivateAfterCall = 1 });
        var grain = silo.Client.GetGrain<Activations.ILifeGrain>("g");
        silo.Simulation.Run(async () =>
        {
            Assert.Equal(1, await grain.Touch());
            Assert.Equal(1, await grain.Touch());
        });
        Assert.Contains("ended g RuntimeRequested", silo.Journal.Lines);
    }

    private static async Task<(ulong Trace, string Lines)> Scenario(ulong seed)
    {
        await using var silo = Silo.Simulated(
            options => options.Simulation!.Faults = new LocalFaults { DropStreamItem = 0.3, DuplicateStreamItem = 0.2, DelayStreamItem = 0.3 },
            seed: seed);
        silo.Simulation.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await silo.Client.GetGrain<ITimerGrain>($"t{i}").Start("t", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1 + (i % 2)));
                await silo.Client.GetGrain<IStreamGrain>($"c{i}").Subscribe("s", "k");
            }

            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => silo.Client.GetGrain<IStreamGrain>($"p{i % 3}").Publish("s", "k", i)));
        });
        silo.Simulation.RunUntil(Silo.Start.AddSeconds(20));
        return (silo.Simulation.Trace, string.Join('\n', silo.Journal.Lines));
    }
}
