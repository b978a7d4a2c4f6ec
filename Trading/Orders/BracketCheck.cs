using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Orders;

/// <summary>Whether exits make sense for a position on a side, from a price on. Null where nothing is wrong.</summary>
internal static class BracketCheck
{
    /// <summary>How many orders the exits are.</summary>
    public static int Legs(Bracket? bracket) => bracket is null
        ? 0
        : (bracket.StopPrice is null ? 0 : 1) + bracket.LevelCount +
          (bracket.TrailingOffset is null && bracket.TrailingPercent is null ? 0 : 1) + (bracket.ExitAt is null ? 0 : 1);

    /// <param name="side">Of the position.</param>
    /// <param name="from">The entry's price, or of a position that stands the price at which it would be left now.</param>
    public static Refusal? Check(Bracket bracket, Instrument instrument, Side side, decimal from, DateTimeOffset now)
    {
        var steps = OrderPrices.CheckTick(nameof(bracket.StopPrice), bracket.StopPrice, instrument) ??
            OrderPrices.CheckTick(nameof(bracket.TargetPrice), bracket.TargetPrice, instrument) ??
            OrderPrices.CheckTrailing(bracket.TrailingOffset, bracket.TrailingStep, instrument);
        if (steps is not null)
            return steps;
        var sign = side.Sign();
        if (bracket.StopPrice is { } stop && (stop - from) * sign >= 0m)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(bracket.StopPrice), stop, $"on the losing side of the entry at {Text(from)}");
        if (bracket.TargetPrice is { } target && (target - from) * sign <= 0m)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(bracket.TargetPrice), target, $"on the winning side of the entry at {Text(from)}");
        if (bracket.TrailingOffset is null && bracket.TrailingPercent is null && bracket.TrailingStep is { } step)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(bracket.TrailingStep), step, "only with a trailing offset or percent");
        if (bracket.ExitAt <= now)
            return new Refusal(RefusalCode.Expired, nameof(bracket.ExitAt), bracket.ExitAt.Value.ToString("O", CultureInfo.InvariantCulture), "an instant in the future");
        return CheckPercent(bracket) ?? CheckBreakEven(bracket) ?? CheckLevels(bracket, instrument, sign, from);
    }

    private static Refusal? CheckPercent(Bracket bracket)
    {
        if (bracket.TrailingPercent is not { } percent)
            return null;
        if (bracket.TrailingOffset is not null)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(bracket.TrailingPercent), percent, "either an offset or a percent, not both");
        return percent is <= 0m or >= 100m ? OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(bracket.TrailingPercent), percent, "above 0 and below 100") : null;
    }

    private static Refusal? CheckBreakEven(Bracket bracket)
    {
        if (bracket.BreakEven is not { } rule)
            return null;
        if (bracket.StopPrice is null)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(bracket.BreakEven), rule.Gain, "needs a stop price: it moves the stop");
        if (!Enum.IsDefined(rule.Unit) || rule.Gain <= 0m || rule.Gain > Amounts.PriceMax)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(rule.Gain), rule.Gain, "above 0, as a distance in price or in multiples of the risk");
        return rule.Offset < 0m || rule.Offset > Amounts.PriceMax
            ? OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(rule.Offset), rule.Offset, "0 or more")
            : null;
    }

    private static Refusal? CheckLevels(Bracket bracket, Instrument instrument, int sign, decimal from)
    {
        if (bracket.Targets is not { } levels)
            return null;
        if (bracket.TargetPrice is { } target)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(bracket.TargetPrice), target, "either one target or a ladder, not both");
        if (levels.IsDefaultOrEmpty || levels.Length > Bracket.LevelsMax)
            return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(bracket.Targets), levels.IsDefault ? 0 : levels.Length, $"1 to {Text(Bracket.LevelsMax)} targets");
        var (before, sum) = (from, 0m);
        foreach (var level in levels)
        {
            if (level is null)
                return new Refusal(RefusalCode.InvalidValue, nameof(bracket.Targets), "null", "give a price and a share");
            if (OrderPrices.CheckTick(nameof(level.Price), level.Price, instrument) is { } tick)
                return tick;
            if ((level.Price - before) * sign <= 0m)
                return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(level.Price), level.Price, $"on the winning side of {Text(before)}: nearest target first");
            sum += level.Share is > 0m and <= 1m ? level.Share : 2m;
            if (sum > 1m)
                return OrderPrices.Refuse(RefusalCode.InvalidValue, nameof(level.Share), level.Share, "above 0; all shares together at most 1");
            before = level.Price;
        }

        return null;
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
