using System.Globalization;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Dashboard.Accounts;

/// <summary>A position's set of exits in a few words.</summary>
public static class ExitWords
{
    /// <summary>E.g. <c>trails by 2 %, break-even after 1 R, targets 104 (50 %), 108 (30 %), until 12:00</c>; empty where there is no set.</summary>
    public static string Of(PositionExits? exits)
    {
        if (exits is null)
            return string.Empty;
        var bracket = exits.Bracket;
        var words = new List<string>();
        if (bracket.TrailingPercent is { } percent)
            words.Add($"trails by {FieldError.Text(percent)} %");
        else if (bracket.TrailingOffset is { } offset)
            words.Add($"trails by {FieldError.Text(offset)}");
        if (bracket.BreakEven is { } rule)
            words.Add(exits.IsBrokenEven ? "broke even" : $"break-even after {FieldError.Text(rule.Gain)}{(rule.Unit == GainUnit.Risk ? " R" : string.Empty)}");
        if (bracket.Targets is { } targets)
        {
            var left = targets.Where((_, i) => (exits.LevelsLeft & (1 << i)) != 0).Select(static t => $"{FieldError.Text(t.Price)} ({FieldError.Text(t.Share * 100m)} %)").ToArray();
            words.Add(left.Length == 0 ? "all targets reached" : $"targets {string.Join(", ", left)}");
        }

        if (bracket.ExitAt is { } until)
            words.Add($"until {until.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC");
        return string.Join("; ", words);
    }
}
