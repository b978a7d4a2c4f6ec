using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Venues.Replay;

/// <summary>What to replay, and how.</summary>
public sealed record ReplayOptions
{
    /// <summary>CSV files, LEAN zips, or folders of them. Every file is read and checked before the first event.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>
    /// Names for the data: for as many files as symbols, in order; for one symbol, of every file; otherwise it picks among the names
    /// that the paths give. Empty takes the names from the paths.
    /// </summary>
    public ImmutableArray<Symbol> Symbols { get; init; } = [];

    /// <summary>Whether what happened is told when the feed's clock gets there, be it slow or fast; otherwise all of it without delay.</summary>
    public bool KeepsTime { get; init; }

    /// <summary>Bid-ask spread added round prices of files that have only one price, in basis points; 0 makes bid and ask equal.</summary>
    public decimal SpreadBps { get; init; }

    /// <summary>Whether the volume column is in quote currency; it is then divided by the bar's close.</summary>
    public bool VolumeInQuote { get; init; }

    /// <summary>Most rows that are held in memory at once; more is refused with the remedy.</summary>
    public int RowsMax { get; init; } = 5_000_000;
}
