namespace OrleansTrader.LocalRuntime.Streams;

/// <summary>A subscription from outside of grains: items go to its observer one at a time, in order.</summary>
internal sealed class ClientSubscription(StreamHub hub, Guid id, object observer) : Subscription(hub, id)
{
    private readonly Queue<StreamItem> _items = new();
    private readonly Lock _gate = new();
    private object _observer = observer;
    private bool _delivering;
    private bool _ended;

    internal override GrainId? Grain => null;

    internal override void SetObserver(object observer) => Volatile.Write(ref _observer, observer);

    internal override void Unsubscribe()
    {
        Hub.Remove(this);
        lock (_gate)
        {
            _ended = true;
            _items.Clear();
        }
    }

    protected override void Queue(StreamItem item)
    {
        lock (_gate)
        {
            if (_ended) return;
            _items.Enqueue(item);
            if (_delivering) return;
            _delivering = true;
        }

        Hub.Runtime.Scheduler.Post(() => Hub.Runtime.Observe(DeliverAsync(), "stream delivery"));
    }

    private async Task DeliverAsync()
    {
        while (TryNext(out var item))
        {
            try
            {
                await item.DeliverTo(Volatile.Read(ref _observer));
            }
            catch (Exception exception)
            {
                Hub.Runtime.Log.DeliveryFailed(exception, Hub.Id, Activations.GrainRuntime.ClientId);
            }

            Delivered();
        }
    }

    private bool TryNext([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out StreamItem? item)
    {
        lock (_gate)
        {
            if (_items.TryDequeue(out item)) return true;
            _delivering = false;
            return false;
        }
    }
}
