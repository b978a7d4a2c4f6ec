using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Scheduling;

/// <summary>
/// A lock-free stack that is taken whole and turned round. An empty head means idle: who pushes onto it schedules the
/// activation; while turns run, the sentinel at the bottom keeps others from doing so.
/// </summary>
/// <param name="pumps">Who runs it where lanes take turns; null: the pool, in the order in which activations have something to do.</param>
internal sealed class PoolTurnQueue(Activation owner, FairPumps? pumps) : TurnQueue, IThreadPoolWorkItem
{
    /// <summary>Items after which an activation goes to the back of the pool's queue.</summary>
    private const int TurnItemsMax = 256;

    /// <summary>The same where others wait for the pumps.</summary>
    private const int ContendedItemsMax = 4;

    private static readonly WorkItem Busy = new Sentinel();
    private static readonly Action<object?> PumpTask = static queue => ((PoolTurnQueue)queue!).Pump();

    private readonly FairPumps.Lane? _lane = pumps?.LaneOf(owner.GrainId);
    private WorkItem? _head;

    internal override void Push(WorkItem item)
    {
        var head = Volatile.Read(ref _head);
        while (true)
        {
            item.Next = head;
            var seen = Interlocked.CompareExchange(ref _head, item, head);
            if (ReferenceEquals(seen, head)) break;
            head = seen;
        }

        if (head is null) Schedule(preferLocal: true);
    }

    internal override void Push(Task continuation) => Push(new Continuation(continuation));

    void IThreadPoolWorkItem.Execute() => RunTurns();

    internal void RunTurns() =>
        // Inside a task, so that TaskScheduler.Current is the activation's and awaits come back to it.
        new Task(PumpTask, this, CancellationToken.None, TaskCreationOptions.None).RunPump(owner);

    private void Pump()
    {
        var left = pumps is { IsContended: true } ? ContendedItemsMax : TurnItemsMax;
        while (left > 0)
        {
            var item = TakeAll();
            while (item is not null)
            {
                var next = item.Next;
                item.Next = null;
                Run(item);
                item = next;
                left--;
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref _head, null, Busy), Busy)) return;
        }

        Schedule(preferLocal: false);
    }

    private void Schedule(bool preferLocal)
    {
        if (pumps is null)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal);
        else
            pumps.Schedule(_lane!, this);
    }

    /// <summary>Whatever fails here is the runtime's own fault, and must not keep the activation's other turns from running.</summary>
    private void Run(WorkItem item)
    {
        try
        {
            owner.RunItem(item);
        }
        catch (Exception exception)
        {
            owner.Runtime.Log.WorkFailed(exception, $"a turn of {owner.GrainId}");
        }
    }

    private WorkItem? TakeAll()
    {
        var item = Interlocked.Exchange(ref _head, Busy);
        WorkItem? first = null;
        while (item is not null && !ReferenceEquals(item, Busy))
        {
            var below = item.Next;
            item.Next = first;
            first = item;
            item = below;
        }

        return first;
    }

    private sealed class Continuation(Task task) : WorkItem
    {
        internal override void Run(Activation activation) => activation.Tasks.Execute(task);
    }

    private sealed class Sentinel : WorkItem
    {
        internal override void Run(Activation activation) => throw new InvalidOperationException("The sentinel never runs.");
    }
}
