using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Trading.Risk;

/// <summary>Which limits can be set.</summary>
public static class LimitRules
{
    /// <summary>Longest hold that can be named, in minutes: a year.</summary>
    public const decimal HoldMinutesMax = 525_600m;

    /// <summary>What is wrong with limits, field by field as they are written in JSON.</summary>
    public static ImmutableArray<FieldError> Refuse(AccountLimits limits)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        Positive("leverageMax", limits.LeverageMax, Amounts.LeverageMax);
        Positive("orderNotionalMax", limits.OrderNotionalMax, Amounts.AmountMax);
        Positive("positionNotionalMax", limits.PositionNotionalMax, Amounts.AmountMax);
        Positive("openPositionsMax", limits.OpenPositionsMax, AccountState.SymbolsMax);
        Positive("dailyLossMax", limits.DailyLossMax, Amounts.AmountMax);
        Positive("drawdownMax", limits.DrawdownMax, 1m);
        Positive("priceCollar", limits.PriceCollar, 1m);
        Positive("grossNotionalMax", limits.GrossNotionalMax, Amounts.AmountMax);
        Positive("effectiveLeverageMax", limits.EffectiveLeverageMax, Amounts.LeverageMax);
        Positive("assetExposureMax", limits.AssetExposureMax, Amounts.AmountMax);
        Positive("groupExposureMax", limits.GroupExposureMax, Amounts.AmountMax);
        Positive("tradeRiskMax", limits.TradeRiskMax, 1m);
        Positive("ordersPerMinuteMax", limits.OrdersPerMinuteMax, OpeningTimes.CountMax);
        Positive("liquidationDistanceMin", limits.LiquidationDistanceMin, 1m);
        Positive("holdMinutesMin", limits.HoldMinutesMin, HoldMinutesMax);
        Positive("holdMinutesMax", limits.HoldMinutesMax, HoldMinutesMax);
        if (limits.HoldMinutesMin > limits.HoldMinutesMax)
            errors.Add(new FieldError("holdMinutesMin", FieldError.Text(limits.HoldMinutesMin.Value), $"at most holdMinutesMax, which is {FieldError.Text(limits.HoldMinutesMax.Value)}"));
        if (limits.Groups is { } groups && limits.GroupExposureMax is null)
            errors.Add(new FieldError("groups", groups.Text, "give groupExposureMax too: groups alone limit nothing"));
        if (!Enum.IsDefined(limits.OnBreach))
            errors.Add(new FieldError("onBreach", limits.OnBreach.ToString(), "give haltAndFlatten or halt"));
        return errors.ToImmutable();

        void Positive(string field, decimal? value, decimal max)
        {
            if (value is { } given && (given <= 0m || given > max))
                errors.Add(new FieldError(field, FieldError.Text(given), $"above 0 and at most {FieldError.Text(max)}, or none"));
        }
    }
}
