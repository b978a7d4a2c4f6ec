using Orleans.Concurrency;

namespace OrleansTrader.LocalRuntimeTests.Calls;

public interface IGateGrain : IGrainWithStringKey
{
    /// <summary>Notes that it began, waits for its gate, notes that it ended.</summary>
    Task Write(string name);

    [ReadOnly]
    Task Read(string name);

    [AlwaysInterleave]
    Task Peek(string name);

    [AlwaysInterleave]
    Task Open(string name);

    [ResponseTimeout("00:00:05")]
    Task Impatient(string name);

    [OneWay]
    Task Tell(string name);

    Task WithToken(string name, CancellationToken token);

    Task CallBack(IGateGrain other, string name);
}

public sealed class GateGrain(Journal journal) : Grain, IGateGrain
{
    private readonly Dictionary<string, TaskCompletionSource> _gates = [];

    public Task Write(string name) => Wait(name);

    public Task Read(string name) => Wait(name);

    public Task Peek(string name) => Wait(name);

    public Task Impatient(string name) => Wait(name);

    public Task Tell(string name) => Wait(name);

    public Task Open(string name)
    {
        Gate(name).SetResult();
        return Task.CompletedTask;
    }

    public async Task WithToken(string name, CancellationToken token)
    {
        journal.Add(name + "+");
        await Gate(name).Task;
        journal.Add($"{name}- {token.IsCancellationRequested}");
    }

    public Task CallBack(IGateGrain other, string name) => other.Write(name);

    private async Task Wait(string name)
    {
        journal.Add(name + "+");
        await Gate(name).Task;
        journal.Add(name + "-");
    }

    private TaskCompletionSource Gate(string name) =>
        _gates.TryGetValue(name, out var gate) ? gate : _gates[name] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
}

public sealed class InterleavingTests
{
    [Fact]
    public async Task Requests_notInterleaving_runOneAfterAnotherInOrder()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IGateGrain>("g");
        silo.Simulation.Run(async () =>
        {
            var a = grain.Write("a");
            var b = grain.Write("b");
            var c = grain.Write("c");
            await grain.Open("c");
            await grain.Open("b");
            await grain.Open("a");
            await Task.WhenAll(a, b, c);
        });
        Assert.Equal(["a+", "a-", "b+", "b-", "c+", "c-"], silo.Journal.Lines);
    }

    [Fact]
    public async Task ReadOnly_whileAnotherReads_interleavesButNotWithAWriter()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IGateGrain>("g");
        silo.Simulation.Run(async () =>
        {
            var r1 = grain.Read("r1");
            var r2 = grain.Read("r2");
            var w = grain.Write("w");
            var r3 = grain.Read("r3");
            await grain.Open("r1");
            await grain.Open("r2");
            await grain.Open("r3");
            await Task.WhenAll(r1, r2, r3);
            Assert.DoesNotContain("w-", silo.Journal.Lines);
            await grain.Open("w");
            await w;
            var w2 = grain.Write("w2");
            var r4 = grain.Read("r4");
            await grain.Open("r4");
            Assert.DoesNotContain("r4+", silo.Journal.Lines);
            await grain.Open("w2");
            await Task.WhenAll(w2, r4);
        });
        Assert.Equal(["r1+", "r2+", "r3+", "r1-", "r2-", "r3-", "w+", "w-", "w2+", "w2-", "r4+", "r4-"], silo.Journal.Lines);
    }

    [Fact]
    public async Task AlwaysInterleave_whileAWriterWaits_runsAtOnce()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IGateGrain>("g");
        silo.Simulation.Run(async () =>
        {
            var w = grain.Write("w");
            var p = grain.Peek("p");
            await grain.Open("p");
            await p;
            Assert.Equal(["w+", "p+", "p-"], silo.Journal.Lines);
            await grain.Open("w");
            await w;
        });
    }

    [Fact]
    public async Task ResponseTimeout_passed_callerGetsTimeoutAndMethodGoesOn()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IGateGrain>("g");
        silo.Simulation.Run(async () =>
        {
            await Assert.ThrowsAsync<TimeoutException>(() => grain.Impatient("a"));
            Assert.Equal(Silo.Start.AddSeconds(5), silo.Simulation.Now);
            Assert.Equal(["a+"], silo.Journal.Lines);
            await grain.Open("a");
            await grain.Open("b");
            await grain.Write("b");
        });
        Assert.Equal(["a+", "a-", "b+", "b-"], silo.Journal.Lines);
    }

    [Fact]
    public async Task CallChain_cyclic_endsInTheResponseTimeout()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IGateGrain>("g");
        silo.Simulation.Run(() => Assert.ThrowsAsync<TimeoutException>(() => grain.CallBack(grain, "never")));
        Assert.Equal(Silo.Start.AddSeconds(30), silo.Simulation.Now);
        Assert.Empty(silo.Journal.Lines);
    }

    [Fact]
    public async Task ResponseTimeout_onThePool_reachesTheCaller()
    {
        await using var silo = await Silo.OnPool(options => options.ResponseTimeout = TimeSpan.FromMilliseconds(50));
        var grain = silo.Client.GetGrain<IGateGrain>("g");
        await Assert.ThrowsAsync<TimeoutException>(() => grain.Write("a"));
        await grain.Open("a");
        await Eventually.IsTrue(() => silo.Journal.Lines.Contains("a-"));
    }

    [Fact]
    public async Task OneWay_call_returnsWithoutAnAnswer()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IGateGrain>("g");
        silo.Simulation.Run(async () =>
        {
            await grain.Tell("t");
            await grain.Open("t");
        });
        Assert.Equal(["t+", "t-"], silo.Journal.Lines);
    }

    [Fact]
    public async Task Cancellation_whileRunning_callerStopsWaitingAndMethodSeesTheToken()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IGateGrain>("g");
        silo.Simulation.Run(async () =>
        {
            using var source = new CancellationTokenSource();
            var call = grain.WithToken("c", source.Token);
            var waiting = grain.WithToken("never", source.Token);
            await silo.Client.GetGrain<IGateGrain>("other").Open("x");
            // CancelAsync would leave the simulation's thread.
#pragma warning disable MA0042
            source.Cancel();
#pragma warning restore MA0042
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            await grain.Open("c");
        });
        Assert.Equal(["c+", "c- True"], silo.Journal.Lines);
    }

    [Fact]
    public async Task Turns_onThePool_neverOverlap()
    {
        const int Callers = 8;
        await using var silo = await Silo.OnPool();
        var grain = silo.Client.GetGrain<ITurnGrain>("g");
        var all = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => grain.Count(500))));
        Assert.Equal(1, all.Max());
        Assert.Equal(Callers * 500, await grain.Total());
    }
}

public interface ITurnGrain : IGrainWithStringKey
{
    /// <returns>The most turns that were inside at once.</returns>
    [AlwaysInterleave]
    Task<int> Count(int rounds);

    Task<int> Total();
}

public sealed class TurnGrain : Grain, ITurnGrain
{
    private int _inside;
    private int _total;

    public async Task<int> Count(int rounds)
    {
        var most = 0;
        for (var i = 0; i < rounds; i++)
        {
            most = Math.Max(most, Interlocked.Increment(ref _inside));
            _total++;
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }

        return most;
    }

    public Task<int> Total() => Task.FromResult(_total);
}
