using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Tests.Risk;

public sealed class RiskProfileTests
{
    [Theory]
    [InlineData(RiskProfile.Conservative)]
    [InlineData(RiskProfile.Moderate)]
    [InlineData(RiskProfile.Aggressive)]
    public void Of_any_equity_can_be_set_as_limits(RiskProfile profile)
    {
        Assert.Empty(LimitRules.Refuse(RiskProfiles.Of(profile, 100_000m)));
        Assert.Empty(LimitRules.Refuse(RiskProfiles.Of(profile, 7.5m)));
    }

    [Fact]
    public void Of_scales_amounts_with_equity_and_leaves_shares()
    {
        var limits = RiskProfiles.Of(RiskProfile.Moderate, 20_000.015m);

        Assert.Equal((10_000m, 20_000.01m, 40_000.03m, 1_000m), (limits.OrderNotionalMax, limits.PositionNotionalMax, limits.GrossNotionalMax, limits.DailyLossMax));
        Assert.Equal((3m, 0.01m, 0.20m), (limits.LeverageMax, limits.TradeRiskMax, limits.DrawdownMax));
    }

    [Fact]
    public void Of_a_bolder_profile_every_limit_is_wider()
    {
        var (careful, moderate, bold) = (RiskProfiles.SharesOf(RiskProfile.Conservative), RiskProfiles.SharesOf(RiskProfile.Moderate), RiskProfiles.SharesOf(RiskProfile.Aggressive));

        Assert.Equal(careful, careful.And(moderate));
        Assert.Equal(moderate, moderate.And(bold));
    }
}
