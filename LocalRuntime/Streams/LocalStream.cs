using Orleans.Streams;

namespace OrleansTrader.LocalRuntime.Streams;

/// <summary>A stream with its item type.</summary>
internal sealed class LocalStream<T>(StreamHub hub) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => hub.Provider.Name;

    public StreamId StreamId => hub.Id;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        ThrowIfToken(token);
        hub.Publish(new StreamItem<T>(item, hub.NextToken()));
        return Task.CompletedTask;
    }

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        ThrowIfToken(token);
        foreach (var item in batch) hub.Publish(new StreamItem<T>(item, hub.NextToken()));
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync()
    {
        hub.Publish(new StreamEnd<T>(null));
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        hub.Publish(new StreamEnd<T>(ex));
        return Task.CompletedTask;
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ThrowIfToken(token);
        if (filterData is not null) throw new NotSupportedException("Streams have no filter here: filter in the observer.");
        return Task.FromResult<StreamSubscriptionHandle<T>>(new LocalHandle<T>(hub.Subscribe(observer)));
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() => Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
        [.. hub.SubscriptionsOf(RuntimeContext.Current).Select(subscription => new LocalHandle<T>(subscription))]);

    public bool Equals(IAsyncStream<T>? other) => other is LocalStream<T> && other.StreamId == StreamId
        && string.Equals(other.ProviderName, ProviderName, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => StreamId.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1 : StreamId.CompareTo(other.StreamId);

    internal static void ThrowIfToken(StreamSequenceToken? token)
    {
        if (token is not null) throw new ArgumentNullException(nameof(token), "Passing a non-null token to a non-rewindable stream.");
    }
}

/// <summary>One subscription with its item type.</summary>
internal sealed class LocalHandle<T>(Subscription subscription) : StreamSubscriptionHandle<T>
{
    private bool _ended;

    public override StreamId StreamId => subscription.Hub.Id;

    public override string ProviderName => subscription.Hub.Provider.Name;

    public override Guid HandleId => subscription.Id;

    public override Task UnsubscribeAsync()
    {
        _ended = true;
        subscription.Unsubscribe();
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        LocalStream<T>.ThrowIfToken(token);
        if (_ended) throw new InvalidOperationException($"This subscription to {StreamId} has ended: subscribe again.");
        subscription.SetObserver(observer);
        return Task.FromResult<StreamSubscriptionHandle<T>>(new LocalHandle<T>(subscription));
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is not null && other.HandleId == HandleId;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => HandleId.GetHashCode();
}
