using System.Collections.Immutable;
using System.Threading.Channels;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Tests.Http;

/// <summary>A journal of which only the health is asked.</summary>
internal sealed class FakeJournal : IJournal
{
    public string? Fault { get; set; }

    public JournalHealth Health => new(Fault, 0, 0, string.Empty);

    public ValueTask<CommitOutcome> Append(Commit commit) => throw new NotSupportedException();

    public ValueTask Write(ImmutableArray<ReadModelRow> rows) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<StoredEvent>> Read(string stream, long afterVersion, int limit, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<StoredSnapshot?> LatestSnapshot(string stream, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<StoredCommand?> Find(string stream, CommandId command, CancellationToken cancellation) =>
        Fault is { } fault ? throw new JournalException(fault) : new((StoredCommand?)null);

    public ValueTask<JournalVerification> Verify(CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<JournalDigest> Digest(CancellationToken cancellation) => throw new NotSupportedException();
}

/// <summary>A feed of which only the status is asked.</summary>
internal sealed class FakeFeed : IFeed
{
    public string Venue => "simulated";

    public string Description => "Made up.";

    public bool UsesBackPressure => true;

    public FeedStatus Status { get; set; } = new() { Connected = true };

    public Task<ImmutableArray<Instrument>> Instruments(IReadOnlyList<Symbol> symbols, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<Candle>> History(
        Symbol symbol, Interval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task Run(IReadOnlyList<Symbol> symbols, ChannelWriter<MarketEvent> events, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
