using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Signals.Sources;

/// <summary>What is stored of a source. No alert is kept, only how many there were.</summary>
internal sealed record SourceRecord
{
    /// <summary>Null where there is no such source.</summary>
    public SourceConfig? Config { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public SourceLock? Lock { get; init; }

    /// <summary>The lock of before, which opens too until it ends; null for none.</summary>
    public SourceLock? Previous { get; init; }

    public DateTimeOffset PreviousUntil { get; init; }

    public SourceCounts Counts { get; init; } = new(0, 0, 0, null);
}

/// <summary>What a source's secret is checked by.</summary>
/// <param name="Text">Where it signs: the secret, sealed. Else the secret's SHA-256 in hex.</param>
internal sealed record SourceLock(string Text, DateTimeOffset SetAt);
