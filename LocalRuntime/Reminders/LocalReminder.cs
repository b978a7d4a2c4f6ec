using OrleansTrader.LocalRuntime.Activations;
using OrleansTrader.LocalRuntime.Scheduling;

namespace OrleansTrader.LocalRuntime.Reminders;

/// <summary>One followed reminder. Ticks lie on the grid that its first tick and period span; missed ones are left out.</summary>
internal sealed class LocalReminder : IDisposable
{
    /// <summary>The longest wait a system timer takes; a longer one is waited for in parts.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(40);

    private readonly GrainRuntime _runtime;
    private readonly ReminderEntry _row;
    private readonly ITimer _timer;
    private volatile bool _disposed;
    private DateTime _next;

    internal LocalReminder(GrainRuntime runtime, ReminderEntry row)
    {
        _runtime = runtime;
        _row = row;
        _timer = runtime.Scheduler.CreateTimer(static reminder => ((LocalReminder)reminder!).Due(), this, TimerOrder.Reminder, row.GrainId);
    }

    private DateTime Now => _runtime.Scheduler.Time.GetUtcNow().UtcDateTime;

    public void Dispose()
    {
        _disposed = true;
        _timer.Dispose();
    }

    internal void Start()
    {
        var now = Now;
        var late = now - _row.StartAt;
        _next = late <= TimeSpan.Zero ? _row.StartAt : _row.StartAt + (_row.Period * (((late.Ticks - 1) / _row.Period.Ticks) + 1));
        Wait(now);
    }

    private void Wait(DateTime now)
    {
        var wait = _next - now;
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > WaitMax ? WaitMax : wait, Timeout.InfiniteTimeSpan);
    }

    private void Due()
    {
        if (_disposed) return;
        var now = Now;
        if (now < _next) Wait(now);
        else _runtime.Observe(TickAsync(now), "reminder");
    }

    private async Task TickAsync(DateTime now)
    {
        var grain = (IRemindable)(object)_runtime.Reference(typeof(IRemindable), _row.GrainId);
        try
        {
            await grain.ReceiveReminder(_row.ReminderName, new TickStatus(_row.StartAt, _row.Period, now));
        }
        catch (Exception exception)
        {
            _runtime.Log.ReminderFailed(exception, _row.GrainId, _row.ReminderName);
        }

        if (_disposed) return;
        _next += _row.Period;
        var after = Now;
        if (_next <= after) Start();
        else Wait(after);
    }
}
