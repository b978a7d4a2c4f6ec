namespace OrleansTrader.LocalRuntime;

/// <summary>
/// A clock that stands still until it is advanced. Timers due at one instant fire by priority (lower first), then key
/// (ordinal), then order of registration. Times are UTC; a tick is 100 ns. Safe from any thread.
/// </summary>
public sealed class VirtualTimeProvider(DateTimeOffset start) : TimeProvider
{
    /// <summary>Priority of timers made by <see cref="CreateTimer(TimerCallback, object?, TimeSpan, TimeSpan)"/>.</summary>
    public const int DefaultPriority = 300;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<AgendaItem, AgendaOrder> _agenda = new();
    private long _nowTicks = start.UtcTicks;
    private long _numbers;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    internal long NowTicks => Volatile.Read(ref _nowTicks);

    internal LocalSimulation? Simulation { get; set; }

    public override DateTimeOffset GetUtcNow() => new(NowTicks, TimeSpan.Zero);

    public override long GetTimestamp() => NowTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Simulation?.CheckThread();
        var timer = CreateTimer(callback, state, DefaultPriority, "", isPlain: false);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on by a span, firing what falls due on the way.</summary>
    public void Advance(TimeSpan span) => AdvanceTo(GetUtcNow() + span);

    /// <summary>Goes on to an instant, firing what falls due on the way; in a simulation with all that follows from it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant has passed.</exception>
    public void AdvanceTo(DateTimeOffset instant)
    {
        if (Simulation is { } simulation)
        {
            simulation.RunUntil(instant);
            return;
        }

        ThrowIfPast(instant);
        while (TakeDue(instant.UtcTicks) is { } item) item.Fire();
        SetNow(instant.UtcTicks);
    }

    internal VirtualTimer CreateTimer(TimerCallback callback, object? state, int priority, string key, bool isPlain) =>
        new(this, callback, state, priority, key, Interlocked.Increment(ref _numbers), isPlain);

    internal void Schedule(DateTimeOffset at, int priority, string key, AgendaItem item)
    {
        ThrowIfPast(at);
        Add(item, new AgendaOrder(at.UtcTicks, priority, key, Interlocked.Increment(ref _numbers)));
    }

    internal void Add(AgendaItem item, AgendaOrder order)
    {
        lock (_gate) _agenda.Enqueue(item, order);
    }

    /// <summary>Ticks of the next item that hasn't been cancelled; <see cref="long.MaxValue"/> if none.</summary>
    internal long NextDueTicks()
    {
        lock (_gate)
        {
            while (_agenda.TryPeek(out var item, out var order))
            {
                if (!item.IsCancelled) return order.Ticks;
                _agenda.Dequeue();
            }
        }

        return long.MaxValue;
    }

    /// <summary>Takes the next item due by then, if any, and sets the clock to its instant.</summary>
    internal AgendaItem? TakeDue(long limitTicks)
    {
        lock (_gate)
        {
            while (_agenda.TryPeek(out var item, out var order) && order.Ticks <= limitTicks)
            {
                _agenda.Dequeue();
                if (item.IsCancelled) continue;
                _nowTicks = Math.Max(_nowTicks, order.Ticks);
                return item;
            }
        }

        return null;
    }

    /// <summary>Sets the clock to an instant that has not passed.</summary>
    internal void GoTo(long ticks)
    {
        ThrowIfPast(new DateTimeOffset(ticks, TimeSpan.Zero));
        SetNow(ticks);
    }

    internal void SetNow(long ticks)
    {
        lock (_gate) _nowTicks = Math.Max(_nowTicks, ticks);
    }

    private void ThrowIfPast(DateTimeOffset instant)
    {
        if (instant.UtcTicks < NowTicks)
        {
            throw new ArgumentOutOfRangeException(nameof(instant), instant, $"It is {GetUtcNow():O} already: virtual time never goes back.");
        }
    }
}
