using System.Collections.Immutable;
using OrleansTrader.Grains.Leaderboards;

namespace OrleansTrader.Dashboard.Leaderboards;

/// <summary>By which column rows are sorted, and which way; rows without a value come last either way, equal ones by rank.</summary>
public sealed record BoardOrder(string Column, bool IsDescending)
{
    private static readonly Dictionary<string, Func<LeaderboardRow, IComparable?>> Columns = new(StringComparer.Ordinal)
    {
        ["Rank"] = static row => row.Rank,
        ["Version"] = static row => row.Name,
        ["Verdict"] = static row => row.Verdict,
        ["Sharpe"] = static row => row.Sharpe,
        ["Lower bound"] = static row => row.SharpeLower,
        ["P > 0"] = static row => row.Probabilistic,
        ["P > luck"] = static row => row.Deflated,
        ["Return"] = static row => row.Return,
        ["A day"] = static row => row.DailyReturn,
        ["Drawdown"] = static row => row.Drawdown,
        ["Sortino"] = static row => row.Sortino,
        ["Calmar"] = static row => row.Calmar,
        ["Duration"] = static row => row.Duration,
        ["Cycles"] = static row => row.Cycles,
        ["Trades"] = static row => row.Trades,
        ["Trades a day"] = static row => row.TradesPerDay,
        ["Win rate"] = static row => row.WinRate,
        ["Profit factor"] = static row => row.ProfitFactor ?? (row.Trades > 0 && row.WinRate > 0 ? double.MaxValue : null),
        ["Average win"] = static row => row.AverageWin,
        ["Average loss"] = static row => row.AverageLoss,
        ["Hold time"] = static row => row.AverageHold,
        ["Fees"] = static row => row.Fees,
        ["Funding"] = static row => row.Funding,
        ["Realised"] = static row => row.Realised,
        ["Net"] = static row => row.Net,
        ["Model cost"] = static row => row.ModelCost,
    };

    public static BoardOrder Default { get; } = new("Rank", IsDescending: false);

    /// <summary>Columns that a narrow page, which has no headings, offers.</summary>
    public static ImmutableArray<string> Main { get; } = ["Rank", "Sharpe", "Return", "Drawdown", "Duration", "Trades", "Net"];

    /// <summary>The order after a click on a heading: the same column turns round, a new one begins with what is best first.</summary>
    public BoardOrder Click(string column) => string.Equals(column, Column, StringComparison.Ordinal)
        ? this with { IsDescending = !IsDescending }
        : new BoardOrder(column, column is not ("Rank" or "Version" or "Fees" or "Average loss" or "Model cost"));

    public ImmutableArray<LeaderboardRow> Sort(ImmutableArray<LeaderboardRow> rows)
    {
        var of = Columns[Column];
        return [.. rows.OrderBy(row => of(row) is null).ThenBy(of, Comparer<IComparable?>.Create(Compare)).ThenBy(static row => row.Rank)];
    }

    private int Compare(IComparable? left, IComparable? right)
    {
        var order = left is string text ? string.CompareOrdinal(text, (string?)right) : Comparer<IComparable?>.Default.Compare(left, right);
        return IsDescending ? -order : order;
    }
}
