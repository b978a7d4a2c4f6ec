namespace OrleansTrader.LocalRuntime.Scheduling;

/// <summary>
/// Activations that have turns to run, in lanes (of tenants) that take turns on a few threads of the pool: what one lane has to do, however much,
/// delays another by one activation each time, not by all of it. The pool's own queue stays short, so that what is not of grains gets through as well.
/// </summary>
internal sealed class FairPumps(Func<GrainId, string> laneOf)
{
    /// <summary>Lanes; tenants are spread over them, so that memory does not grow with tenants that are gone.</summary>
    private const int LanesMax = 1_024;

    /// <summary>Threads that pump at once: more than cores, so that a turn that waits for the processor holds up nobody.</summary>
    private static readonly int PumpsMax = Math.Max(4, Environment.ProcessorCount * 2);

    /// <summary>How long a thread pumps before it goes to the back of the pool's queue.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(0.5);

    private readonly Lock _lock = new();
    private readonly Lane?[] _lanes = new Lane?[LanesMax];
    private readonly Queue<Lane> _turns = new();
    private int _pumps;
    private int _lanesWaiting;

    /// <summary>Whether something waits: an activation that has run for a while then gives way.</summary>
    public bool IsContended => Volatile.Read(ref _lanesWaiting) > 0;

    /// <summary>The lane of a grain; always the same one.</summary>
    public Lane LaneOf(GrainId grain)
    {
        var index = (int)((uint)laneOf(grain).GetHashCode(StringComparison.Ordinal) % LanesMax);
        if (Volatile.Read(ref _lanes[index]) is { } known)
            return known;
        lock (_lock)
            return _lanes[index] ??= new Lane();
    }

    /// <summary>An activation has turns to run; it is not scheduled again until it has run.</summary>
    public void Schedule(Lane lane, PoolTurnQueue activation)
    {
        lock (_lock)
        {
            lane.Ready.Enqueue(activation);
            if (lane.Ready.Count == 1)
                _turns.Enqueue(lane);
            _lanesWaiting = _turns.Count;
            if (_pumps == PumpsMax)
                return;
            _pumps++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(new Pump(this), preferLocal: false);
    }

    private PoolTurnQueue? Next()
    {
        lock (_lock)
        {
            if (!_turns.TryDequeue(out var lane))
            {
                _pumps--;
                return null;
            }

            var activation = lane.Ready.Dequeue();
            if (lane.Ready.Count > 0)
                _turns.Enqueue(lane);
            _lanesWaiting = _turns.Count;
            return activation;
        }
    }

    /// <summary>What waits of one tenant's.</summary>
    internal sealed class Lane
    {
        internal Queue<PoolTurnQueue> Ready { get; } = new();
    }

    private sealed class Pump(FairPumps pumps) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            var began = TimeProvider.System.GetTimestamp();
            while (pumps.Next() is { } activation)
            {
                activation.RunTurns();
                if (TimeProvider.System.GetElapsedTime(began) < Slice)
                    continue;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
    }
}
