using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Signals;

/// <summary>The rows of signals from their events, by the code that wrote them the first time.</summary>
public sealed class SignalHistory(string venue) : IRowHistory
{
    private readonly Dictionary<string, SignalState> _signals = new(StringComparer.Ordinal);

    public string StreamsBegin => SignalGrain.Stream;

    public ValueTask<ImmutableArray<ReadModelRow>> Next(string stream, DateTimeOffset at, ImmutableArray<StoredEvent> events, CancellationToken cancellation)
    {
        var before = _signals.GetValueOrDefault(stream) ?? new SignalState();
        var after = before;
        foreach (var stored in events)
            after = SignalRoad.Apply(after, ContractJson.Decode<SignalEvent>(stored.Payload.Span));
        var key = SignalKey.Parse(stream[StreamsBegin.Length..]);
        ImmutableArray<ReadModelRow> rows = [SignalRows.Of(key, venue, after), .. SignalRows.TallyOf(key, venue, before, after)];

        // Nothing comes after a score: what has ended is not held.
        if (after.Score is null)
            _signals[stream] = after;
        else
            _signals.Remove(stream);
        return ValueTask.FromResult(rows);
    }

    public ImmutableArray<TriggerSetRow> TriggerSets() => [];
}
