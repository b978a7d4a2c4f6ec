using Microsoft.Extensions.Hosting;
using OrleansTrader.LocalRuntime.Activations;
using OrleansTrader.LocalRuntime.Hosting;
using OrleansTrader.LocalRuntime.Reminders;
using OrleansTrader.LocalRuntime.Scheduling;

namespace OrleansTrader.LocalRuntime;

/// <summary>
/// The one silo. Grains can be called before it starts; starting follows the stored reminders and begins collection and
/// time-outs. Stopping deactivates all grains, within <see cref="LocalRuntimeOptions.ShutdownTimeout"/>, then refuses calls.
/// In a simulation start and stop it inside of <see cref="LocalSimulation.Run(Func{Task})"/>.
/// </summary>
public sealed class LocalSilo : IHostedService, IAsyncDisposable
{
    private const int SweepsPerTimeout = 4;
    private const int StopRoundsMax = 5;

    private static readonly TimeSpan SweepMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepMin = TimeSpan.FromMilliseconds(10);

    private readonly GrainRuntime _runtime;
    private readonly ReminderService _reminders;
    private readonly RuntimeMeter _meter;
    private readonly ITimer _sweep;
    private readonly TimeSpan _sweepPeriod;
    private long _nextCollectionMs;
    private bool _started;
    private bool _stopped;

    internal LocalSilo(GrainRuntime runtime, ReminderService reminders)
    {
        _runtime = runtime;
        _reminders = reminders;
        _meter = new RuntimeMeter(runtime);
        var options = runtime.Options;
        var sweep = options.ResponseTimeout / SweepsPerTimeout;
        _sweepPeriod = options.Simulation is not null ? options.CollectionQuantum : sweep < SweepMin ? SweepMin : sweep > SweepMax ? SweepMax : sweep;
        if (options.CollectionQuantum < _sweepPeriod) _sweepPeriod = options.CollectionQuantum;
        _sweep = runtime.Scheduler.CreateTimer(static silo => ((LocalSilo)silo!).Sweep(), this, TimerOrder.Housekeeping, default);
    }

    /// <summary>Activations in memory.</summary>
    public int ActivationCount => _runtime.ActivationCount;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_started) return;
        _started = true;
        _nextCollectionMs = _runtime.Scheduler.NowMs + (long)_runtime.Options.CollectionQuantum.TotalMilliseconds;
        _sweep.Change(_sweepPeriod, Timeout.InfiniteTimeSpan);
        await _reminders.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopped) return;
        _stopped = true;
        await _reminders.StopAsync(cancellationToken);
        using var limit = new CancellationTokenSource(_runtime.Options.ShutdownTimeout, _runtime.Scheduler.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // A grain that ends may call another one: more than one round, then no more.
            for (var round = 0; round < StopRoundsMax && _runtime.ActivationCount > 0; round++)
            {
                await DeactivateAllAsync().WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            _runtime.Log.StoppedLate(_runtime.ActivationCount);
        }

        _runtime.Stop();
        await _sweep.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        _runtime.Stop();
        await _sweep.DisposeAsync();
    }

    private Task DeactivateAllAsync()
    {
        var ending = _runtime.Activations.OrderBy(activation => activation.GrainId).ToList();
        foreach (var activation in ending)
        {
            activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo is shutting down."));
        }

        return Task.WhenAll(ending.Select(activation => activation.Deactivated));
    }

    private void Sweep()
    {
        var nowMs = _runtime.Scheduler.NowMs;
        var collects = nowMs >= _nextCollectionMs;
        if (collects) _nextCollectionMs = nowMs + (long)_runtime.Options.CollectionQuantum.TotalMilliseconds;
        var found = _runtime.Activations.Where(activation => activation.IsBusy || (collects && activation.IsIdle(nowMs)));

        // What a simulation does must not hang on the directory's order.
        if (_runtime.Options.Simulation is not null) found = found.OrderBy(activation => activation.GrainId);
        foreach (var activation in found) activation.Queue.Push(activation.IsBusy ? new Expiry(nowMs) : new Collection());

        if (!_stopped || _runtime.ActivationCount > 0) _sweep.Change(_sweepPeriod, Timeout.InfiniteTimeSpan);
    }
}
