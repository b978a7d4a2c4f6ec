namespace OrleansTrader.Grains.Ports;

/// <summary>How a feed is doing and how good its data was since it started: what health and the page show. A snapshot.</summary>
public sealed record FeedStatus
{
    /// <summary>Whether data flows: a live connection that has answered, a simulation that runs, a file that is being read.</summary>
    public bool Connected { get; init; }

    /// <summary>When the last message came, by this machine's clock; <c>null</c> before the first.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>Receipt minus the venue's own time of the last message; <c>null</c> where the venue gives no time.</summary>
    public TimeSpan? Lag { get; init; }

    public long Messages { get; init; }

    /// <summary>Connections after the first.</summary>
    public int Reconnects { get; init; }

    /// <summary>Places where data is missing: a lost sequence number, a missing bar, an outage.</summary>
    public long Gaps { get; init; }

    /// <summary>Items told a second time, dropped.</summary>
    public long Duplicates { get; init; }

    /// <summary>Items older than one already told, dropped.</summary>
    public long OutOfOrder { get; init; }

    /// <summary>Items that could not be right (unreadable, NaN, zero or negative prices, high below low), dropped.</summary>
    public long Rejected { get; init; }

    /// <summary>Items put right by a stated rule, e.g. a high below the close raised to it.</summary>
    public long Repaired { get; init; }

    /// <summary>Quotes that were folded into a later one because the reader was slow.</summary>
    public long Coalesced { get; init; }

    /// <summary>Trades given up because the reader was too slow; each time the symbol was marked stale and backfilled.</summary>
    public long TradesDropped { get; init; }

    /// <summary>The latest fault in one line, with its time; <c>null</c> where there was none.</summary>
    public string? LastProblem { get; init; }

    public DateTimeOffset? LastProblemAt { get; init; }
}
