using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Trading.Tests.Performance;

public sealed class PerformanceReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Statistics_of_four_trades_are_those_reckoned_by_hand()
    {
        // Net results: +9 (10 − 1), −6 (−5 − 1), 0 (1 − 1), +22 (20 − 1 + 3); held 1, 2, 3 and 10 hours.
        TradeResult[] trades = [Trade(0, 1, 10, 1, 0), Trade(2, 2, -5, 1, 0), Trade(5, 3, 1, 1, 0), Trade(9, 10, 20, 1, 3)];
        var statistics = TradeStatistics.Of(trades);

        Assert.Equal((4, 2, 1), (statistics.Trades, statistics.Wins, statistics.Losses));
        Assert.Equal(0.5, statistics.WinRate);
        Assert.Equal((31m, 6m, 25m), (statistics.GrossProfit, statistics.GrossLoss, statistics.Net));
        Assert.Equal(31.0 / 6, statistics.ProfitFactor, 12);
        Assert.Equal(6.25m, statistics.Expectancy);
        Assert.Equal((15.5m, 6m), (statistics.AverageWin, statistics.AverageLoss));
        Assert.Equal((4m, 3m), (statistics.Fees, statistics.Funding));
        Assert.Equal(4 * 2 * (50m + 55m), statistics.Traded);
        Assert.Equal(TimeSpan.FromHours(4), statistics.AverageHold);
        Assert.Equal(TimeSpan.FromHours(2.5), statistics.MedianHold);
    }

    [Fact]
    public void Statistics_without_trades_or_losses_say_so()
    {
        var none = TradeStatistics.Of([]);
        Assert.True(double.IsNaN(none.WinRate) && double.IsNaN(none.ProfitFactor));
        Assert.Null(none.Expectancy);
        Assert.Null(none.AverageWin);
        Assert.Null(none.AverageLoss);
        Assert.Null(none.AverageHold);
        Assert.Null(none.MedianHold);

        var winning = TradeStatistics.Of([Trade(0, 1, 10, 1, 0)]);
        Assert.Equal(double.PositiveInfinity, winning.ProfitFactor);
        Assert.Equal(TimeSpan.FromHours(1), winning.MedianHold);
    }

    [Fact]
    public void Report_weighs_exposure_and_turnover_by_time()
    {
        // 100 for one day with 50 at work, 200 for three days flat, then the last sample, which no time follows.
        EquitySample[] samples = [new(Start, 100, 50), new(Start.AddDays(1), 200), new(Start.AddDays(4), 200, 999)];
        TradeResult[] trades = [new(Start, Start.AddDays(1), 1, 50, 150, 100, 0, 0)];
        var report = PerformanceReport.Of(samples, trades, 365);

        Assert.Equal(1.0, report.TotalReturn, 12);
        Assert.Equal(0.25, report.TimeInMarket, 12);
        Assert.Equal(0.5 / 4, report.AverageExposure, 12);
        Assert.Equal(200 / 175.0 * (365 / 4.0), report.TurnoverPerYear, 9);
        Assert.True(double.IsNaN(report.Calmar));
    }

    [Fact]
    public void Report_of_nothing_is_undefined_and_does_not_throw()
    {
        var report = PerformanceReport.Of([], [], 365);
        Assert.True(double.IsNaN(report.TotalReturn) && double.IsNaN(report.Sharpe) && double.IsNaN(report.TimeInMarket) && double.IsNaN(report.TurnoverPerYear));

        var flat = PerformanceReport.Of([new(Start, 100), new(Start.AddDays(1), 100), new(Start.AddDays(2), 100)], [], 365);
        Assert.Equal(0, flat.TotalReturn);
        Assert.Equal(0, flat.Volatility);
        Assert.True(double.IsNaN(flat.Sharpe) && double.IsNaN(flat.Sortino));
    }

    [Fact]
    public void Report_of_a_lost_account_ends_at_minus_one()
    {
        EquitySample[] samples = [new(Start, 100), new(Start.AddDays(1), 0), new(Start.AddDays(2), 50, Flow: 50)];
        var report = PerformanceReport.Of(samples, [], 365);

        Assert.Equal(-1, report.TotalReturn);
        Assert.Equal(-1, report.AnnualisedReturn);
        Assert.Equal(-1, report.Drawdown.Deepest);
    }

    [Theory]
    [InlineData(0.01, double.PositiveInfinity)]
    [InlineData(-0.01, double.NegativeInfinity)]
    [InlineData(0.0, double.NaN)]
    public void Sharpe_without_variance_is_decided_by_the_sign_of_the_mean(double each, double expected)
    {
        double[] returns = [.. Enumerable.Repeat(each, 1000)];
        Assert.Equal(expected, ReturnMetrics.Sharpe(returns, 252));
    }

    [Fact]
    public void TradeResult_of_a_closed_trade_keeps_its_net_its_time_and_what_was_traded()
    {
        var closed = default(ClosedTrade) with
        {
            Quantity = 2, EntryNotional = 100, ExitNotional = 130, Realised = 30, Fees = 4, Funding = -1, EntryAt = Start, ExitAt = Start.AddHours(3),
        };
        var result = TradeResult.Of(in closed);

        Assert.Equal(closed.Net, result.Net);
        Assert.Equal(25m, result.Net);
        Assert.Equal(TimeSpan.FromHours(3), result.Held);
        Assert.Equal(230m, result.Traded);
    }

    private static TradeResult Trade(int hour, int hours, decimal realised, decimal fees, decimal funding) =>
        new(Start.AddHours(hour), Start.AddHours(hour + hours), 2, 50, 55, realised, fees, funding);
}
