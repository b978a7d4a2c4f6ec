using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Grains.Leaderboards;

/// <summary>What a board says of a version beside its results.</summary>
/// <param name="Accounts">Accounts that count.</param>
/// <param name="Shared">Accounts that several versions traded at once.</param>
/// <param name="ModelCost">In US dollars; null where no model was asked.</param>
/// <param name="Leakage">Why its results may be its model's memory; null where they are not.</param>
internal sealed record VersionFacts(
    VersionKey Version, string Strategy, VersionStatus Status, int Accounts, int Shared, long Cycles, decimal? ModelCost, string? Leakage);

/// <summary>Standings as they are told: no number that is not finite, and no year's ratio from less than a day.</summary>
internal static class LeaderboardRows
{
    /// <summary>From here on ratios a year are not mere extrapolation of a few minutes.</summary>
    public static readonly TimeSpan RatiosAfter = TimeSpan.FromDays(1);

    public static LeaderboardRow Of(Standing standing, VersionFacts facts)
    {
        var (record, report) = (standing.Evidence.Record, standing.Evidence.Report);
        var trades = report.Trades;
        return new LeaderboardRow(
            standing.Rank, facts.Version, facts.Strategy, facts.Status, standing.Verdict, ReasonOf(standing, facts), facts.Accounts, facts.Shared,
            record.Duration, facts.Cycles, Finite(report.TotalReturn), Finite(standing.DailyReturn),
            record.Samples.Length < 2 ? null : Finite(report.Drawdown.Deepest), Ratio(report.Sharpe), Ratio(standing.Evidence.Interval.Lower),
            Ratio(standing.Evidence.Interval.Upper), Ratio(report.Sortino), Ratio(report.Calmar), Ratio(standing.Probabilistic),
            Ratio(standing.Deflated), trades.Trades, Finite(standing.TradesPerDay), Finite(trades.WinRate), Finite(trades.ProfitFactor),
            trades.AverageWin, trades.AverageLoss, trades.AverageHold, trades.Fees, trades.Funding, standing.Realised, trades.Net,
            facts.ModelCost, record.Interval, record.Samples.Length, facts.Leakage);

        double? Ratio(double value) => record.Duration < RatiosAfter ? null : Finite(value);
    }

    private static string ReasonOf(Standing standing, VersionFacts facts) =>
        facts.Accounts == 0 ? "agents of several versions traded its accounts at once: nobody can tell whose results they are" : standing.Reason;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
