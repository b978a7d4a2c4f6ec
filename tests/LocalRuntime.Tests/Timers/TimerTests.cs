namespace OrleansTrader.LocalRuntimeTests.Timers;

public interface ITimerGrain : IGrainWithStringKey
{
    Task Start(string name, TimeSpan due, TimeSpan period, bool interleave = false, bool keepAlive = false);

    Task Stop(string name);

    Task Work(TimeSpan span);

    Task StartFailing(TimeSpan due, TimeSpan period);

    Task StartSlow(TimeSpan period, TimeSpan work);
}

public sealed class TimerGrain(Journal journal, TimeProvider time) : Grain, ITimerGrain
{
    private readonly Dictionary<string, IGrainTimer> _timers = [];

    public Task Start(string name, TimeSpan due, TimeSpan period, bool interleave = false, bool keepAlive = false)
    {
        _timers[name] = this.RegisterGrainTimer(
            (state, token) =>
            {
                Note($"{state} {token.IsCancellationRequested}");
                return Task.CompletedTask;
            },
            name,
            new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task Stop(string name)
    {
        _timers[name].Dispose();
        return Task.CompletedTask;
    }

    public async Task Work(TimeSpan span)
    {
        Note("work+");
        await Task.Delay(span, time);
        Note("work-");
    }

    public Task StartFailing(TimeSpan due, TimeSpan period)
    {
        this.RegisterGrainTimer(
            () =>
            {
                Note("failing");
                throw new InvalidOperationException("tick");
            },
            due,
            period);
        return Task.CompletedTask;
    }

    public Task StartSlow(TimeSpan period, TimeSpan work)
    {
        this.RegisterGrainTimer(
            async token =>
            {
                Note("slow");
                await Task.Delay(work, time, token);
            },
            period,
            period);
        return Task.CompletedTask;
    }

    private void Note(string what) => journal.Add(FormattableString.Invariant(
        $"{(time.GetUtcNow() - Silo.Start).TotalSeconds} {this.GetPrimaryKeyString()} {what}"));
}

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Timer_periodic_ticksAtExactInstantsUntilStopped()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<ITimerGrain>("g");
        silo.Simulation.Run(() => grain.Start("t", Second, 2 * Second));
        silo.Simulation.RunUntil(Silo.Start.AddSeconds(6));
        silo.Simulation.Run(() => grain.Stop("t"));
        silo.Simulation.RunUntil(Silo.Start.AddSeconds(20));
        Assert.Equal(["1 g t False", "3 g t False", "5 g t False"], silo.Journal.Lines);
    }

    [Fact]
    public async Task Timers_dueAtOneInstant_tickByGrainThenRegistration()
    {
        await using var silo = Silo.Simulated();
        silo.Simulation.Run(async () =>
        {
            foreach (var key in new[] { "c", "a", "b" })
            {
                await silo.Client.GetGrain<ITimerGrain>(key).Start("1", Second, Timeout.InfiniteTimeSpan);
                await silo.Client.GetGrain<ITimerGrain>(key).Start("2", Second, Timeout.InfiniteTimeSpan);
            }
        });
        silo.Simulation.RunUntil(Silo.Start.AddSeconds(5));
        Assert.Equal(
            ["1 a 1 False", "1 a 2 False", "1 b 1 False", "1 b 2 False", "1 c 1 False", "1 c 2 False"],
            silo.Journal.Lines);
    }

    [Fact]
    public async Task Timer_duringARequest_waitsUnlessItInterleaves()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<ITimerGrain>("g");
        silo.Simulation.Run(async () =>
        {
            await grain.Start("waits", Second, Timeout.InfiniteTimeSpan);
            await grain.Start("interleaves", Second, Timeout.InfiniteTimeSpan, interleave: true);
            await grain.Work(3 * Second);
        });
        silo.Simulation.RunUntilIdle();
        Assert.Equal(["0 g work+", "1 g interleaves False", "3 g work-", "3 g waits False"], silo.Journal.Lines);
    }

    [Fact]
    public async Task Timer_slowOrFailing_neverOverlapsAndGoesOn()
    {
        await using var silo = Silo.Simulated();
        silo.Simulation.Run(async () =>
        {
            await silo.Client.GetGrain<ITimerGrain>("s").StartSlow(Second, 3 * Second);
            await silo.Client.GetGrain<ITimerGrain>("f").StartFailing(2 * Second, 4 * Second);
        });
        silo.Simulation.RunUntil(Silo.Start.AddSeconds(10));
        Assert.Equal(["1 s slow", "2 f failing", "5 s slow", "6 f failing", "9 s slow", "10 f failing"], silo.Journal.Lines);
    }

    [Fact]
    public async Task Timer_keepAlive_holdsTheActivation()
    {
        await using var silo = Silo.Simulated(options => options.CollectionAge = TimeSpan.FromMinutes(5));
        silo.Simulation.Run(async () =>
        {
            await silo.Client.GetGrain<ITimerGrain>("kept").Start("t", 60 * Second, 60 * Second, keepAlive: true);
            await silo.Client.GetGrain<ITimerGrain>("collected").Start("t", 60 * Second, 60 * Second);
        });
        silo.Simulation.RunUntil(Silo.Start.AddMinutes(20));
        Assert.Equal(1, silo.Host.ActivationCount);
        Assert.Contains("1200 kept t False", silo.Journal.Lines);
        Assert.DoesNotContain("600 collected t False", silo.Journal.Lines);
    }

    [Fact]
    public async Task Timer_onThePool_ticks()
    {
        await using var silo = await Silo.OnPool();
        await silo.Client.GetGrain<ITimerGrain>("g").Start("t", TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        await Eventually.IsTrue(() => silo.Journal.Lines.Count >= 3);
    }
}
