using System.Diagnostics.CodeAnalysis;

namespace OrleansTrader.Storage.Fairness;

/// <summary>
/// What waits, in one lane a tenant: the first of each lane in turn, so that a tenant waits for one item of every other and never for all
/// that another has sent. Within a lane the order stays. Safe from any thread.
/// </summary>
/// <param name="laneItemsMax">Items that wait in one lane; whoever adds a further one waits for room, and holds up nobody of another lane.</param>
internal sealed class FairQueue<T>(int laneItemsMax)
{
    /// <summary>Empty lanes that are kept for their next item.</summary>
    private const int IdleLanesMax = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<Lane> _turns = new();
    private int _count;
    private bool _isClosed;

    /// <summary>Items that wait in all lanes.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>No further items are taken; those that wait are handed out.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Completes when the item has its place. False: the queue is closed.</summary>
    public ValueTask<bool> Add(ReadOnlySpan<char> lane, T item)
    {
        lock (_lock)
        {
            if (_isClosed)
                return new ValueTask<bool>(false);
            var own = LaneOf(lane);
            if (own.Items.Count >= laneItemsMax)
                return own.WaitForRoom(item);
            Put(own, item);
            return new ValueTask<bool>(true);
        }
    }

    /// <summary>The next item by turns; false where nothing waits.</summary>
    /// <param name="emptiesLane">Whether its lane has nothing more.</param>
    /// <param name="lanesWaiting">Lanes in which something waits still.</param>
    public bool TryTake([MaybeNullWhen(false)] out T item, out bool emptiesLane, out int lanesWaiting)
    {
        lock (_lock)
        {
            (emptiesLane, lanesWaiting) = (false, 0);
            if (!_turns.TryDequeue(out var lane))
            {
                item = default;
                return false;
            }

            item = lane.Items.Dequeue();
            _count--;
            if (lane.TryLetIn(out var next))
            {
                lane.Items.Enqueue(next);
                _count++;
            }

            emptiesLane = lane.Items.Count == 0;
            if (!emptiesLane)
                _turns.Enqueue(lane);
            lanesWaiting = _turns.Count;
            return true;
        }
    }

    /// <summary>Ends the adding; those who wait for room are told.</summary>
    public void Close()
    {
        lock (_lock)
        {
            Volatile.Write(ref _isClosed, true);
            foreach (var lane in _lanes.Values)
                lane.SendAway();
        }
    }

    private void Put(Lane lane, T item)
    {
        lane.Items.Enqueue(item);
        _count++;
        if (lane.Items.Count == 1)
            _turns.Enqueue(lane);
    }

    private Lane LaneOf(ReadOnlySpan<char> name)
    {
        var byText = _lanes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (byText.TryGetValue(name, out var lane))
            return lane;
        if (_lanes.Count >= IdleLanesMax)
            DropIdle();
        return _lanes[name.ToString()] = new Lane();
    }

    private void DropIdle()
    {
        foreach (var (name, lane) in _lanes)
        {
            if (lane.Items.Count == 0)
                _lanes.Remove(name);
        }
    }

    private sealed class Lane
    {
        private Queue<(T Item, TaskCompletionSource<bool> Entered)>? _outside;

        public Queue<T> Items { get; } = new();

        public ValueTask<bool> WaitForRoom(T item)
        {
            var entered = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            (_outside ??= new()).Enqueue((item, entered));
            return new ValueTask<bool>(entered.Task);
        }

        public bool TryLetIn([MaybeNullWhen(false)] out T item)
        {
            item = default;
            if (_outside is null || !_outside.TryDequeue(out var waiting))
                return false;
            item = waiting.Item;
            waiting.Entered.SetResult(true);
            return true;
        }

        public void SendAway()
        {
            while (_outside is not null && _outside.TryDequeue(out var waiting))
                waiting.Entered.SetResult(false);
        }
    }
}
