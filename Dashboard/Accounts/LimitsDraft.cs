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

    public string? Positions { get; set; }

    public string? DailyLoss { get; set; }

    public string? Drawdown { get; set; }

    public string? Collar { get; set; }

    public BreachAction OnBreach { get; set; }

    public static LimitsDraft Of(AccountLimits? limits) => limits is null ? new LimitsDraft() : new LimitsDraft
    {
        Leverage = Text(limits.LeverageMax),
        OrderNotional = Text(limits.OrderNotionalMax),
        PositionNotional = Text(limits.PositionNotionalMax),
        Positions = Text(limits.OpenPositionsMax),
        DailyLoss = Text(limits.DailyLossMax),
        Drawdown = Text(limits.DrawdownMax),
        Collar = Text(limits.PriceCollar),
        OnBreach = limits.OnBreach,
    };

    /// <summary>Limits in a few words, e.g. <c>leverage 3, drawdown 0.2</c>.</summary>
    public static string InWords(AccountLimits? limits)
    {
        if (limits is null or { IsNone: true })
            return "none";
        (string What, decimal? Value)[] all =
        [
            ("leverage", limits.LeverageMax), ("an order", limits.OrderNotionalMax), ("a position", limits.PositionNotionalMax),
            ("positions", limits.OpenPositionsMax), ("daily loss", limits.DailyLossMax), ("drawdown", limits.DrawdownMax), ("collar", limits.PriceCollar),
        ];
        var words = string.Join(", ", all.Where(static limit => limit.Value is not null).Select(static limit => $"{limit.What} {Text(limit.Value)}"));
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
            OnBreach);
        if (wrong.Length > 0 || limits.IsNone)
            return null;
        if (LimitRules.Refuse(limits) is { IsEmpty: false } errors)
        {
            wrong = FieldError.Join(errors);
            return null;
        }

        return limits;
    }

    private static string? Text(decimal? value) => value is { } given ? FieldError.Text(given) : null;

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
