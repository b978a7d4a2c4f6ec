namespace OrleansTrader.LocalRuntime;

/// <summary>
/// Drives all grains on the calling thread, in an order that is the same in every run. At one instant the items due run by
/// priority, key and registration; all that follows from one (turns, in order of arrival) is run before the next. Time goes on
/// only when nothing is left to run. Work that leaves the thread (<c>Task.Run</c>, <c>ConfigureAwait(false)</c>) fails the run.
/// </summary>
public sealed partial class LocalSimulation
{
    private readonly LocalSimulationOptions _options;
    private readonly DriverScheduler _driver;

    internal LocalSimulation(LocalSimulationOptions options)
    {
        _options = options;
        _driver = new DriverScheduler(this);
        Time = new VirtualTimeProvider(options.Start) { Simulation = this };
        StartTicks = Time.NowTicks;
    }

    public VirtualTimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public ulong Seed => _options.Seed;

    /// <summary>Turns run so far.</summary>
    public long Turns { get; private set; }

    /// <summary>A hash over instant and grain of every turn so far: equal in two runs that went the same way.</summary>
    public ulong Trace { get; private set; } = 14695981039346656037;

    private long StartTicks { get; }

    /// <summary>Runs an action at an instant, before others with higher priority numbers or keys.</summary>
    public void Schedule(DateTimeOffset at, int priority, string key, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        CheckThread();
        Time.Schedule(at, priority, key, new AgendaAction(action));
    }

    /// <summary>Runs an asynchronous action at an instant; its failure fails the run.</summary>
    public void Schedule(DateTimeOffset at, int priority, string key, Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Schedule(at, priority, key, () => Watch(action()));
    }

    /// <summary>Runs until the task has ended, letting time go on as far as needed.</summary>
    /// <exception cref="InvalidOperationException">It waits for something outside, or work left the simulation's thread.</exception>
    public void Run(Func<Task> action) => Run(async () =>
    {
        await action();
        return true;
    });

    /// <inheritdoc cref="Run(Func{Task})"/>
    public T Run<T>(Func<Task<T>> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using var session = Enter();
        var limit = Time.NowTicks + _options.RunSpanMax.Ticks;
        Task<T>? task = null;
        Action begin = () => task = action();
        Enqueue(null, begin);
        Drain();
        if (task is null) throw new InvalidOperationException("The simulation's task did not begin.");
        Await(task, limit);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Plays events from outside in the order of their instants. Before each one everything due earlier is run; of what is due at its
    /// own instant the event comes first, with all that follows from it.
    /// </summary>
    /// <param name="at">The event's instant, not before the last one's.</param>
    /// <param name="send">Hands the event over; it must not itself await.</param>
    /// <param name="answered">Told each answer before the next event.</param>
    /// <exception cref="OperationCanceledException">Cancelled between two events.</exception>
    public void Play<TEvent, TAnswer>(
        IEnumerable<TEvent> events, Func<TEvent, DateTimeOffset> at, Func<TEvent, Task<TAnswer>> send, Action<TEvent, TAnswer> answered,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        using var session = Enter();
        Drain();
        foreach (var happened in events)
        {
            cancellation.ThrowIfCancellationRequested();
            var ticks = at(happened).UtcTicks;
            while (Step(ticks - 1))
            {
            }

            Time.GoTo(ticks);
            var answer = send(happened);
            Drain();
            Await(answer, Time.NowTicks + _options.RunSpanMax.Ticks);
            answered(happened, answer.GetAwaiter().GetResult());
        }
    }

    /// <summary>Runs everything due up to and at this instant, and leaves the clock there.</summary>
    public void RunUntil(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, Now);
        using var session = Enter();
        Drain();
        while (Step(instant.UtcTicks))
        {
        }

        Time.SetNow(instant.UtcTicks);
    }

    /// <summary>Runs what can run now; time stands still.</summary>
    public void RunUntilIdle() => RunUntil(Now);

    /// <summary>Does the next item of the agenda, with all that follows from it. False if there is none up to the limit.</summary>
    private bool Step(long limitTicks)
    {
        if (ExpireCalls(Math.Min(limitTicks, Time.NextDueTicks())))
        {
            Drain();
            return true;
        }

        if (Time.TakeDue(limitTicks) is not { } item) return false;
        if (item.IsPlain) item.Fire();
        else Enqueue(null, item);
        Drain();
        return true;
    }

    private void Await(Task task, long limitTicks)
    {
        while (!task.IsCompleted)
        {
            if (!Step(limitTicks))
            {
                throw new InvalidOperationException(
                    $"The simulation stands still at {Now:O}: its task waits for something that neither a turn nor a timer brings. "
                    + "Answers from outside must be scheduled (LocalSimulation.Schedule).");
            }
        }
    }

    private void Watch(Task task)
    {
        if (task.IsCompletedSuccessfully) return;
        _ = task.ContinueWith(
            done => Fail(new InvalidOperationException("A scheduled action failed.", done.Exception!.InnerException)),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            _driver);
    }
}
