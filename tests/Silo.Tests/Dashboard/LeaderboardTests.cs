using System.Collections.Immutable;
using OrleansTrader.Dashboard.Leaderboards;
using OrleansTrader.Grains.Leaderboards;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Silo.Tests.Dashboard;

public sealed class LeaderboardTests
{
    [Fact]
    public void Sort_by_a_column_puts_the_best_first_and_rows_without_a_value_last_either_way()
    {
        ImmutableArray<LeaderboardRow> rows = [Row(1, sharpe: 2, fees: 5m), Row(2, sharpe: null, fees: 1m), Row(3, sharpe: 3, fees: 9m), Row(4, sharpe: 2, fees: 5m)];
        var order = BoardOrder.Default;

        Assert.Equal([1, 2, 3, 4], Ranks(order));
        order = order.Click("Sharpe");
        Assert.Equal([3, 1, 4, 2], Ranks(order));
        order = order.Click("Sharpe");
        Assert.Equal([1, 4, 3, 2], Ranks(order));
        Assert.Equal([2, 1, 4, 3], Ranks(order.Click("Fees")));

        IEnumerable<int> Ranks(BoardOrder by) => by.Sort(rows).Select(static row => row.Rank);
    }

    [Fact]
    public void Sort_by_every_column_of_the_tables_keeps_all_rows()
    {
        ImmutableArray<LeaderboardRow> rows = [Row(1, sharpe: 2, fees: 5m), Row(2, sharpe: null, fees: 1m)];
        var columns = Directory.GetParent(AppContext.BaseDirectory) is { } here ? ColumnsOf(here) : [];

        Assert.True(columns.Length > 20, $"{columns.Length} columns");
        Assert.All(columns, column => Assert.Equal(2, BoardOrder.Default.Click(column).Sort(rows).Length));
    }

    [Theory]
    [InlineData("any duration", "any trades", 0, 0)]
    [InlineData("7 days", "30 trades", 168, 30)]
    [InlineData("a year", "many", 0, 0)]
    public void Filter_of_its_buttons_words_is_what_they_say(string duration, string trades, int hours, int count) =>
        Assert.Equal(new LeaderboardFilter(TimeSpan.FromHours(hours), count), BoardFilter.Of(duration, trades));

    [Fact]
    public void Scale_of_intervals_shows_zero_and_cuts_off_what_proves_nothing()
    {
        var judged = Row(1, sharpe: 2, fees: 0m) with { Verdict = Verdict.Indistinguishable, SharpeLower = 1, SharpeUpper = 3 };
        var wild = judged with { Verdict = Verdict.TooLittleData, SharpeLower = -90, SharpeUpper = 400 };

        var scale = IntervalScale.Of([judged, wild]);

        Assert.InRange(scale.X(0), 1, 100);
        Assert.True(scale.X(1) < scale.X(2) && scale.X(2) < scale.X(3));
        Assert.Equal((0d, 1_000d), (scale.X(-90), scale.X(400)));
        Assert.InRange(IntervalScale.Of([wild]).X(400), 900, 999);
        Assert.InRange(IntervalScale.Of([]).X(0), 1, 999);
    }

    // The headings as the tables name them: a misspelt one would fail only when somebody clicks it.
    private static string[] ColumnsOf(DirectoryInfo here)
    {
        var directory = here;
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "OrleansTrader.sln")))
            directory = directory.Parent;
        return
        [
            .. Directory.GetFiles(Path.Combine(directory!.FullName, "Dashboard", "Leaderboards"), "*Table.razor")
                .SelectMany(File.ReadAllLines).Where(static line => line.Contains("<SortHeader Column=", StringComparison.Ordinal))
                .Select(static line => line.Split('"')[1]),
        ];
    }

    private static LeaderboardRow Row(int rank, double? sharpe, decimal fees) => new(
        rank, new VersionKey(new TenantId("demo"), "trend", $"1.0.{rank}"), "trend", VersionStatus.Active, Verdict.TooLittleData, "short", 1, 0,
        TimeSpan.FromHours(rank), rank, 0.1, null, null, sharpe, null, null, null, null, null, null, rank, null, 0.5, null, null, null, null, fees, 0m, 0m,
        0m, null, TimeSpan.FromMinutes(1), 10);
}
