using System.Collections.Concurrent;
using Orleans.Streams;
using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Streams;

/// <summary>Streams in memory.</summary>
internal sealed class LocalStreamProvider(string name, GrainRuntime runtime) : IStreamProvider
{
    private readonly ConcurrentDictionary<StreamId, StreamHub> _hubs = new();
    private long _subscriptions;

    public string Name => name;

    public bool IsRewindable => false;

    internal GrainRuntime Runtime => runtime;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        new LocalStream<T>(_hubs.GetOrAdd(streamId, static (id, provider) => new StreamHub(provider, id), this));

    /// <summary>A counted id: a random one would differ from run to run.</summary>
    internal Guid NextSubscriptionId()
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes, Interlocked.Increment(ref _subscriptions));
        BitConverter.TryWriteBytes(bytes[8..], IdSpan.Create(name).GetUniformHashCode());
        return new Guid(bytes);
    }
}
