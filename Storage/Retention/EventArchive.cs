using System.Text.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Retention;

/// <summary>Events of a stream as lines of JSON, the payload in Base64 so that it stays byte for byte what was hashed.</summary>
internal static class EventArchive
{
    private sealed record Line(long Version, string Command, long At, byte[] Payload);

    public static string NameOf(SealedEvents events) => FormattableString.Invariant(
        $"events/{ArchiveFile.Safe(events.Stream)}/{events.First:D12}-{events.Last:D12}.jsonl.gz");

    public static Task<ArchiveFile> Write(string directory, SealedEvents events, IEnumerable<StoredEvent> stored, CancellationToken cancellation) =>
        ArchiveFile.Write(
            directory, NameOf(events),
            stored.Select(static e => JsonSerializer.SerializeToUtf8Bytes(new Line(e.Version, e.Command.Value, e.At.UtcTicks, e.Payload.ToArray()))),
            cancellation);

    /// <exception cref="JournalException">The file is not there, or not what was written.</exception>
    public static async Task<IReadOnlyList<StoredEvent>> Read(string directory, ArchiveFile file, CancellationToken cancellation) =>
    [
        .. (await file.Read(directory, cancellation)).Select(static text => JsonSerializer.Deserialize<Line>(text)!)
            .Select(static line => new StoredEvent(line.Version, new CommandId(line.Command), new DateTimeOffset(line.At, TimeSpan.Zero), line.Payload)),
    ];
}
