using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Ports;

/// <summary>What one command did to one stream: written whole or not at all.</summary>
/// <param name="Stream">Whose events these are, e.g. <c>account/demo/trend</c>; 1 to <see cref="StreamLengthMax"/> characters.</param>
/// <param name="Command">Unique within the stream; the same id again is answered with the first <paramref name="Result"/>.</param>
/// <param name="ExpectedVersion">Version of the stream's last event that the command was decided on; 0 for a new stream.</param>
/// <param name="Events">Encoded events, at most <see cref="EventsMax"/>; empty for a refusal, which is remembered too.</param>
/// <param name="Result">The encoded answer to the command.</param>
/// <param name="Rows">Read-model rows of the same transaction, at most <see cref="RowsMax"/>.</param>
/// <param name="Snapshot">The encoded state after the events, where it is time for one (null or empty: none); replaces the stream's earlier one.</param>
public sealed record Commit(
    string Stream,
    CommandId Command,
    long ExpectedVersion,
    DateTimeOffset At,
    ImmutableArray<ReadOnlyMemory<byte>> Events,
    ReadOnlyMemory<byte> Result,
    ImmutableArray<ReadModelRow> Rows,
    ReadOnlyMemory<byte>? Snapshot = null)
{
    public const int StreamLengthMax = 200;
    public const int EventsMax = 10_000;
    public const int RowsMax = 20_000;
}

/// <summary>The journal's answer to a commit: <see cref="Committed"/>, <see cref="Repeated"/> or <see cref="Conflict"/>.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome()
    {
    }

    /// <summary>Written and durable.</summary>
    /// <param name="Version">The stream's version now.</param>
    public sealed record Committed(long Version) : CommitOutcome;

    /// <summary>The command was carried out before; nothing was written.</summary>
    /// <param name="Result">The first answer.</param>
    /// <param name="Version">The stream's version after that first commit.</param>
    public sealed record Repeated(ReadOnlyMemory<byte> Result, long Version) : CommitOutcome;

    /// <summary>Somebody else wrote to the stream: reload and decide again. Nothing was written.</summary>
    /// <param name="ActualVersion">The stream's version.</param>
    public sealed record Conflict(long ActualVersion) : CommitOutcome;
}

/// <summary>An event as stored.</summary>
/// <param name="Version">Its number in the stream, from 1 without a gap.</param>
/// <param name="Command">The command that caused it.</param>
/// <param name="At">The commit's instant.</param>
public sealed record StoredEvent(long Version, CommandId Command, DateTimeOffset At, ReadOnlyMemory<byte> Payload);

/// <summary>A stream's state after the event <paramref name="Version"/>.</summary>
public sealed record StoredSnapshot(long Version, ReadOnlyMemory<byte> State);

/// <summary>What is known of a command that was carried out.</summary>
/// <param name="Version">The stream's version after it.</param>
public sealed record StoredCommand(CommandId Command, DateTimeOffset At, long Version, ReadOnlyMemory<byte> Result);
