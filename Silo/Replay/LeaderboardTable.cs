using System.Globalization;
using OrleansTrader.Grains.Leaderboards;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Silo.Replay;

/// <summary>A leaderboard as a console shows it.</summary>
internal static class LeaderboardTable
{
    public static void Print(TextWriter writer, LeaderboardView board)
    {
        var costs = board.Rows.Any(static row => row.ModelCost is not null);
        Line(writer, $"{"#",3}  {"version",-24} {"verdict",-17} {"sharpe",7} {"90 % interval",16} {"P > 0",7} {"P > luck",8} {"return",9} {"drawdown",9} {"trades",7} {"net",12}{(costs ? $" {"models, USD",12}" : string.Empty)}");
        foreach (var row in board.Rows)
        {
            var interval = row is { SharpeLower: { } lower, SharpeUpper: { } upper } ? string.Create(CultureInfo.InvariantCulture, $"{lower:N2} to {upper:N2}") : "-";
            Line(writer, $"{row.Rank,3}  {row.Name,-24} {Word(row.Verdict),-17} {Ratio(row.Sharpe),7} {interval,16} {Share(row.Probabilistic),7} {Share(row.Deflated),8} {Share(row.Return),9} {Share(row.Drawdown),9} {row.Trades,7:N0} {row.Net,12:N2}{(costs ? $" {Dollars(row.ModelCost),12}" : string.Empty)}");
        }

        foreach (var row in board.Rows)
            Line(writer, $"{row.Name}: {row.Reason}{(row.Leakage is { } leakage ? $"; {leakage}" : string.Empty)}");
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Leading => "leading",
        Verdict.Indistinguishable => "indistinguishable",
        _ => "too little data",
    };

    private static string Ratio(double? value) => value is { } number ? number.ToString("N2", CultureInfo.InvariantCulture) : "-";

    private static string Share(double? value) => value is { } number ? number.ToString("P1", CultureInfo.InvariantCulture) : "-";

    private static string Dollars(decimal? value) => value is { } number ? number.ToString("N4", CultureInfo.InvariantCulture) : "-";

    private static void Line(TextWriter writer, FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
