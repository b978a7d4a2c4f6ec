using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrader.LocalRuntimeTests.Scheduling;

public interface ILaneGrain : IGrainWithStringKey
{
    /// <summary>Works in so many turns and counts each.</summary>
    Task Work(int turns);

    /// <summary>How many turns all grains had worked when this one began.</summary>
    Task<int> Look();
}

public sealed class TurnCounter
{
    private int _turns;

    public int Turns => Volatile.Read(ref _turns);

    public void Count() => Interlocked.Increment(ref _turns);
}

public sealed class LaneGrain(TurnCounter counter) : Grain, ILaneGrain
{
    public async Task Work(int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began).TotalMicroseconds < 20)
                Thread.SpinWait(10);
            counter.Count();
            await Task.Yield();
        }
    }

    public Task<int> Look() => Task.FromResult(counter.Turns);
}

public sealed class FairPumpsTests
{
    private const int NoisyGrains = 400;

    /// <summary>Counted in turns, not in time: in a lane of its own a call waits for a few activations, in the others' lane for a turn of each.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_besideMuchWorkOfAnotherLane_waitsForLittleOfIt(bool hasOwnLane)
    {
        var counter = new TurnCounter();
        await using var silo = await Silo.OnPool(
            options => options.LaneOf = grain => hasOwnLane ? grain.Key.ToString()!.Split('/')[0] : string.Empty, services => services.AddSingleton(counter));
        var quiet = silo.Client.GetGrain<ILaneGrain>("quiet/one");
        await quiet.Look();
        var noise = Enumerable.Range(0, NoisyGrains).Select(i => silo.Client.GetGrain<ILaneGrain>($"noisy/{i}").Work(turns: 150)).ToArray();
        while (counter.Turns < 2 * NoisyGrains)
            await Task.Delay(1, TestContext.Current.CancellationToken);

        var waited = new List<int>();
        while (waited.Count < 40 && counter.Turns < NoisyGrains * 140)
        {
            var before = counter.Turns;
            waited.Add(await quiet.Look() - before);
        }

        await Task.WhenAll(noise);
        var median = waited.Order().ElementAt(waited.Count / 2);
        if (hasOwnLane)
            Assert.InRange(median, 0, NoisyGrains / 8);
        else
            Assert.InRange(median, NoisyGrains / 4, int.MaxValue);
    }
}
