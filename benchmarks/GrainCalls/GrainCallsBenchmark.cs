using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.LocalRuntime;

namespace OrleansTrader.Benchmarks.GrainCalls;

public interface IPingGrain : IGrainWithStringKey
{
    Task<int> Ping(int number);
}

public sealed class PingGrain : Grain, IPingGrain
{
    private int _sum;

    public Task<int> Ping(int number) => Task.FromResult(_sum += number);
}

/// <summary>
/// Local grain calls: 100 callers, each to its own grain (or all to one), each call awaited before the next; then one caller in a
/// simulation. Callers go to the back of the pool's queue now and then, since a plain loop of awaited calls starves the others.
/// </summary>
internal static class GrainCallsBenchmark
{
    private const int Callers = 100;
    private const int CallsPerTurn = 100;
    private const double CallsPerSecondMin = 1_000_000;
    private const int SimulatedCalls = 1_000_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    internal static int Run(string[] args)
    {
        Figure.Machine();
        var rate = Pool("a grain each", i => $"g{i}").GetAwaiter().GetResult();
        Pool("ten grains", i => $"h{i % 10}").GetAwaiter().GetResult();
        Pool("one grain", _ => "one").GetAwaiter().GetResult();
        Simulated();
        return Figure.Judge($"{Callers} callers, a grain each: {rate:N0} calls a second", $">= {CallsPerSecondMin:N0}", rate >= CallsPerSecondMin);
    }

    private static async Task<double> Pool(string name, Func<int, string> key)
    {
        await using var services = Services(_ => { });
        var silo = services.GetRequiredService<LocalSilo>();
        await silo.StartAsync(CancellationToken.None);
        var factory = services.GetRequiredService<IGrainFactory>();
        await Calls(factory, key, WarmUp);
        var clock = Stopwatch.StartNew();
        var calls = await Calls(factory, key, Measured);
        var elapsed = clock.Elapsed;
        Print($"thread pool, {name}", calls, elapsed);
        await silo.StopAsync(CancellationToken.None);
        return calls / elapsed.TotalSeconds;
    }

    private static async Task<long> Calls(IGrainFactory factory, Func<int, string> key, TimeSpan span)
    {
        var callers = Enumerable.Range(0, Callers).Select(i => Task.Run(() => Caller(factory.GetGrain<IPingGrain>(key(i)), span)));
        var counts = await Task.WhenAll(callers);
        return counts.Sum();
    }

    private static async Task<long> Caller(IPingGrain grain, TimeSpan span)
    {
        var clock = Stopwatch.StartNew();
        var calls = 0L;
        while (clock.Elapsed < span)
        {
            for (var i = 0; i < CallsPerTurn; i++) await grain.Ping(1);
            calls += CallsPerTurn;
            await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
        }

        return calls;
    }

    private static void Simulated()
    {
        using var services = Services(options => options.Simulate(1, DateTimeOffset.UnixEpoch));
        var simulation = services.GetRequiredService<LocalSimulation>();
        var grain = services.GetRequiredService<IGrainFactory>().GetGrain<IPingGrain>("one");
        simulation.Run(() => Many(SimulatedCalls / 4));
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        simulation.Run(() => Many(SimulatedCalls));
        Print("simulation, one caller", SimulatedCalls, clock.Elapsed);
        Print("  the same, processor time", SimulatedCalls, Environment.CpuUsage.TotalTime - before);

        async Task Many(int calls)
        {
            for (var i = 0; i < calls; i++) await grain.Ping(1);
        }
    }

    private static ServiceProvider Services(Action<LocalRuntimeOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddLocalRuntime(options =>
        {
            options.AddGrain<PingGrain>();
            configure(options);
        });
        return services.BuildServiceProvider();
    }

    private static void Print(string name, long calls, TimeSpan elapsed)
    {
        var rate = calls / elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-28} {calls,12:N0} calls in {elapsed.TotalSeconds:F2} s: {rate,12:N0} calls/s, {1e9 / rate:F0} ns each"));
    }
}
