using System.Collections.Immutable;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Grains.Leaderboards;

/// <summary>Which rows of a board are wanted.</summary>
/// <param name="DurationMin">Shorter track records are hidden.</param>
/// <param name="TradesMin">Versions with fewer closed trades are hidden.</param>
public sealed record LeaderboardFilter(TimeSpan DurationMin, int TradesMin)
{
    public static LeaderboardFilter None { get; } = new(TimeSpan.Zero, 0);

    public bool Shows(LeaderboardRow row) => row.Duration >= DurationMin && row.Trades >= TradesMin;
}

/// <summary>A tenant's leaderboard.</summary>
/// <param name="At">When it was worked out.</param>
/// <param name="Tried">Versions that count as tried: all that the tenant ever made an agent of. Deflated ratios reckon with so many.</param>
/// <param name="Hidden">Rows that the filter hides.</param>
/// <param name="Rows">By rank.</param>
/// <param name="DurationNeeded">Shorter track records are too little data.</param>
/// <param name="TradesNeeded">Fewer closed trades are too little data.</param>
/// <param name="IntervalLevel">Confidence of the intervals, e.g. 0.9.</param>
public sealed record LeaderboardView(
    TenantId Tenant,
    DateTimeOffset At,
    int Tried,
    int Hidden,
    ImmutableArray<LeaderboardRow> Rows,
    TimeSpan DurationNeeded,
    int TradesNeeded,
    double IntervalLevel);

/// <summary>
/// A version's results over all accounts that its agents trade, taken together like one account: equities and deposits are added up,
/// trades are put together. Ratios are of a year; what is not defined, and what a record shorter than a day would only extrapolate,
/// is null. Amounts are in quote currency, but for what models cost.
/// </summary>
/// <param name="Rank">From 1, among all versions, hidden ones too.</param>
/// <param name="Strategy">The strategy with its parameters, as a person writes it.</param>
/// <param name="Reason">Why this verdict, in one plain sentence.</param>
/// <param name="Accounts">Accounts that count.</param>
/// <param name="Shared">Accounts left out because agents of several versions traded them at once.</param>
/// <param name="Duration">From the start of its first agent to now, or to the end of its last.</param>
/// <param name="Cycles">Decisions that its agents made.</param>
/// <param name="Return">Time-weighted, as a fraction.</param>
/// <param name="DailyReturn">A day at compound growth.</param>
/// <param name="Drawdown">The deepest fall from a peak, −1 to 0.</param>
/// <param name="SharpeLower">Lower bound of the interval of the Sharpe ratio: what versions are ranked by.</param>
/// <param name="Probabilistic">Probability that the true Sharpe ratio is above zero.</param>
/// <param name="Deflated">Probability that it is above what the best of all tried shows by luck.</param>
/// <param name="ProfitFactor">Gross profit / gross loss; null without a loss.</param>
/// <param name="AverageLoss">As a positive amount.</param>
/// <param name="Fees">Of closed trades; positive is paid.</param>
/// <param name="Funding">Of closed trades; positive is received.</param>
/// <param name="Realised">Results of closed trades before fees and funding.</param>
/// <param name="Net">The same after fees and funding.</param>
/// <param name="ModelCost">What its models cost, in US dollars, since its first agent started and on shared accounts too; null where none was asked.</param>
/// <param name="SampleInterval">Distance of the equity samples behind the ratios.</param>
/// <param name="Samples">How many they are.</param>
/// <param name="Leakage">Why the results may be its model's memory instead of foresight; null where they are not.</param>
public sealed record LeaderboardRow(
    int Rank,
    VersionKey Version,
    string Strategy,
    VersionStatus Status,
    Verdict Verdict,
    string Reason,
    int Accounts,
    int Shared,
    TimeSpan Duration,
    long Cycles,
    double? Return,
    double? DailyReturn,
    double? Drawdown,
    double? Sharpe,
    double? SharpeLower,
    double? SharpeUpper,
    double? Sortino,
    double? Calmar,
    double? Probabilistic,
    double? Deflated,
    int Trades,
    double? TradesPerDay,
    double? WinRate,
    double? ProfitFactor,
    decimal? AverageWin,
    decimal? AverageLoss,
    TimeSpan? AverageHold,
    decimal Fees,
    decimal Funding,
    decimal Realised,
    decimal Net,
    decimal? ModelCost,
    TimeSpan SampleInterval,
    int Samples,
    string? Leakage = null)
{
    /// <summary>The version without its tenant, e.g. <c>trend@1.0.0</c>.</summary>
    public string Name => $"{Version.Strategy}@{Version.Version}";
}
