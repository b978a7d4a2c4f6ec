using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Trading.Strategies;

/// <summary>
/// How the strategy version that observes has done so far, itself alone: no other version's trades and no hand-made orders. Amounts in the
/// account's currency; a measure that is not defined yet is null.
/// </summary>
/// <param name="Since">When its agent first started.</param>
/// <param name="Cycles">Cycles that ran to their end.</param>
/// <param name="Trades">Closed round trips.</param>
/// <param name="WinRate">Share of trades with a net profit, 0 to 1.</param>
/// <param name="TotalReturn">As a fraction, e.g. −0.031.</param>
/// <param name="Sharpe">A year.</param>
/// <param name="DrawdownMax">The deepest fall from a peak, as a fraction from −1 to 0.</param>
/// <param name="Realised">Net profit of closed trades, after fees and funding.</param>
/// <param name="Fees">Paid on closed trades.</param>
/// <param name="Funding">Received on closed trades; negative is paid.</param>
public sealed record PerformanceObservation(
    DateTimeOffset Since,
    long Cycles,
    int Trades,
    double? WinRate,
    double? TotalReturn,
    double? Sharpe,
    double? DrawdownMax,
    decimal Realised,
    decimal Fees,
    decimal Funding)
{
    /// <summary>The same figures as the leaderboard's: numbers that are not defined become null.</summary>
    public static PerformanceObservation Of(PerformanceReport report, DateTimeOffset since, long cycles)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new PerformanceObservation(
            since, cycles, report.Trades.Trades, Defined(report.Trades.WinRate), Defined(report.TotalReturn), Defined(report.Sharpe),
            Defined(report.Drawdown.Deepest), report.Trades.Net, report.Trades.Fees, report.Trades.Funding);
    }

    private static double? Defined(double value) => double.IsFinite(value) ? value : null;
}
