namespace OrleansTrader.Trading.Performance;

/// <summary>All measures of one account or strategy version over one stretch of time.</summary>
/// <param name="TotalReturn">Time-weighted, as a fraction; NaN below two samples.</param>
/// <param name="AnnualisedReturn">As <see cref="ReturnMetrics.Annualised"/> says.</param>
/// <param name="Volatility">A year, as a fraction.</param>
/// <param name="Sharpe">A year; without variance as <see cref="ReturnMetrics.Sharpe"/> says.</param>
/// <param name="Sortino">A year.</param>
/// <param name="Calmar">NaN without a drawdown.</param>
/// <param name="TimeInMarket">Share of the time with a position, 0 to 1; each sample stands until the next.</param>
/// <param name="AverageExposure">Time-weighted mean of gross notional / equity; 1 is the whole account without leverage.</param>
/// <param name="TurnoverPerYear">What closed trades bought and sold / time-weighted mean equity, a year of 365 days.</param>
public sealed record PerformanceReport(
    double TotalReturn,
    double AnnualisedReturn,
    double Volatility,
    double Sharpe,
    double Sortino,
    double Calmar,
    Drawdown Drawdown,
    TradeStatistics Trades,
    double TimeInMarket,
    double AverageExposure,
    double TurnoverPerYear)
{
    /// <summary>Of equity sampled at equal distances in time, and of the trades closed meanwhile.</summary>
    /// <param name="samples">In order of time.</param>
    /// <param name="periodsPerYear">How many sampling intervals a year has, e.g. 365 for daily samples of a market that never closes.</param>
    /// <param name="riskFree">Return of a riskless investment in one interval.</param>
    public static PerformanceReport Of(
        ReadOnlySpan<EquitySample> samples, ReadOnlySpan<TradeResult> trades, double periodsPerYear, double riskFree = 0)
    {
        var returns = new double[Math.Max(samples.Length - 1, 0)];
        ReturnMetrics.Between(samples, returns);
        var statistics = TradeStatistics.Of(trades);
        var (inMarket, exposure, equity) = Weigh(samples);
        var years = samples.Length < 2 ? 0 : (samples[^1].At - samples[0].At) / TimeSpan.FromDays(365);
        return new PerformanceReport(
            ReturnMetrics.Total(returns),
            ReturnMetrics.Annualised(returns, periodsPerYear),
            ReturnMetrics.Volatility(returns, periodsPerYear),
            ReturnMetrics.Sharpe(returns, periodsPerYear, riskFree),
            ReturnMetrics.Sortino(returns, periodsPerYear, riskFree),
            ReturnMetrics.Calmar(returns, periodsPerYear),
            Drawdown.Of(samples),
            statistics,
            inMarket,
            exposure,
            years > 0 && equity > 0 ? (double)statistics.Traded / equity / years : double.NaN);
    }

    // Time-weighted means; a sample stands until the next one. NaN where no time passes.
    private static (double InMarket, double Exposure, double Equity) Weigh(ReadOnlySpan<EquitySample> samples)
    {
        double whole = 0, inMarket = 0, exposure = 0, equity = 0;
        for (var i = 0; i + 1 < samples.Length; i++)
        {
            var seconds = (samples[i + 1].At - samples[i].At).TotalSeconds;
            whole += seconds;
            equity += seconds * (double)samples[i].Equity;
            if (samples[i].Exposure == 0m)
                continue;
            inMarket += seconds;
            if (samples[i].Equity > 0m)
                exposure += seconds * (double)(samples[i].Exposure / samples[i].Equity);
        }

        return (inMarket / whole, exposure / whole, equity / whole);
    }
}
