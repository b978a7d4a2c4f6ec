using System.Globalization;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>
/// A rule as one word, <c>KIND:THRESHOLD[:WINDOW][:halted|close][:cool=SPAN]</c>, e.g. <c>windowLoss:0.03:4h:close:cool=12h</c>.
/// </summary>
public static class RuleText
{
    public static bool TryParse(string text, out BreakerRule rule)
    {
        rule = new BreakerRule(default, 0m);
        var parts = text.Split(':');
        if (parts.Length < 2 || int.TryParse(parts[0], CultureInfo.InvariantCulture, out _) || !Enum.TryParse<BreakerKind>(parts[0], ignoreCase: true, out var kind)
            || !decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var threshold))
            return false;
        rule = new BreakerRule(kind, threshold);
        foreach (var part in parts.AsSpan(2))
        {
            if (With(rule, part) is not { } next)
                return false;
            rule = next;
        }

        return true;
    }

    private static BreakerRule? With(BreakerRule rule, string part)
    {
        if (part.StartsWith("cool=", StringComparison.Ordinal))
            return SpanText.TryParse(part["cool=".Length..], out var coolDown) ? rule with { CoolDown = coolDown } : null;
        return part switch
        {
            "halted" => rule with { TripsTo = TradingState.Halted },
            "reducing" => rule with { TripsTo = TradingState.Reducing },
            "close" => rule with { Closes = true },
            _ => SpanText.TryParse(part, out var window) ? rule with { Window = window } : null,
        };
    }
}
