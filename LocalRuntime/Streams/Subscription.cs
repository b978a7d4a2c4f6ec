using System.Reflection;
using Orleans.Streams;
using Orleans.Streams.Core;
using OrleansTrader.LocalRuntime.Activations;
using OrleansTrader.LocalRuntime.Calls;

namespace OrleansTrader.LocalRuntime.Streams;

/// <summary>The method by which a delivery shows in the call filters, named as in Orleans.</summary>
internal interface IStreamConsumerExtension : IGrain
{
    Task DeliverImmutable();
}

/// <summary>A place that a stream's items go to. A full one loses the newest item; the subscriber sees the gap in the numbers.</summary>
internal abstract class Subscription(StreamHub hub, Guid id)
{
    private int _queued;

    internal StreamHub Hub => hub;

    internal Guid Id => id;

    /// <summary>The subscribed grain; null for a client.</summary>
    internal abstract GrainId? Grain { get; }

    internal void Deliver(StreamItem item)
    {
        if (Interlocked.Increment(ref _queued) <= hub.Runtime.Options.StreamQueueItemsMax)
        {
            Queue(item);
            return;
        }

        Interlocked.Decrement(ref _queued);
        hub.Runtime.Log.StreamItemLost(hub.Id, Grain ?? GrainRuntime.ClientId);
    }

    internal abstract void SetObserver(object observer);

    internal abstract void Unsubscribe();

    protected abstract void Queue(StreamItem item);

    protected void Delivered() => Interlocked.Decrement(ref _queued);
}

/// <summary>A grain's subscription: a delivery is a call to it, in its turn and in order.</summary>
internal sealed class GrainSubscription(StreamHub hub, Guid id, GrainId grain, bool isImplicit) : Subscription(hub, id)
{
    internal override GrainId? Grain => grain;

    internal bool IsImplicit => isImplicit;

    internal override void SetObserver(object observer)
    {
        if (RuntimeContext.Current is not { } activation || activation.GrainId != grain)
        {
            throw new InvalidOperationException($"Only {grain} itself can resume its subscription to {Hub.Id}.");
        }

        activation.Observers[Id] = observer;
    }

    internal override void Unsubscribe()
    {
        if (RuntimeContext.Current is { } activation && activation.GrainId == grain) activation.Observers.Remove(Id);
        if (!isImplicit) Hub.Remove(this);
    }

    protected override void Queue(StreamItem item) => Hub.Runtime.Deliver(new Delivery(this, item), grain);

    private sealed class Delivery(GrainSubscription subscription, StreamItem item) : VoidInvocation
    {
        private static readonly MethodDescriptor Descriptor = new(
            typeof(IStreamConsumerExtension),
            typeof(IStreamConsumerExtension).GetMethod(nameof(IStreamConsumerExtension.DeliverImmutable), BindingFlags.Public | BindingFlags.Instance)!);

        public override MethodDescriptor Method => Descriptor;

        public override async ValueTask Call(object target)
        {
            var activation = Target!;
            try
            {
                if (!activation.Observers.ContainsKey(subscription.Id) && target is IStreamSubscriptionObserver asked)
                {
                    await asked.OnSubscribed(new HandleFactory(subscription));
                }

                if (activation.Observers.TryGetValue(subscription.Id, out var observer)) await item.DeliverTo(observer);
            }
            catch (Exception exception)
            {
                subscription.Hub.Runtime.Log.DeliveryFailed(exception, subscription.Hub.Id, activation.GrainId);
            }
            finally
            {
                subscription.Delivered();
            }
        }
    }

    private sealed class HandleFactory(GrainSubscription subscription) : IStreamSubscriptionHandleFactory
    {
        public StreamId StreamId => subscription.Hub.Id;

        public string ProviderName => subscription.Hub.Provider.Name;

        public StreamSubscriptionHandle<T> Create<T>() => new LocalHandle<T>(subscription);
    }
}
