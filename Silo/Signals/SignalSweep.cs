using OrleansTrader.Grains;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Silo.Supervision;
using OrleansTrader.Storage;

namespace OrleansTrader.Silo.Signals;

/// <summary>
/// Brings signals on whose time has come: those that a crash or a restart left on their way, those whose orders or paper trades are to be
/// looked at, and opinions that are overdue. One process at a time does; a grain that is called for nothing does nothing.
/// </summary>
internal sealed partial class SignalSweep(
    IStore store, IGrainFactory grains, ThisProcess process, ServiceRegistry registry, TimeProvider clock, ILogger<SignalSweep> logger)
    : SupervisedService("signals", registry, TimeProvider.System, logger)
{
    /// <summary>Most signals of one round.</summary>
    public const int PageMax = 200;

    /// <summary>Most signals that are called at a time.</summary>
    public const int CallsMax = 8;

    /// <summary>Between two rounds, in seconds: a page of 200 each two seconds is 100 signals a second, beside those that go on by themselves.</summary>
    public const int EverySeconds = 2;

    private readonly ILogger _logger = logger;

    protected override Task Work(CancellationToken cancellation) =>
        new OneOfAKind(store.Leases, "signals", process.Start, Time).Run((_, ending) => Rounds(ending), cancellation);

    private async Task Rounds(CancellationToken cancellation)
    {
        using var identity = Caller.AsService();
        while (true)
        {
            var due = await store.ReadModel.SignalsDue(clock.GetUtcNow(), PageMax, cancellation);
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = CallsMax, CancellationToken = cancellation }, Resume);

            // Whoever was called moves on in its own turn: asked at once it would be told again.
            await Task.Delay(TimeSpan.FromSeconds(EverySeconds), Time, cancellation);
        }
    }

    private async ValueTask Resume(SignalRow signal, CancellationToken cancellation)
    {
        try
        {
            await grains.Signal(signal.Key).Resume();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One that cannot be brought to memory must not hold up the others; the next round asks again.
            LogNotResumed(_logger, fault, signal.Key.ToString());
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Signal {Signal} could not be resumed; it is asked again.")]
    private static partial void LogNotResumed(ILogger logger, Exception fault, string signal);
}

internal static class SignalServices
{
    /// <summary>What brings signals on, of processes with grains.</summary>
    public static IServiceCollection AddSignals(this IServiceCollection services)
    {
        services.AddSingleton<SignalSweep>();
        return services.AddHostedService(static provider => provider.GetRequiredService<SignalSweep>());
    }
}
