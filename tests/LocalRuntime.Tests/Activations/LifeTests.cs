namespace OrleansTrader.LocalRuntimeTests.Activations;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<int> Touch();

    Task End();

    Task Stay(TimeSpan span);

    Task EndWhileBusy(TimeSpan work);
}

public sealed class LifeGrain(Journal journal, IGrainContext context, TimeProvider time) : Grain, ILifeGrain, IDisposable
{
    private int _touched;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (this.GetPrimaryKeyString() is "broken" && !journal.Lines.Contains("failed broken"))
        {
            journal.Add("failed broken");
            throw new InvalidOperationException("can't activate");
        }

        if (this.GetPrimaryKeyString() is "slow") await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        journal.Add($"activated {context.GrainId.Key}");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        journal.Add($"ended {context.GrainId.Key} {reason.ReasonCode}");
        if (this.GetPrimaryKeyString() is "stubborn") await Task.Delay(Timeout.InfiniteTimeSpan, time, CancellationToken.None);
    }

    public Task<int> Touch() => Task.FromResult(++_touched);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Stay(TimeSpan span)
    {
        DelayDeactivation(span);
        return Task.CompletedTask;
    }

    public async Task EndWhileBusy(TimeSpan work)
    {
        DeactivateOnIdle();
        await Task.Delay(work, time);
        journal.Add("worked");
    }

    public void Dispose() => journal.Add("disposed");
}

public sealed class LifeTests
{
    [Fact]
    public async Task Activation_failing_callerSeesItAndTheNextCallMakesANewOne()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<ILifeGrain>("broken");
        silo.Simulation.Run(async () =>
        {
            var first = grain.Touch();
            var second = grain.Touch();
            Assert.Equal("can't activate", (await Assert.ThrowsAsync<InvalidOperationException>(() => first)).Message);
            await Assert.ThrowsAsync<InvalidOperationException>(() => second);
            Assert.Equal(1, await grain.Touch());
        });
        Assert.Equal(["failed broken", "disposed", "activated broken"], silo.Journal.Lines);
    }

    [Fact]
    public async Task Activation_takingTooLong_callerIsTold()
    {
        await using var silo = Silo.Simulated(options => options.ActivationTimeout = TimeSpan.FromSeconds(3));
        silo.Simulation.Run(async () =>
        {
            var fault = await Assert.ThrowsAsync<TimeoutException>(() => silo.Client.GetGrain<ILifeGrain>("slow").Touch());
            Assert.Contains("not activated within 00:00:03", fault.Message, StringComparison.Ordinal);
        });
        Assert.Equal(Silo.Start.AddSeconds(3), silo.Simulation.Now);
        Assert.Equal(0, silo.Host.ActivationCount);
    }

    [Fact]
    public async Task DeactivateOnIdle_withCallsWaiting_drainsAndTheyGoToTheNextActivation()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<ILifeGrain>("g");
        silo.Simulation.Run(async () =>
        {
            Assert.Equal(1, await grain.Touch());
            var busy = grain.EndWhileBusy(TimeSpan.FromSeconds(1));
            var waiting = grain.Touch();
            await busy;
            Assert.Equal(1, await waiting);
        });
        Assert.Equal(["activated g", "worked", "ended g ApplicationRequested", "disposed", "activated g"], silo.Journal.Lines);
    }

    [Fact]
    public async Task Collection_idleForItsAge_endsTheActivation()
    {
        await using var silo = Silo.Simulated(options => options.CollectionAge = TimeSpan.FromMinutes(10));
        var idle = silo.Client.GetGrain<ILifeGrain>("idle");
        var kept = silo.Client.GetGrain<ILifeGrain>("kept");
        silo.Simulation.Run(async () =>
        {
            await idle.Touch();
            await kept.Stay(TimeSpan.FromMinutes(30));
        });
        silo.Simulation.RunUntil(Silo.Start.AddMinutes(9));
        Assert.Equal(2, silo.Host.ActivationCount);
        silo.Simulation.RunUntil(Silo.Start.AddMinutes(11));
        Assert.Equal(1, silo.Host.ActivationCount);
        Assert.Contains("ended idle ActivationIdle", silo.Journal.Lines);
        silo.Simulation.RunUntil(Silo.Start.AddMinutes(31));
        Assert.Equal(0, silo.Host.ActivationCount);
    }

    [Fact]
    public async Task Stop_withActivations_endsAllThenRefusesCalls()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<ILifeGrain>("g");
        silo.Simulation.Run(async () =>
        {
            await grain.Touch();
            await silo.Host.StopAsync(default);
            await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => grain.Touch());
        });
        Assert.Equal(["activated g", "ended g ShuttingDown", "disposed"], silo.Journal.Lines);
        Assert.Equal(0, silo.Host.ActivationCount);
    }

    [Fact]
    public async Task Stop_withAGrainThatNeverEnds_isBounded()
    {
        await using var silo = Silo.Simulated(options => options.DeactivationTimeout = TimeSpan.FromSeconds(3));
        silo.Simulation.Run(async () =>
        {
            await silo.Client.GetGrain<ILifeGrain>("stubborn").Touch();
            await silo.Host.StopAsync(default);
        });
        Assert.Equal(Silo.Start.AddSeconds(3), silo.Simulation.Now);
        Assert.Equal(0, silo.Host.ActivationCount);
    }

    [Fact]
    public async Task Stop_onThePool_endsAll()
    {
        await using var silo = await Silo.OnPool();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => silo.Client.GetGrain<ILifeGrain>($"g{i}").Touch()));
        await silo.Host.StopAsync(default);
        Assert.Equal(0, silo.Host.ActivationCount);
        Assert.Equal(50, silo.Journal.Lines.Count(line => line.StartsWith("ended", StringComparison.Ordinal)));
    }
}

/// <summary>Activations come and go under load: no call is lost, and no two activations of a grain are there at once.</summary>
public sealed class ChurnTests
{
    private const int Callers = 6;
    private const int Grains = 5;
    private const int CallsEach = 1_000;
    private const int CallsPerEnd = 7;

    [Fact]
    public async Task Calls_whileActivationsEnd_allAreAnswered()
    {
        await using var silo = await Silo.OnPool(options => options.ResponseTimeout = TimeSpan.FromSeconds(20));
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < CallsEach; i++)
            {
                var grain = silo.Client.GetGrain<ILifeGrain>($"g{(caller + i) % Grains}");
                if (i % CallsPerEnd == 0) await grain.End();
                else Assert.InRange(await grain.Touch(), 1, Callers * CallsEach);
            }
        })));
        await silo.Host.StopAsync(default);
        Assert.Equal(0, silo.Host.ActivationCount);
        Assert.Equal(
            silo.Journal.Lines.Count(line => line.StartsWith("activated", StringComparison.Ordinal)),
            silo.Journal.Lines.Count(line => line is "disposed"));
        for (var i = 0; i < Grains; i++)
        {
            var life = silo.Journal.Lines.Where(line => line.Contains($" g{i}", StringComparison.Ordinal)).ToList();
            Assert.All(life, (line, at) => Assert.StartsWith(at % 2 == 0 ? "activated" : "ended", line, StringComparison.Ordinal));
        }
    }
}
