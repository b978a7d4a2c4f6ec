using OrleansTrader.Dashboard.Accounts;
using OrleansTrader.Dashboard.Limits;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Silo.Tests.Dashboard;

public sealed class LimitsDraftTests
{
    private static readonly AccountLimits All = new(3m, 5_000m, 20_000m, 4, 500m, 0.2m, 0.02m, BreachAction.Halt)
    {
        SymbolNotionalMax = SymbolAmounts.Parse("BTC-USDT 50000"), GrossNotionalMax = 9m, EffectiveLeverageMax = 2m, AssetExposureMax = 8m, GroupExposureMax = 7m,
        Groups = AssetGroups.Parse("majors: BTC ETH"), TradeRiskMax = 0.01m, OrdersPerMinuteMax = 6, LiquidationDistanceMin = 0.2m, HoldMinutesMin = 5m, HoldMinutesMax = 60.5m,
        Hours = TradingHours.Parse("mon-fri 08:00-20:00"), SymbolsAllowed = SymbolSet.Parse("BTC-USDT ETH-USDT"), SymbolsBlocked = SymbolSet.Parse("DOGE-USDT"),
    };

    [Fact]
    public void Read_whatLimitsSay_isThem()
    {
        var wrong = string.Empty;

        Assert.Equal(All, LimitsDraft.Of(All).Read(ref wrong));
        Assert.Empty(wrong);
        Assert.All(
            typeof(LimitsDraft).GetProperties().Where(static field => field.PropertyType == typeof(string)),
            static field => Assert.False(string.IsNullOrEmpty((string?)field.GetValue(LimitsDraft.Of(All))), field.Name));
    }

    [Fact]
    public void InWords_ofAll_namesEach()
    {
        var words = LimitsDraft.InWords(All);

        Assert.Contains("risk of a trade 0.01", words, StringComparison.Ordinal);
        Assert.Contains("hours mon-fri 08:00-20:00", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hours", "mon")]
    [InlineData("groups", "BTC")]
    [InlineData("only these markets", "BTC")]
    public void Read_textThatIsNone_saysFieldValueAndRemedy(string field, string value)
    {
        var wrong = string.Empty;
        var draft = new LimitsDraft { Group = "5", Hours = field is "hours" ? value : null, Groups = field is "groups" ? value : null, Allowed = field is "only these markets" ? value : null };

        Assert.Null(draft.Read(ref wrong));
        Assert.StartsWith($"{field} is '{value}': give ", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_sharedLimits_fromTheSameFields()
    {
        var wrong = string.Empty;

        Assert.Equal(
            new TenantLimits(100m, 90m, 80m, AssetGroups.Parse("majors: BTC"), 5, 7m),
            LimitsPage.Read(new LimitsDraft { Gross = "100", Asset = "90", Group = "80", Groups = "majors: BTC", Positions = "5", DailyLoss = "7" }, ref wrong));
        Assert.Equal(TenantLimits.None, LimitsPage.Read(new LimitsDraft(), ref wrong));
        Assert.Empty(wrong);
        Assert.Null(LimitsPage.Read(new LimitsDraft { Gross = "much" }, ref wrong));
        Assert.Contains("'much'", wrong, StringComparison.Ordinal);
    }
}
