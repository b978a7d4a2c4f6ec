using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>What is left out is not limited, or as the profile has it.</summary>
/// <param name="Profile">conservative, moderate or aggressive: limits in shares of the account's present equity; other fields go before its own.</param>
/// <param name="LeverageMax">Highest leverage of an opening order.</param>
/// <param name="OrderNotionalMax">Largest notional of one opening order.</param>
/// <param name="PositionNotionalMax">Largest notional of one market's position, open orders on its side included.</param>
/// <param name="SymbolNotionalMax">The same for named markets, e.g. "BTC-USDT 50000, DOGE-USDT 1000".</param>
/// <param name="OpenPositionsMax">Most markets held at once.</param>
/// <param name="GrossNotionalMax">Largest sum of all notionals, long and short added up, open orders included.</param>
/// <param name="EffectiveLeverageMax">That sum as a multiple of equity.</param>
/// <param name="AssetExposureMax">Largest notional in one asset.</param>
/// <param name="GroupExposureMax">Largest notional in the assets of one group.</param>
/// <param name="Groups">Which assets move together, e.g. "majors: BTC ETH; memes: DOGE PEPE"; all together without it.</param>
/// <param name="TradeRiskMax">Largest loss of an order at its stop, as a share of equity, 0 to 1; without a stop all of it counts.</param>
/// <param name="DailyLossMax">Loss of equity since midnight UTC that halts the account.</param>
/// <param name="DrawdownMax">Share of the highest equity seen, 0 to 1, whose loss halts the account.</param>
/// <param name="OrdersPerMinuteMax">Most opening orders within any minute.</param>
/// <param name="LiquidationDistanceMin">Least distance from mark to liquidation after an order would fill, as a share of the mark.</param>
/// <param name="PriceCollar">Farthest share of the mark by which a price may be off to its own harm.</param>
/// <param name="HoldMinutesMin">Minutes before an agent may close at will; stops, targets and people may at any time.</param>
/// <param name="HoldMinutesMax">Minutes after which a position is closed.</param>
/// <param name="Hours">When positions may be opened, UTC, e.g. "mon-fri 08:00-20:00; sat 10:00-14:00".</param>
/// <param name="SymbolsAllowed">The only markets that may be opened, e.g. "BTC-USDT, ETH-USDT".</param>
/// <param name="SymbolsBlocked">Markets that may not be opened.</param>
/// <param name="OnBreach">What a loss beyond a limit does: haltAndFlatten (default) or halt.</param>
internal sealed record LimitsRequest(
    string? Profile,
    decimal? LeverageMax,
    decimal? OrderNotionalMax,
    decimal? PositionNotionalMax,
    string? SymbolNotionalMax,
    int? OpenPositionsMax,
    decimal? GrossNotionalMax,
    decimal? EffectiveLeverageMax,
    decimal? AssetExposureMax,
    decimal? GroupExposureMax,
    string? Groups,
    decimal? TradeRiskMax,
    decimal? DailyLossMax,
    decimal? DrawdownMax,
    int? OrdersPerMinuteMax,
    decimal? LiquidationDistanceMin,
    decimal? PriceCollar,
    decimal? HoldMinutesMin,
    decimal? HoldMinutesMax,
    string? Hours,
    string? SymbolsAllowed,
    string? SymbolsBlocked,
    string? OnBreach)
{
    /// <param name="equity">Of the account: what a profile's amounts are shares of.</param>
    public AccountLimits Read(Faults faults, decimal equity)
    {
        var from = AccountLimits.None;
        if (Profile is not null)
        {
            var profile = faults.Named<RiskProfile>("profile", Profile);
            if (equity > 0m)
                from = RiskProfiles.Of(profile, equity);
            else
                faults.Add("profile", Profile, "the account has no equity that its limits could be shares of: pay in first, or give the limits one by one");
        }

        var limits = new AccountLimits(
            LeverageMax ?? from.LeverageMax, OrderNotionalMax ?? from.OrderNotionalMax, PositionNotionalMax ?? from.PositionNotionalMax,
            OpenPositionsMax ?? from.OpenPositionsMax, DailyLossMax ?? from.DailyLossMax, DrawdownMax ?? from.DrawdownMax, PriceCollar ?? from.PriceCollar,
            faults.Named("onBreach", OnBreach, (BreachAction?)BreachAction.HaltAndFlatten))
        {
            SymbolNotionalMax = faults.Text<SymbolAmounts>("symbolNotionalMax", SymbolNotionalMax, SymbolAmounts.TryParse),
            GrossNotionalMax = GrossNotionalMax ?? from.GrossNotionalMax,
            EffectiveLeverageMax = EffectiveLeverageMax ?? from.EffectiveLeverageMax,
            AssetExposureMax = AssetExposureMax,
            GroupExposureMax = GroupExposureMax ?? from.GroupExposureMax,
            Groups = faults.Text<AssetGroups>("groups", Groups, AssetGroups.TryParse),
            TradeRiskMax = TradeRiskMax ?? from.TradeRiskMax,
            OrdersPerMinuteMax = OrdersPerMinuteMax ?? from.OrdersPerMinuteMax,
            LiquidationDistanceMin = LiquidationDistanceMin ?? from.LiquidationDistanceMin,
            HoldMinutesMin = HoldMinutesMin,
            HoldMinutesMax = HoldMinutesMax,
            Hours = faults.Text<TradingHours>("hours", Hours, TradingHours.TryParse),
            SymbolsAllowed = faults.Text<SymbolSet>("symbolsAllowed", SymbolsAllowed, SymbolSet.TryParse),
            SymbolsBlocked = faults.Text<SymbolSet>("symbolsBlocked", SymbolsBlocked, SymbolSet.TryParse),
        };
        foreach (var error in LimitRules.Refuse(limits))
            faults.Add(error.Field, error.Value, error.Remedy);

        // Nothing at all is more likely a slip than the wish to be without limits.
        if (limits.IsNone && faults.Errors.IsEmpty)
            faults.Add("body", string.Empty, "give at least one limit; DELETE takes all away");
        return limits;
    }
}

/// <summary>What is left out is not limited.</summary>
/// <param name="GrossNotionalMax">Largest sum of all notionals of all accounts.</param>
/// <param name="AssetExposureMax">Largest notional in one asset.</param>
/// <param name="GroupExposureMax">Largest notional in the assets of one group.</param>
/// <param name="Groups">Which assets move together, e.g. "majors: BTC ETH".</param>
/// <param name="OpenPositionsMax">Most positions, assets with open orders included.</param>
/// <param name="DailyLossMax">Loss of all accounts since midnight UTC beyond which none opens anything more that day.</param>
internal sealed record TenantLimitsRequest(
    decimal? GrossNotionalMax, decimal? AssetExposureMax, decimal? GroupExposureMax, string? Groups, int? OpenPositionsMax, decimal? DailyLossMax)
{
    public TenantLimits Read(Faults faults)
    {
        var limits = new TenantLimits(
            GrossNotionalMax, AssetExposureMax, GroupExposureMax, faults.Text<AssetGroups>("groups", Groups, AssetGroups.TryParse), OpenPositionsMax, DailyLossMax);
        foreach (var error in limits.Refuse())
            faults.Add(error.Field, error.Value, error.Remedy);
        if (limits.IsNone && faults.Errors.IsEmpty)
            faults.Add("body", string.Empty, "give at least one limit; DELETE takes all away");
        return limits;
    }
}
