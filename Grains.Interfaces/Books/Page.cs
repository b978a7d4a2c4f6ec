using System.Collections.Immutable;

namespace OrleansTrader.Grains.Books;

/// <summary>Which part of a list is wanted; lists run from the newest row to the oldest.</summary>
/// <param name="Before">The <see cref="Page{T}.Next"/> of the page before; null for the newest rows.</param>
/// <param name="Limit">Most rows wanted, 1 to <see cref="LimitMax"/>; more is cut to that.</param>
public readonly record struct PageRequest(long? Before, int Limit)
{
    /// <summary>Most rows of one page.</summary>
    public const int LimitMax = 1_000;

    public static PageRequest Newest(int limit) => new(null, limit);

    /// <summary><see cref="Limit"/> brought into its bounds.</summary>
    public int Take => Math.Clamp(Limit, 1, LimitMax);
}

/// <param name="Rows">Newest first.</param>
/// <param name="Next">Where the next, older page starts; null after the last one.</param>
public sealed record Page<T>(ImmutableArray<T> Rows, long? Next);
