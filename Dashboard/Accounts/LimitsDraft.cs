using System.Globalization;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Dashboard.Accounts;

/// <summary>Risk limits as they are typed; what is empty is not limited.</summary>
public sealed class LimitsDraft
{
    public string? Leverage { get; set; }

    public string? OrderNotional { get; set; }

    public string? PositionNotional { get; set; }

    public string? SymbolNotional { get; set; }

    public string? Positions { get; set; }

    public string? Gross { get; set; }

    public string? EffectiveLeverage { get; set; }

    public string? Asset { get; set; }

    public string? Group { get; set; }

    public string? Groups { get; set; }

    public string? TradeRisk { get; set; }

    public string? DailyLoss { get; set; }

    public string? Drawdown { get; set; }

    public string? OrdersPerMinute { get; set; }

    public string? LiquidationDistance { get; set; }

    public string? Collar { get; set; }

    public string? HoldMin { get; set; }

    public string? HoldMax { get; set; }

    public string? Hours { get; set; }

    public string? Allowed { get; set; }

    public string? Blocked { get; set; }

    public BreachAction OnBreach { get; set; }

    public static LimitsDraft Of(AccountLimits? limits) => limits is null ? new LimitsDraft() : new LimitsDraft
    {
        Leverage = Text(limits.LeverageMax),
        OrderNotional = Text(limits.OrderNotionalMax),
        PositionNotional = Text(limits.PositionNotionalMax),
        SymbolNotional = limits.SymbolNotionalMax?.Text,
        Positions = Text(limits.OpenPositionsMax),
        Gross = Text(limits.GrossNotionalMax),
        EffectiveLeverage = Text(limits.EffectiveLeverageMax),
        Asset = Text(limits.AssetExposureMax),
        Group = Text(limits.GroupExposureMax),
        Groups = limits.Groups?.Text,
        TradeRisk = Text(limits.TradeRiskMax),
        DailyLoss = Text(limits.DailyLossMax),
        Drawdown = Text(limits.DrawdownMax),
        OrdersPerMinute = Text(limits.OrdersPerMinuteMax),
        LiquidationDistance = Text(limits.LiquidationDistanceMin),
        Collar = Text(limits.PriceCollar),
        HoldMin = Text(limits.HoldMinutesMin),
        HoldMax = Text(limits.HoldMinutesMax),
        Hours = limits.Hours?.Text,
        Allowed = limits.SymbolsAllowed?.Text,
        Blocked = limits.SymbolsBlocked?.Text,
        OnBreach = limits.OnBreach,
    };

    /// <summary>Limits in a few words, e.g. <c>leverage 3, drawdown 0.2</c>.</summary>
    public static string InWords(AccountLimits? limits)
    {
        if (limits is null or { IsNone: true })
            return "none";
        (string What, string? Value)[] all =
        [
            ("leverage", Text(limits.LeverageMax)), ("an order", Text(limits.OrderNotionalMax)), ("a position", Text(limits.PositionNotionalMax)),
            ("of it", limits.SymbolNotionalMax?.Text), ("positions", Text(limits.OpenPositionsMax)), ("all positions", Text(limits.GrossNotionalMax)),
            ("effective leverage", Text(limits.EffectiveLeverageMax)), ("an asset", Text(limits.AssetExposureMax)), ("a group", Text(limits.GroupExposureMax)),
            ("risk of a trade", Text(limits.TradeRiskMax)), ("daily loss", Text(limits.DailyLossMax)), ("drawdown", Text(limits.DrawdownMax)),
            ("orders a minute", Text(limits.OrdersPerMinuteMax)), ("to liquidation", Text(limits.LiquidationDistanceMin)), ("collar", Text(limits.PriceCollar)),
            ("hold at least", Text(limits.HoldMinutesMin)), ("hold at most", Text(limits.HoldMinutesMax)), ("hours", limits.Hours?.Text),
            ("only", limits.SymbolsAllowed?.Text), ("not", limits.SymbolsBlocked?.Text),
        ];
        var words = string.Join(", ", all.Where(static limit => limit.Value is not null).Select(static limit => $"{limit.What} {limit.Value}"));
        return limits.WatchesLosses ? $"{words}; upon a loss {(limits.OnBreach == BreachAction.Halt ? "halt" : "halt and close all")}" : words;
    }

    /// <param name="wrong">Which field, what stands there, what would be right; empty where all is read.</param>
    /// <returns>Null where nothing is limited, or something is wrong.</returns>
    public AccountLimits? Read(ref string wrong)
    {
        var limits = new AccountLimits(
            Number("most leverage", Leverage, "3", ref wrong),
            Number("most of an order", OrderNotional, "5000", ref wrong),
            Number("most of a position", PositionNotional, "20000", ref wrong),
            Whole("most positions", Positions, ref wrong),
            Number("daily loss", DailyLoss, "500", ref wrong),
            Number("drawdown", Drawdown, "0.2", ref wrong),
            Number("collar", Collar, "0.02", ref wrong),
            OnBreach)
        {
            SymbolNotionalMax = Words<SymbolAmounts>("most of named markets", SymbolNotional, SymbolAmounts.TryParse, ref wrong),
            GrossNotionalMax = Number("most of all positions", Gross, "50000", ref wrong),
            EffectiveLeverageMax = Number("effective leverage", EffectiveLeverage, "2", ref wrong),
            AssetExposureMax = Number("most of an asset", Asset, "30000", ref wrong),
            GroupExposureMax = Number("most of a group", Group, "40000", ref wrong),
            Groups = Words<AssetGroups>("groups", Groups, AssetGroups.TryParse, ref wrong),
            TradeRiskMax = Number("risk of a trade", TradeRisk, "0.01", ref wrong),
            OrdersPerMinuteMax = Whole("orders a minute", OrdersPerMinute, ref wrong),
            LiquidationDistanceMin = Number("distance to liquidation", LiquidationDistance, "0.2", ref wrong),
            HoldMinutesMin = Number("shortest hold", HoldMin, "5", ref wrong),
            HoldMinutesMax = Number("longest hold", HoldMax, "1440", ref wrong),
            Hours = Words<TradingHours>("hours", Hours, TradingHours.TryParse, ref wrong),
            SymbolsAllowed = Words<SymbolSet>("only these markets", Allowed, SymbolSet.TryParse, ref wrong),
            SymbolsBlocked = Words<SymbolSet>("not these markets", Blocked, SymbolSet.TryParse, ref wrong),
        };
        if (wrong.Length > 0 || limits.IsNone)
            return null;
        if (LimitRules.Refuse(limits) is { IsEmpty: false } errors)
        {
            wrong = FieldError.Join(errors);
            return null;
        }

        return limits;
    }

    private delegate bool ReadWords<T>(string? text, out T? found, out string remedy)
        where T : class;

    private static string? Text(decimal? value) => value is { } given ? FieldError.Text(given) : null;

    private static T? Words<T>(string field, string? text, ReadWords<T> read, ref string wrong)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (!read(text, out var found, out var remedy))
            wrong = $"{field} is '{text}': {remedy}, or nothing";
        return found;
    }

    private static decimal? Number(string field, string? text, string example, ref string wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;
        wrong = $"{field} is '{text}': type a number, e.g. {example}, or nothing";
        return null;
    }

    private static int? Whole(string field, string? text, ref string wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        wrong = $"{field} is '{text}': type a whole number, e.g. 4, or nothing";
        return null;
    }
}
