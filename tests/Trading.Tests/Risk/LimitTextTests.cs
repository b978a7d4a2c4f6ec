using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Tests.Risk;

/// <summary>Limits that are written as text: symbols, amounts, groups, hours.</summary>
public sealed class LimitTextTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("mon-fri 08:00-20:00; sat 10:00-14:00", "mon-fri 08:00-20:00; sat 10:00-14:00")]
    [InlineData("MON 08:00-09:00\nmon 08:30-10:00", "mon 08:00-10:00")]
    [InlineData("fri-mon 00:00-24:00", "mon 00:00-24:00; fri-sun 00:00-24:00")]
    [InlineData("sun 22:00-02:00", "mon 00:00-02:00; sun 22:00-24:00")]
    [InlineData("daily 00:00-06:00 18:00-24:00", "daily 00:00-06:00 18:00-24:00")]
    [InlineData("never", "never")]
    public void Hours_are_written_canonically_and_read_back(string text, string canonical)
    {
        var hours = TradingHours.Parse(text);

        Assert.Equal(canonical, hours.Text);
        Assert.Equal(hours, TradingHours.Parse(canonical));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mon")]
    [InlineData("08:00-20:00")]
    [InlineData("mon 8:00-20:00")]
    [InlineData("mon 08:00-25:00")]
    [InlineData("mon 08:60-09:00")]
    [InlineData("mon 08:00-08:00")]
    [InlineData("noday 08:00-09:00")]
    [InlineData("mon-tue-wed 08:00-09:00")]
    public void Hours_that_cannot_be_are_refused_with_an_example(string text)
    {
        Assert.False(TradingHours.TryParse(text, out _, out var remedy));
        Assert.Contains("mon-fri 08:00-20:00", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Hours_contain_their_beginning_and_not_their_end()
    {
        var hours = TradingHours.Parse("mon 08:00-20:00; sun 23:00-01:00");

        Assert.False(hours.Contains(Monday.AddHours(8).AddTicks(-1)));
        Assert.True(hours.Contains(Monday.AddHours(8)));
        Assert.True(hours.Contains(Monday.AddHours(20).AddTicks(-1)));
        Assert.False(hours.Contains(Monday.AddHours(20)));
        Assert.True(hours.Contains(Monday.AddMinutes(59)));
        Assert.True(hours.Contains(Monday.AddHours(-1).ToOffset(TimeSpan.FromHours(9))));
        Assert.Equal("mon 09:00-12:00", hours.And(TradingHours.Parse("mon 09:00-12:00; tue 01:00-02:00")).Text);
        Assert.Equal("never", hours.And(TradingHours.Parse("tue 01:00-02:00")).Text);
    }

    [Fact]
    public void Groups_name_the_rest_and_an_asset_may_be_in_several()
    {
        var groups = AssetGroups.Parse("majors: eth, BTC; memes: DOGE PEPE");

        Assert.Equal("majors: BTC ETH; memes: DOGE PEPE; others: all but BTC DOGE ETH PEPE", groups.Text);
        Assert.Equal(groups, AssetGroups.Parse(groups.Text));
        Assert.Equal(["others"], groups.Groups.Where(static group => group.Contains("SOL")).Select(static group => group.Name));
        Assert.Equal("all: all", AssetGroups.All.Text);
        var both = groups.And(AssetGroups.Parse("majors: BTC SOL"));
        Assert.Equal(["majors", "others", "majors-2"], both.Groups.Where(static group => group.Contains("BTC") || group.Contains("XRP")).Select(static group => group.Name).Take(3));
        Assert.Equal(both, AssetGroups.Parse(both.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("BTC ETH")]
    [InlineData("majors:")]
    [InlineData("majors: B-C")]
    [InlineData("majors: BTC; majors: ETH")]
    [InlineData(": BTC")]
    public void Groups_that_cannot_be_are_refused(string text) => Assert.False(AssetGroups.TryParse(text, out _, out _));

    [Fact]
    public void Symbols_and_amounts_are_read_sorted_and_combined()
    {
        Assert.Equal("BTC-USDT, ETH-USDT", SymbolSet.Parse("eth-usdt BTC-USDT, eth-usdt").Text);
        Assert.Equal("none", SymbolSet.Parse("BTC-USDT").And(SymbolSet.Parse("ETH-USDT")).Text);
        Assert.False(SymbolSet.Parse("none").Contains(Symbol.Parse("BTC-USDT")));
        Assert.False(SymbolSet.TryParse("BTC", out _, out var remedy));
        Assert.Contains("BTC-USDT, ETH-USDT", remedy, StringComparison.Ordinal);

        var amounts = SymbolAmounts.Parse("ETH-USDT: 20.50, BTC-USDT 100").And(SymbolAmounts.Parse("BTC-USDT 50 SOL-USDT 7"));
        Assert.Equal("BTC-USDT 50, ETH-USDT 20.5, SOL-USDT 7", amounts.Text);
        Assert.False(SymbolAmounts.TryParse("BTC-USDT -5", out _, out _));
        Assert.False(SymbolAmounts.TryParse("BTC-USDT", out _, out _));
        Assert.False(SymbolAmounts.TryParse("BTC-USDT 5 BTC-USDT 6", out _, out _));
    }

    [Fact]
    public void And_takes_the_stricter_of_every_limit()
    {
        var one = new AccountLimits
        {
            SymbolNotionalMax = SymbolAmounts.Parse("BTC-USDT 50"), GrossNotionalMax = 5m, EffectiveLeverageMax = 2m, AssetExposureMax = 7m, GroupExposureMax = 9m,
            Groups = AssetGroups.Parse("majors: BTC"), TradeRiskMax = 0.01m, OrdersPerMinuteMax = 9, LiquidationDistanceMin = 0.1m, HoldMinutesMin = 5m, HoldMinutesMax = 50m,
            Hours = TradingHours.Parse("mon 08:00-12:00"), SymbolsAllowed = SymbolSet.Parse("BTC-USDT ETH-USDT"), SymbolsBlocked = SymbolSet.Parse("SOL-USDT"),
        };
        var other = new AccountLimits
        {
            SymbolNotionalMax = SymbolAmounts.Parse("BTC-USDT 40, ETH-USDT 1"), GrossNotionalMax = 6m, EffectiveLeverageMax = 1m, AssetExposureMax = 8m, GroupExposureMax = 8m,
            TradeRiskMax = 0.02m, OrdersPerMinuteMax = 8, LiquidationDistanceMin = 0.2m, HoldMinutesMin = 4m, HoldMinutesMax = 40m,
            Hours = TradingHours.Parse("mon 10:00-14:00"), SymbolsAllowed = SymbolSet.Parse("ETH-USDT"), SymbolsBlocked = SymbolSet.Parse("XRP-USDT"),
        };
        var both = new AccountLimits
        {
            SymbolNotionalMax = SymbolAmounts.Parse("BTC-USDT 40, ETH-USDT 1"), GrossNotionalMax = 5m, EffectiveLeverageMax = 1m, AssetExposureMax = 7m, GroupExposureMax = 8m,
            Groups = AssetGroups.Parse("majors: BTC; others: all but BTC; all: all"), TradeRiskMax = 0.01m, OrdersPerMinuteMax = 8, LiquidationDistanceMin = 0.2m,
            HoldMinutesMin = 5m, HoldMinutesMax = 40m, Hours = TradingHours.Parse("mon 10:00-12:00"), SymbolsAllowed = SymbolSet.Parse("ETH-USDT"),
            SymbolsBlocked = SymbolSet.Parse("SOL-USDT XRP-USDT"),
        };

        Assert.Equal(both, one.And(other));
        Assert.Equal(one, one.And(AccountLimits.None));
        Assert.Equal(one, AccountLimits.None.And(one));
        Assert.Equal(one, one.And(one));
        Assert.False(one.IsNone);
    }

    [Fact]
    public void Rules_name_each_field_that_cannot_be()
    {
        var wrong = new AccountLimits
        {
            GrossNotionalMax = 0m, EffectiveLeverageMax = -1m, AssetExposureMax = 0m, TradeRiskMax = 1.5m, OrdersPerMinuteMax = 601, LiquidationDistanceMin = 2m,
            HoldMinutesMin = 60m, HoldMinutesMax = 30m, Groups = AssetGroups.Parse("majors: BTC"),
        };

        Assert.Equal(
            ["grossNotionalMax", "effectiveLeverageMax", "assetExposureMax", "tradeRiskMax", "ordersPerMinuteMax", "liquidationDistanceMin", "holdMinutesMin", "groups"],
            LimitRules.Refuse(wrong).Select(static error => error.Field));
    }
}
