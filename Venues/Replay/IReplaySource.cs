using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Replay;

/// <summary>Checked market data in memory, to be pulled in time order: for drivers that set the clock themselves.</summary>
public interface IReplaySource
{
    /// <summary>What the data is about, in ordinal order.</summary>
    ImmutableArray<Symbol> Symbols { get; }

    /// <summary>Length of the bars, the same for all symbols; one second at the least, one day at the most.</summary>
    TimeSpan BarLength { get; }

    /// <summary>Start of the first bar.</summary>
    DateTimeOffset Start { get; }

    /// <summary>End of the last bar.</summary>
    DateTimeOffset End { get; }

    /// <summary>Bars of all symbols together; each becomes four quotes.</summary>
    int Bars { get; }

    /// <summary>Whether the files hold funding rates of the symbol.</summary>
    bool HasFunding(Symbol symbol);

    /// <summary>What was read, and what was dropped or repaired on the way.</summary>
    ReplayReport Report { get; }

    /// <summary>
    /// Everything in time order: at one instant funding first, then quotes by symbol. A quote's sequence counts from 1 for each symbol.
    /// May be enumerated again, with the same result.
    /// </summary>
    IEnumerable<MarketEvent> Events();
}

/// <summary>What the checks of a replay's files found. Rows that cannot be read at all are not counted here: they stop the replay.</summary>
public sealed record ReplayReport
{
    public ImmutableArray<string> Files { get; init; } = [];

    public long Rows { get; init; }

    /// <summary>Distances between neighbouring bars longer than the bar; nothing is put into them.</summary>
    public long Gaps { get; init; }

    /// <summary>Rows with a time that was there already: the first one stays.</summary>
    public long Duplicates { get; init; }

    /// <summary>Rows older than the one before, dropped; a file that descends as a whole is turned round instead.</summary>
    public long OutOfOrder { get; init; }

    /// <summary>Rows with NaN, zero or negative prices, or a high below the low: dropped.</summary>
    public long Rejected { get; init; }

    /// <summary>Rows whose open or close lay outside low to high (widened), whose ask lay below the bid (raised), or whose volume was no amount (set to 0).</summary>
    public long Repaired { get; init; }

    /// <summary>Bars that had trades but no quotes in files that have both: priced by the trades.</summary>
    public long WithoutQuotes { get; init; }

    public long FundingRates { get; init; }

    /// <summary>File, line and reason of the first row that was dropped or repaired; <c>null</c> where none was.</summary>
    public string? First { get; init; }
}
