namespace OrleansTrader.LocalRuntime;

/// <summary>Place in the agenda: instant, then priority (lower first), then key (ordinal), then registration.</summary>
internal readonly record struct AgendaOrder(long Ticks, int Priority, string Key, long Number) : IComparable<AgendaOrder>
{
    public int CompareTo(AgendaOrder other)
    {
        if (Ticks != other.Ticks) return Ticks.CompareTo(other.Ticks);
        if (Priority != other.Priority) return Priority.CompareTo(other.Priority);
        var keys = string.CompareOrdinal(Key, other.Key);
        return keys != 0 ? keys : Number.CompareTo(other.Number);
    }
}

/// <summary>Something that happens at an instant.</summary>
internal abstract class AgendaItem
{
    internal virtual bool IsCancelled => false;

    /// <summary>It only queues turns, and so needs none of its own.</summary>
    internal virtual bool IsPlain => false;

    internal abstract void Fire();
}

/// <summary>An action at an instant.</summary>
internal sealed class AgendaAction(Action action) : AgendaItem
{
    internal override void Fire() => action();
}

/// <summary>A timer of virtual time.</summary>
internal sealed class VirtualTimer(
    VirtualTimeProvider time, TimerCallback callback, object? state, int priority, string key, long number, bool isPlain) : ITimer
{
    private int _version;
    private bool _disposed;

    internal bool IsPlain => isPlain;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed) return false;
        _version++;
        if (dueTime != Timeout.InfiniteTimeSpan) Arm(time.NowTicks + dueTime.Ticks, period);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        _version++;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Arm(long dueTicks, TimeSpan period) =>
        time.Add(new Due(this, _version, dueTicks, period), new AgendaOrder(dueTicks, priority, key, number));

    private sealed class Due(VirtualTimer timer, int version, long dueTicks, TimeSpan period) : AgendaItem
    {
        internal override bool IsCancelled => timer._version != version;

        internal override bool IsPlain => timer.IsPlain;

        internal override void Fire()
        {
            if (IsCancelled) return;
            if (period > TimeSpan.Zero) timer.Arm(dueTicks + period.Ticks, period);
            timer.Invoke();
        }
    }

    private void Invoke() => callback(state);
}
