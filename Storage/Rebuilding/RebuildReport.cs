using System.Collections.Immutable;

namespace OrleansTrader.Storage.Rebuilding;

/// <summary>Where a rebuild gets a table's rows from.</summary>
public enum RowOrigin
{
    /// <summary>All of them from the journal.</summary>
    Journal,

    /// <summary>Those that the journal has; others stay as they were.</summary>
    Both,

    /// <summary>They are not in the journal and stay as they were.</summary>
    Kept,
}

/// <param name="Before">Rows that it had.</param>
/// <param name="After">Rows that it has.</param>
public sealed record RebuiltTable(string Name, RowOrigin Origin, long Before, long After);

/// <summary>What a rebuild has done.</summary>
/// <param name="Commits">Read from the journal.</param>
/// <param name="MissingPoints">Moments at which an account held something and for which there is no equity row: their marks are not in the journal.</param>
/// <param name="NewPrices">Liquidation prices that were worked out anew, at the marks that the journal knows; all others stayed.</param>
public sealed record RebuildReport(ImmutableArray<RebuiltTable> Tables, long Commits, long MissingPoints, int NewPrices);

/// <param name="Commits">Read so far.</param>
/// <param name="Total">To be read in all.</param>
public readonly record struct RebuildProgress(long Commits, long Total);
