using System.Diagnostics.CodeAnalysis;
using OrleansTrader.LocalRuntime.Activations;
using OrleansTrader.LocalRuntime.Calls;
using OrleansTrader.LocalRuntime.Scheduling;

namespace OrleansTrader.LocalRuntime;

/// <summary>The turns of a simulation.</summary>
public sealed partial class LocalSimulation : ITurnScheduler
{
    private const ulong TracePrime = 1099511628211;

    /// <summary>Calls that run within one another's turns; a further one is queued, so that the stack stays shallow.</summary>
    private const int NestedCallsMax = 16;

    // The context flows into whatever leaves the thread, and tells of it there.
    private static readonly AsyncLocal<LocalSimulation?> Marker = new(static change =>
    {
        if (change is { ThreadContextChanged: true, CurrentValue: { } simulation }) simulation.CheckThread();
    });

    private static readonly Action<object?> PumpTask = static simulation => ((LocalSimulation)simulation!).Pump();

    private readonly Lock _gate = new();
    private readonly Queue<Turn> _ready = new();
    private Turn _turn;
    private int _nestedCalls;
    private Exception? _failure;
    private int _thread;
    private long _callsWaiting;
    private long _deadlineBoundMs = long.MaxValue;

    TimeProvider ITurnScheduler.Time => Time;

    long ITurnScheduler.NowMs => NowMs;

    internal GrainRuntime? Runtime { get; set; }

    private long NowMs => (Time.NowTicks - StartTicks) / TimeSpan.TicksPerMillisecond;

    TurnQueue ITurnScheduler.CreateQueue(Activation owner) => new SimulatedTurnQueue(this, owner);

    void ITurnScheduler.Post(Action action) => Enqueue(null, action);

    ITimer ITurnScheduler.CreateTimer(TimerCallback callback, object state, TimerOrder order, GrainId key)
    {
        var priority = order switch
        {
            TimerOrder.Grain => _options.TimerPriority(key),
            TimerOrder.Reminder => LocalSimulationOptions.ReminderPriority,
            _ => int.MaxValue,
        };
        return Time.CreateTimer(callback, state, priority, key.IsDefault ? "" : key.ToString(), isPlain: order == TimerOrder.Grain);
    }

    void ITurnScheduler.CallSent(long deadlineMs)
    {
        _callsWaiting++;
        _deadlineBoundMs = Math.Min(_deadlineBoundMs, deadlineMs);
    }

    void ITurnScheduler.CallAnswered() => _callsWaiting--;

    /// <summary>Fails the run if this is not its thread.</summary>
    /// <returns>True on the run's thread, or when no run is in progress.</returns>
    internal bool CheckThread()
    {
        var thread = Volatile.Read(ref _thread);
        if (thread == 0 || thread == Environment.CurrentManagedThreadId) return true;
        Fail(new InvalidOperationException(
            "Work left the simulation's thread (Task.Run, a thread, a system timer or ConfigureAwait(false)): such a run can't be "
            + "repeated. Schedule answers from outside with LocalSimulation.Schedule. It happened here:" + Environment.NewLine
            + Environment.StackTrace));
        return false;
    }

    private void Enqueue(SimulatedTurnQueue? queue, object work)
    {
        if (!CheckThread()) return;
        if (queue is not null) queue.Waiting++;
        if (Volatile.Read(ref _thread) != 0)
        {
            _ready.Enqueue(new Turn(queue, work));
            return;
        }

        lock (_gate) _ready.Enqueue(new Turn(queue, work));
    }

    /// <summary>
    /// Runs a call of a grain that does nothing and waits for nothing, in the midst of its caller's turn: as if it had run beside it
    /// and been quick. Most calls of a simulation are answered so, and their callers need not wait.
    /// </summary>
    private void RunAtOnce(SimulatedTurnQueue queue, Invocation call)
    {
        var turn = _turn;
        _turn = new Turn(queue, call);
        _nestedCalls++;
        RunPump(queue);
        _nestedCalls--;
        _turn = turn;
    }

    private void Fail(Exception failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    private Session Enter()
    {
        lock (_gate)
        {
            if (_thread != 0) throw new InvalidOperationException("The simulation runs already: it can't be driven from within.");
            var session = new Session(this, ExecutionContext.Capture());
            _thread = Environment.CurrentManagedThreadId;
            Marker.Value = this;
            return session;
        }
    }

    private void Drain()
    {
        while (_ready.TryDequeue(out _turn))
        {
            if (_turn.Queue is { } queue) queue.Waiting--;
            if (_turn.Work is Task continuation) RunContinuation(_turn.Queue, continuation);
            else RunPump(_turn.Queue);
            if (Volatile.Read(ref _failure) is { } failure) throw new InvalidOperationException(failure.Message, failure.InnerException);
        }

        if (Volatile.Read(ref _failure) is { } late) throw new InvalidOperationException(late.Message, late.InnerException);
    }

    private void RunPump(SimulatedTurnQueue? queue)
    {
        var pump = new Task(PumpTask, this, CancellationToken.None, TaskCreationOptions.None);
        if (queue is null)
        {
            pump.RunSynchronously(_driver);
            return;
        }

        queue.IsInTurn = true;
        pump.RunPump(queue.Owner);
        queue.IsInTurn = false;
    }

    /// <summary>A continuation is a task of its scheduler already: it needs no pump.</summary>
    private void RunContinuation(SimulatedTurnQueue? queue, Task continuation)
    {
        Count(queue);
        var context = ExecutionContext.Capture();
        if (queue is null)
        {
            _driver.Execute(continuation);
        }
        else
        {
            queue.IsInTurn = true;
            RuntimeContext.Current = queue.Owner;
            queue.Owner.Tasks.Execute(continuation);
            RuntimeContext.Current = null;
            queue.IsInTurn = false;
        }

        if (context is not null) ExecutionContext.Restore(context);
    }

    private void Count(SimulatedTurnQueue? queue)
    {
        Turns++;
        Trace = unchecked((((Trace ^ (ulong)Time.NowTicks) * TracePrime) ^ (uint)(queue?.Owner.GrainId.GetHashCode() ?? 0)) * TracePrime);
    }

    /// <summary>Runs the turn at hand, and those after it that are of the same owner.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It fails the run.")]
    private void Pump()
    {
        var queue = _turn.Queue;
        while (true)
        {
            Count(queue);
            try
            {
                if (queue is not null) queue.Owner.RunItem((WorkItem)_turn.Work);
                else RunOutside(_turn.Work);
            }
            catch (Exception exception)
            {
                Fail(new InvalidOperationException($"A turn of the simulation failed: {exception.Message}", exception));
            }

            if (!_ready.TryPeek(out var next) || !ReferenceEquals(next.Queue, queue) || next.Work is Task) return;
            _turn = _ready.Dequeue();
            if (queue is not null) queue.Waiting--;
        }
    }

    private void RunOutside(object work)
    {
        var context = ExecutionContext.Capture();
        switch (work)
        {
            case AgendaItem item:
                item.Fire();
                break;
            case Action action:
                action();
                break;
            default:
                throw new InvalidOperationException($"{work.GetType()} is no work of a simulation.");
        }

        if (context is not null) ExecutionContext.Restore(context);
    }

    /// <summary>Answers calls whose deadline comes before anything else does. Looks only if a call may be that old.</summary>
    private bool ExpireCalls(long nextTicks)
    {
        if (_callsWaiting == 0)
        {
            _deadlineBoundMs = long.MaxValue;
            return false;
        }

        if (TicksOf(_deadlineBoundMs) > nextTicks) return false;
        var busy = Runtime!.Activations.Where(activation => activation.IsBusy).OrderBy(activation => activation.GrainId).ToList();
        _deadlineBoundMs = busy.Count == 0 ? long.MaxValue : busy.Min(activation => activation.EarliestDeadlineMs());
        var due = TicksOf(_deadlineBoundMs);
        if (due == long.MaxValue || due > nextTicks) return false;
        Time.SetNow(due);
        foreach (var activation in busy) activation.Queue.Push(new Expiry(NowMs));
        return true;
    }

    private long TicksOf(long ms) => ms >= long.MaxValue / TimeSpan.TicksPerMillisecond ? long.MaxValue : StartTicks + (ms * TimeSpan.TicksPerMillisecond);

    private readonly record struct Turn(SimulatedTurnQueue? Queue, object Work);

    /// <summary>While it lives, this thread is the simulation's.</summary>
    private sealed class Session(LocalSimulation simulation, ExecutionContext? context) : IDisposable
    {
        public void Dispose()
        {
            Volatile.Write(ref simulation._thread, 0);
            if (context is not null) ExecutionContext.Restore(context);
        }
    }

    private sealed class SimulatedTurnQueue(LocalSimulation simulation, Activation owner) : TurnQueue
    {
        internal Activation Owner => owner;

        /// <summary>Turns of the owner that are queued.</summary>
        internal int Waiting { get; set; }

        /// <summary>A turn of the owner runs, perhaps further down the stack.</summary>
        internal bool IsInTurn { get; set; }

        internal override void Push(WorkItem item) => simulation.Enqueue(this, item);

        internal override void Push(Task continuation) => simulation.Enqueue(this, continuation);

        internal override void PushCall(Invocation call)
        {
            if (Waiting == 0 && !IsInTurn && !owner.IsBusy && owner.IsActive && simulation._nestedCalls < NestedCallsMax
                && Environment.CurrentManagedThreadId == simulation._thread)
            {
                simulation.RunAtOnce(this, call);
            }
            else
            {
                Push(call);
            }
        }
    }

    /// <summary>Brings continuations of code outside of grains back to the simulation's thread.</summary>
    private sealed class DriverScheduler(LocalSimulation simulation) : TaskScheduler
    {
        public override int MaximumConcurrencyLevel => 1;

        internal void Execute(Task task) => TryExecuteTask(task);

        protected override void QueueTask(Task task) => simulation.Enqueue(null, task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            !taskWasPreviouslyQueued && RuntimeContext.Current is null && Environment.CurrentManagedThreadId == simulation._thread
            && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
