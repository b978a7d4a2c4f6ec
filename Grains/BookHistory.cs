using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Symbols;

namespace OrleansTrader.Grains;

/// <summary>The histories of all kinds of streams as one: each is told its own, streams of no kind are passed over.</summary>
public sealed class BookHistory(params ImmutableArray<IRowHistory> kinds) : IRowHistory
{
    public string StreamsBegin => string.Empty;

    public ValueTask<ImmutableArray<ReadModelRow>> Next(string stream, DateTimeOffset at, ImmutableArray<StoredEvent> events, CancellationToken cancellation)
    {
        foreach (var kind in kinds)
        {
            if (stream.StartsWith(kind.StreamsBegin, StringComparison.Ordinal))
                return kind.Next(stream, at, events, cancellation);
        }

        return ValueTask.FromResult(ImmutableArray<ReadModelRow>.Empty);
    }

    public ImmutableArray<TriggerSetRow> TriggerSets() => [.. kinds.SelectMany(static kind => kind.TriggerSets())];
}
