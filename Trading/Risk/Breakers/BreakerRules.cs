using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>Which rules can be set, and for whom.</summary>
public static class BreakerRules
{
    private static readonly TimeSpan WindowMin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WindowMax = TimeSpan.FromDays(30);
    private static readonly TimeSpan MarketWindowMax = TimeSpan.FromHours(4);
    private static readonly TimeSpan CoolDownMax = TimeSpan.FromDays(30);

    /// <summary>What a scope can measure.</summary>
    public static ImmutableArray<BreakerKind> KindsOf(BreakerScope scope) => scope switch
    {
        BreakerScope.Account => [BreakerKind.WindowLoss, BreakerKind.Drawdown, BreakerKind.LossesInRow],
        BreakerScope.Tenant => [BreakerKind.WindowLoss, BreakerKind.Drawdown],
        BreakerScope.Symbol => [BreakerKind.Volatility, BreakerKind.StaleQuotes, BreakerKind.CrossedQuotes, BreakerKind.VenueErrors, BreakerKind.Spread, BreakerKind.Depth],
        _ => [BreakerKind.StaleMarkets, BreakerKind.VenueErrors],
    };

    /// <summary>What is wrong with rules, field by field as they are written in JSON.</summary>
    public static ImmutableArray<FieldError> Refuse(ImmutableArray<BreakerRule> rules, BreakerScope scope)
    {
        if (rules.IsDefault)
            return [new FieldError("rules", "null", "give a list, empty for none")];
        if (rules.Length > BreakerRule.RulesMax)
            return [new FieldError("rules", FieldError.Text(rules.Length), $"at most {BreakerRule.RulesMax}")];
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        for (var i = 0; i < rules.Length; i++)
        {
            var at = $"rules[{FieldError.Text(i)}].";
            if (rules[i] is not { } rule)
            {
                errors.Add(new FieldError(at.TrimEnd('.'), "null", "give a rule"));
                continue;
            }

            Refuse(rule, scope, at, errors);
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (rules[earlier]?.IsSameAs(rule.Kind, rule.Window) == true)
                    errors.Add(new FieldError($"{at}kind", Name(rule.Kind), $"there is one over this window already: rules[{FieldError.Text(earlier)}]"));
            }
        }

        return errors.ToImmutable();
    }

    private static void Refuse(BreakerRule rule, BreakerScope scope, string at, ImmutableArray<FieldError>.Builder errors)
    {
        if (!KindsOf(scope).Contains(rule.Kind))
        {
            errors.Add(new FieldError($"{at}kind", Name(rule.Kind), $"one of {string.Join(", ", KindsOf(scope).Select(Name))}"));
            return;
        }

        var (least, most) = Bounds(rule.Kind);
        if (rule.Threshold < least || rule.Threshold > most || (IsCount(rule.Kind) && decimal.Truncate(rule.Threshold) != rule.Threshold))
            errors.Add(new FieldError($"{at}threshold", FieldError.Text(rule.Threshold), $"{(IsCount(rule.Kind) ? "a whole number, " : string.Empty)}{FieldError.Text(least)} to {FieldError.Text(most)}"));
        RefuseWindow(rule, scope, at, errors);
        if (rule.TripsTo is not (TradingState.Reducing or TradingState.Halted))
            errors.Add(new FieldError($"{at}tripsTo", Name(rule.TripsTo), "reducing or halted"));
        if (rule.Closes && (rule.TripsTo != TradingState.Reducing || scope == BreakerScope.Symbol))
            errors.Add(new FieldError($"{at}closes", "true", scope == BreakerScope.Symbol ? "false: a market's rule closes nothing, its kill switch can" : "only with tripsTo reducing: it ends halted"));
        if (rule.CoolDown is { } coolDown && (coolDown < BreakerRule.CoolDownMin || coolDown > CoolDownMax))
            errors.Add(new FieldError($"{at}coolDown", coolDown.ToString(), $"{BreakerRule.CoolDownMin} to {CoolDownMax}, or none for a reset by hand"));
    }

    private static void RefuseWindow(BreakerRule rule, BreakerScope scope, string at, ImmutableArray<FieldError>.Builder errors)
    {
        var max = scope is BreakerScope.Account or BreakerScope.Tenant ? WindowMax : MarketWindowMax;
        var needs = rule.Kind is BreakerKind.WindowLoss or BreakerKind.Volatility or BreakerKind.CrossedQuotes or BreakerKind.VenueErrors;
        var may = needs || rule.Kind is BreakerKind.Spread or BreakerKind.Depth;
        if (rule.Window is { } window && !may)
            errors.Add(new FieldError($"{at}window", window.ToString(), $"none: {Name(rule.Kind)} has no window"));
        else if (rule.Window is { } given ? given < WindowMin || given > max : needs)
            errors.Add(new FieldError($"{at}window", rule.Window?.ToString() ?? string.Empty, $"{WindowMin} to {max}"));
    }

    private static bool IsCount(BreakerKind kind) => kind is BreakerKind.LossesInRow or BreakerKind.CrossedQuotes;

    private static (decimal Least, decimal Most) Bounds(BreakerKind kind) => kind switch
    {
        BreakerKind.LossesInRow => (2m, 100m),
        BreakerKind.Volatility => (1.5m, 100m),
        BreakerKind.StaleQuotes => (5m, 3_600m),
        BreakerKind.CrossedQuotes => (1m, 10_000m),
        BreakerKind.Depth => (1m, Amounts.AmountMax),
        BreakerKind.Spread => (0.0001m, 1m),
        _ => (0.001m, 1m),
    };

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
