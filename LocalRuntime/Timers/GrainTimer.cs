using System.Reflection;
using OrleansTrader.LocalRuntime.Activations;
using OrleansTrader.LocalRuntime.Calls;
using OrleansTrader.LocalRuntime.Scheduling;

namespace OrleansTrader.LocalRuntime.Timers;

/// <summary>The method by which a timer's tick shows in the call filters, named as in Orleans.</summary>
internal interface IGrainTimerInvoker : IGrain
{
    Task InvokeCallbackAsync(CancellationToken cancellationToken);
}

/// <summary>A timer of an activation. The next period begins when a tick has ended, so that ticks never overlap.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private static readonly MethodInfo TickMethod = typeof(IGrainTimerInvoker).GetMethod(nameof(IGrainTimerInvoker.InvokeCallbackAsync))!;
    private static readonly MethodDescriptor Waiting = new(typeof(IGrainTimerInvoker), TickMethod);
    private static readonly MethodDescriptor Interleaving = new(typeof(IGrainTimerInvoker), TickMethod) { Interleaves = true };

    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ITimer _timer;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changedInTick;

    internal GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options, int number)
    {
        _activation = activation;
        _callback = callback;
        Options = options;
        Number = number;
        _timer = activation.Runtime.Scheduler.CreateTimer(
            static timer => ((GrainTimer)timer!).Due(), this, TimerOrder.Grain, activation.GrainId);
    }

    internal GrainTimerCreationOptions Options { get; }

    /// <summary>How many timers this activation registered before.</summary>
    internal int Number { get; }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfOutOfRange(dueTime, nameof(dueTime));
        ThrowIfOutOfRange(period, nameof(period));
        if (_stopped.IsCancellationRequested) return;
        _period = period;
        _changedInTick = _ticking;
        _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (_stopped.IsCancellationRequested) return;
        _timer.Dispose();
        _stopped.Cancel();
        _activation.Forget(this);
    }

    private static void ThrowIfOutOfRange(TimeSpan span, string name)
    {
        if (span < TimeSpan.Zero && span != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, span, "A timer's span must not be negative; use Timeout.InfiniteTimeSpan for never.");
        }
    }

    private void Due()
    {
        var tick = new Tick(this);
        _activation.Runtime.Deliver(tick, _activation);
    }

    private async Task RunAsync()
    {
        if (_stopped.IsCancellationRequested) return;
        _ticking = true;
        _changedInTick = false;
        try
        {
            await _callback(_stopped.Token);
        }
        catch (Exception exception)
        {
            _activation.Runtime.Log.TimerFailed(exception, _activation.GrainId);
        }
        finally
        {
            _ticking = false;
            if (!_changedInTick && _period != Timeout.InfiniteTimeSpan && !_stopped.IsCancellationRequested)
            {
                _timer.Change(_period, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private sealed class Tick : VoidInvocation
    {
        private readonly GrainTimer _timer;

        internal Tick(GrainTimer timer)
        {
            _timer = timer;
            Source = timer._activation;
        }

        public override MethodDescriptor Method => _timer.Options.Interleave ? Interleaving : Waiting;

        /// <summary>A tick that comes too late is as good as answered: the timer died with its activation.</summary>
        internal override bool IsAnswered => _timer._stopped.IsCancellationRequested || base.IsAnswered;

        internal override bool CountsAsUse => _timer.Options.KeepAlive;

        public override ValueTask Call(object target) => new(_timer.RunAsync());
    }
}
