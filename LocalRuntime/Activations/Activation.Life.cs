using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.LocalRuntime.Scheduling;
using OrleansTrader.LocalRuntime.Timers;

namespace OrleansTrader.LocalRuntime.Activations;

/// <summary>How an activation begins and ends.</summary>
internal sealed partial class Activation
{
    private readonly TaskCompletionSource _deactivated = new();
    private readonly List<GrainTimer> _timers = [];
    private AsyncServiceScope? _scope;
    private EndRequest? _end;
    private long _keepUntilMs = long.MinValue;
    private int _timersMade;

    public Task Deactivated => _deactivated.Task;

    /// <summary>Safe from any thread; a guess unless asked in a turn.</summary>
    internal bool IsBusy => _running is not null || !_waiting.IsEmpty;

    /// <summary>Safe from any thread. The first reason counts.</summary>
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        var end = new EndRequest(deactivationReason);
        if (Interlocked.CompareExchange(ref _end, end, null) is null) Queue.Push(end);
    }

    internal void DelayDeactivation(TimeSpan span) => _keepUntilMs = span == Timeout.InfiniteTimeSpan || span == TimeSpan.MaxValue
        ? long.MaxValue
        : Runtime.Scheduler.NowMs + (long)span.TotalMilliseconds;

    /// <summary>Safe from any thread; a guess unless asked in a turn.</summary>
    internal bool IsIdle(long nowMs) =>
        !_isGone && _end is null && !IsBusy && nowMs >= _keepUntilMs && nowMs - _lastUsedMs >= Class.CollectionAgeMs(Runtime.Options);

    internal IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options, _timersMade++);
        _timers.Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    internal void Forget(GrainTimer timer) => _timers.Remove(timer);

    private void BeginActivation(Dictionary<string, object>? context)
    {
        _phase = Phase.Activating;
        RequestContext.Current.Value = context;
        Runtime.Observe(ActivateAsync(), "activation");
    }

    private async Task ActivateAsync()
    {
        try
        {
            _scope = Runtime.Services.CreateAsyncScope();
            GrainInstance = Class.Create(this, out var states);
            foreach (var state in states) await state.ReadStateAsync();
            await ActivateInTimeAsync((IGrainBase)GrainInstance);
        }
        catch (Exception exception)
        {
            Runtime.Log.ActivationFailed(exception, GrainId);
            StopTimers();
            Leave();
            _waiting.RemoveAll(call => call.Fail(exception) || call.IsAnswered);
            await FinishAsync();
            return;
        }

        _phase = Phase.Active;
        _lastUsedMs = Runtime.Scheduler.NowMs;
        StartWaiting();
    }

    private async Task ActivateInTimeAsync(IGrainBase grain)
    {
        using var limit = new CancellationTokenSource(Runtime.Options.ActivationTimeout, Runtime.Scheduler.Time);
        try
        {
            await grain.OnActivateAsync(limit.Token);
        }
        catch (OperationCanceledException canceled) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"{GrainId} was not activated within {Runtime.Options.ActivationTimeout}", canceled);
        }
    }

    private void BeginDeactivation()
    {
        _phase = Phase.Deactivating;
        RequestContext.Clear();
        Runtime.Observe(DeactivateAsync(_end!.Reason), "deactivation");
    }

    private async Task DeactivateAsync(DeactivationReason reason)
    {
        StopTimers();
        if (Class.HasDeactivation)
        {
            using var limit = new CancellationTokenSource(Runtime.Options.DeactivationTimeout, Runtime.Scheduler.Time);
            try
            {
                await ((IGrainBase)GrainInstance!).OnDeactivateAsync(reason, limit.Token).WaitAsync(limit.Token);
            }
            catch (Exception exception)
            {
                Runtime.Log.DeactivationFailed(exception, GrainId);
            }
        }

        Leave();
        while (_waiting.TakeFirst(static _ => true) is { } call)
        {
            if (!call.IsAnswered) Runtime.Deliver(call, GrainId);
        }

        await FinishAsync();
    }

    private void StopTimers()
    {
        foreach (var timer in _timers.ToArray()) timer.Dispose();
    }

    private void Leave()
    {
        _phase = Phase.Gone;
        _isGone = true;
        Runtime.Remove(this);
    }

    private async Task FinishAsync()
    {
        try
        {
            if (GrainInstance is IAsyncDisposable disposable) await disposable.DisposeAsync();
            else (GrainInstance as IDisposable)?.Dispose();
            if (_scope is { } scope) await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Runtime.Log.DeactivationFailed(exception, GrainId);
        }

        _deactivated.TrySetResult();
    }

    private sealed class EndRequest(DeactivationReason reason) : WorkItem
    {
        internal DeactivationReason Reason => reason;

        internal override void Run(Activation activation)
        {
            if (activation._phase == Phase.New)
            {
                activation.Leave();
                activation._deactivated.TrySetResult();
            }
            else
            {
                activation.StartWaiting();
            }
        }
    }
}

/// <summary>Ends an activation that is still idle when its turn comes.</summary>
internal sealed class Collection : WorkItem
{
    internal override void Run(Activation activation)
    {
        if (activation.IsIdle(activation.Runtime.Scheduler.NowMs))
        {
            activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "It was idle for its collection age."));
        }
    }
}

/// <summary>Looks for calls whose deadline has passed.</summary>
internal sealed class Expiry(long nowMs) : WorkItem
{
    internal override void Run(Activation activation) => activation.ExpireCalls(nowMs);
}
