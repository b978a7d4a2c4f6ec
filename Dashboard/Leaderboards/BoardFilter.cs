using System.Collections.Immutable;
using OrleansTrader.Grains.Leaderboards;

namespace OrleansTrader.Dashboard.Leaderboards;

/// <summary>The filters that the page offers, by the words on its buttons.</summary>
public static class BoardFilter
{
    private static readonly (string Name, TimeSpan Length)[] Lengths =
    [
        ("any duration", TimeSpan.Zero), ("1 hour", TimeSpan.FromHours(1)), ("1 day", TimeSpan.FromDays(1)), ("7 days", TimeSpan.FromDays(7)),
        ("30 days", TimeSpan.FromDays(30)),
    ];

    private static readonly (string Name, int Trades)[] Counts = [("any trades", 0), ("1 trade", 1), ("10 trades", 10), ("30 trades", 30), ("100 trades", 100)];

    public static ImmutableArray<string> Durations { get; } = [.. Lengths.Select(static choice => choice.Name)];

    public static ImmutableArray<string> TradeCounts { get; } = [.. Counts.Select(static choice => choice.Name)];

    /// <summary>A name that is not offered filters nothing.</summary>
    public static LeaderboardFilter Of(string duration, string trades) => new(
        Lengths.FirstOrDefault(choice => string.Equals(choice.Name, duration, StringComparison.Ordinal)).Length,
        Counts.FirstOrDefault(choice => string.Equals(choice.Name, trades, StringComparison.Ordinal)).Trades);
}
