using System.Collections.Immutable;
using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Streams;

/// <summary>One stream: who is subscribed, and the number of the next item.</summary>
internal sealed class StreamHub
{
    private ImmutableArray<Subscription> _subscriptions;
    private long _sequence;

    internal StreamHub(LocalStreamProvider provider, StreamId id)
    {
        Provider = provider;
        Id = id;
        var runtime = provider.Runtime;
        var streamNamespace = id.GetNamespace() ?? "";
        _subscriptions = [.. runtime.Classes.All
            .Where(candidate => candidate.SubscribesTo(streamNamespace))
            .Select(candidate => new GrainSubscription(
                this, provider.NextSubscriptionId(), GrainId.Create(candidate.GrainType, id.GetKeyAsString()), isImplicit: true))];
    }

    internal LocalStreamProvider Provider { get; }

    internal GrainRuntime Runtime => Provider.Runtime;

    internal StreamId Id { get; }

    internal ImmutableArray<Subscription> Subscriptions => _subscriptions;

    internal StreamToken NextToken() => new(Interlocked.Increment(ref _sequence));

    internal void Publish(StreamItem item)
    {
        foreach (var subscription in _subscriptions)
        {
            if (Runtime.Faults is { } faults) faults.Deliver(subscription, item);
            else subscription.Deliver(item);
        }
    }

    internal IEnumerable<Subscription> SubscriptionsOf(Activation? subscriber) => _subscriptions
        .Where(subscription => subscriber is null ? subscription is ClientSubscription : subscription.Grain == subscriber.GrainId);

    /// <summary>Subscribes the activation whose turn this is, or else the client; an implicit subscription is taken over.</summary>
    internal Subscription Subscribe(object observer)
    {
        if (RuntimeContext.Current is not { } activation)
        {
            var client = new ClientSubscription(this, Provider.NextSubscriptionId(), observer);
            Add(client);
            return client;
        }

        var subscription = Array.Find([.. _subscriptions], held => held is GrainSubscription { IsImplicit: true } && held.Grain == activation.GrainId);
        if (subscription is null)
        {
            subscription = new GrainSubscription(this, Provider.NextSubscriptionId(), activation.GrainId, isImplicit: false);
            Add(subscription);
        }

        activation.Observers[subscription.Id] = observer;
        return subscription;
    }

    internal void Remove(Subscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, static (all, removed) => all.Remove(removed), subscription);

    private void Add(Subscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, static (all, added) => all.Add(added), subscription);
}
