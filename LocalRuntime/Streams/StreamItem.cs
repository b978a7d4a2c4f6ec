using Orleans.Streams;

namespace OrleansTrader.LocalRuntime.Streams;

/// <summary>Something that goes to the observers of a stream; one object for all of them.</summary>
internal abstract class StreamItem
{
    internal abstract Task DeliverTo(object observer);
}

/// <summary>An item with its place.</summary>
internal sealed class StreamItem<T>(T value, StreamToken token) : StreamItem
{
    internal override Task DeliverTo(object observer) => observer is IAsyncObserver<T> typed
        ? typed.OnNextAsync(value, token)
        : throw new InvalidCastException($"The stream carries {typeof(T)}, but {observer.GetType()} does not observe that.");
}

/// <summary>The stream's end, or its failure.</summary>
internal sealed class StreamEnd<T>(Exception? error) : StreamItem
{
    internal override Task DeliverTo(object observer) => observer is not IAsyncObserver<T> typed
        ? throw new InvalidCastException($"The stream carries {typeof(T)}, but {observer.GetType()} does not observe that.")
        : error is null ? typed.OnCompletedAsync() : typed.OnErrorAsync(error);
}

/// <summary>An item's number in its stream, from 1.</summary>
internal sealed class StreamToken(long sequenceNumber) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = sequenceNumber;

    public override int EventIndex { get; protected set; }

    public override bool Equals(StreamSequenceToken? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

    public override int CompareTo(StreamSequenceToken? other) => other is null
        ? 1
        : SequenceNumber.CompareTo(other.SequenceNumber) is var order and not 0 ? order : EventIndex.CompareTo(other.EventIndex);

    public override string ToString() => FormattableString.Invariant($"[{SequenceNumber}:{EventIndex}]");
}

/// <summary>An observer of delegates.</summary>
internal sealed class DelegateObserver<T>(Func<T, StreamSequenceToken?, Task> onNext, Func<Exception, Task> onError, Func<Task> onCompleted)
    : IAsyncObserver<T>
{
    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => onNext(item, token);

    public Task OnCompletedAsync() => onCompleted();

    public Task OnErrorAsync(Exception ex) => onError(ex);
}
