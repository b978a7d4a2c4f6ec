namespace OrleansTrader.Venues.Live;

/// <summary>Bounds and patience that every live venue shares. Units are in the names.</summary>
public sealed record LiveOptions
{
    /// <summary>Seed of the jitter of reconnects and retries.</summary>
    public ulong JitterSeed { get; init; } = 1;

    /// <summary>First wait after a lost connection; doubled each time, jittered between half and whole.</summary>
    public int ReconnectMsMin { get; init; } = 500;

    /// <summary>Longest wait between attempts to connect.</summary>
    public int ReconnectMsMax { get; init; } = 30_000;

    /// <summary>A connection that lasted so long makes the next wait short again.</summary>
    public int StableAfterMs { get; init; } = 60_000;

    /// <summary>Longest time that connecting may take.</summary>
    public int ConnectMsMax { get; init; } = 15_000;

    /// <summary>No message of any kind for so long: the connection counts as dead.</summary>
    public int SilenceMsMax { get; init; } = 15_000;

    /// <summary>No message about one symbol for so long: its prices count as stale, and the feed reconnects.</summary>
    public int SymbolSilenceMsMax { get; init; } = 60_000;

    /// <summary>How often silence is looked for and held books are told.</summary>
    public int WatchEveryMs { get; init; } = 1_000;

    /// <summary>Distance of application pings, where the venue wants them.</summary>
    public int PingEveryMs { get; init; } = 20_000;

    /// <summary>A longer message closes the connection.</summary>
    public int MessageBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Events that wait for a slow reader; beyond it trades of the fullest symbol are given up, said and backfilled.</summary>
    public int QueueEventsMax { get; init; } = 16_384;

    /// <summary>From so many waiting events on, a quote is folded into the one that waits.</summary>
    public int CoalesceFromEvents { get; init; } = 1_024;

    /// <summary>Smallest distance of two books of one symbol, by the venue's clock; 0 tells every change.</summary>
    public int BookEveryMs { get; init; } = 250;

    /// <summary>Trades of one symbol that are held back while its gap is filled.</summary>
    public int HeldTradesMax { get; init; } = 10_000;

    /// <summary>Longest gap that is filled from history, in minutes; what lies before is left out and said.</summary>
    public int BackfillMinutesMax { get; init; } = 1_440;

    /// <summary>Requests to the venue's REST service under way at once.</summary>
    public int RequestsInFlightMax { get; init; } = 4;

    /// <summary>Attempts of one request after the first.</summary>
    public int RetriesMax { get; init; } = 4;

    /// <summary>Longest time for one attempt of a request.</summary>
    public int RequestMsMax { get; init; } = 10_000;

    /// <summary>First wait between attempts; doubled each time, jittered between half and whole. A Retry-After of the venue goes first.</summary>
    public int RetryMsMin { get; init; } = 250;

    /// <summary>Longest wait between attempts, Retry-After included.</summary>
    public int RetryMsMax { get; init; } = 30_000;

    /// <summary>A longer answer of the REST service is refused.</summary>
    public int AnswerBytesMax { get; init; } = 32 * 1024 * 1024;
}
