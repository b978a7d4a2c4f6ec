using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage;

/// <summary>What a journal takes in one write.</summary>
internal static class WriteBounds
{
    /// <exception cref="JournalException">Too many.</exception>
    public static void Check(ImmutableArray<ReadModelRow> rows)
    {
        if (rows.Length > Commit.RowsMax)
            throw new JournalException($"{rows.Length} rows in one write, at most {Commit.RowsMax} are allowed: write them in parts");
    }

    /// <exception cref="JournalException">A commit out of its bounds.</exception>
    public static void Check(Commit commit)
    {
        if (commit.Stream is not { Length: > 0 and <= Commit.StreamLengthMax })
            throw new JournalException($"stream '{commit.Stream}' must have 1 to {Commit.StreamLengthMax} characters");
        if (commit.Command.Value is not { Length: > 0 and <= CommandId.LengthMax })
            throw new JournalException($"command '{commit.Command}' of stream '{commit.Stream}' must have 1 to {CommandId.LengthMax} characters");
        if (commit.Events.IsDefault || commit.Events.Length > Commit.EventsMax)
            throw new JournalException($"command '{commit.Command}' of stream '{commit.Stream}' must have 0 to {Commit.EventsMax} events");
        if (commit.Rows.IsDefault || commit.Rows.Length > Commit.RowsMax)
            throw new JournalException($"command '{commit.Command}' of stream '{commit.Stream}' must have 0 to {Commit.RowsMax} rows");
    }
}
