using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Silo.Http.Api.Changes;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Silo.Http.Api.Breakers;

/// <param name="Reason">Why, for those who look later; at most 400 characters. Without it: kill switch.</param>
/// <param name="Flatten">The same as ?close=true, as it was called before.</param>
internal sealed record HaltRequest(string? Reason, bool? Flatten);

/// <param name="Rules">All of them: what is left out is no rule any more.</param>
internal sealed record BreakersRequest(ImmutableArray<BreakerRuleRequest>? Rules);

/// <summary>A rule of a breaker.</summary>
/// <param name="Kind">Of an account windowLoss, drawdown, lossesInRow; of a tenant windowLoss, drawdown; of a market volatility, staleQuotes, crossedQuotes, venueErrors, spread, depth; of the service staleMarkets, venueErrors.</param>
/// <param name="Threshold">A share, a number, seconds, a multiple or an amount, as the kind has it.</param>
/// <param name="Window">E.g. 15m, 4h, 1d or 00:15:00, where the kind has one.</param>
/// <param name="TripsTo">reducing (default) or halted.</param>
/// <param name="Closes">Whether positions are closed; false without it.</param>
/// <param name="CoolDown">E.g. 30m; without it a person resets it.</param>
internal sealed record BreakerRuleRequest(string? Kind, decimal? Threshold, string? Window, string? TripsTo, bool? Closes, string? CoolDown);

/// <summary>Reads what a client says of breakers.</summary>
internal static class BreakerReading
{
    private const string ReasonDefault = "kill switch";

    private const string Example = "e.g. 90s, 15m, 4h, 1d or 00:15:00";

    /// <summary>Reason, and whether to close; by body and <c>?close=true</c>.</summary>
    public static (string Reason, bool Closes) Halt(HttpRequest request, HaltRequest body, Faults faults)
    {
        var closes = body.Flatten ?? false;
        foreach (var (name, value) in request.Query)
        {
            if (!string.Equals(name, "close", StringComparison.Ordinal))
                faults.Add(name, value.ToString(), "there is no such parameter here, only close");
            else if (bool.TryParse(value, out var given))
                closes |= given;
            else
                faults.Add("close", value.ToString(), "true or false");
        }

        var reason = string.IsNullOrWhiteSpace(body.Reason) ? ReasonDefault : body.Reason.Trim();
        if (reason.Length > TrippedBreaker.ReasonLengthMax)
            faults.Add("reason", reason, $"give at most {TrippedBreaker.ReasonLengthMax} characters");
        return (reason, closes);
    }

    public static ImmutableArray<BreakerRule> Rules(BreakersRequest body, BreakerScope scope, Faults faults)
    {
        if (body.Rules is not { IsDefault: false } given)
        {
            faults.Add("rules", string.Empty, "give a list, empty for none");
            return [];
        }

        var rules = ImmutableArray.CreateBuilder<BreakerRule>(Math.Min(given.Length, BreakerRule.RulesMax + 1));
        for (var i = 0; i < given.Length && i <= BreakerRule.RulesMax; i++)
            rules.Add(Rule(given[i], $"rules[{i.ToString(CultureInfo.InvariantCulture)}].", faults));
        if (!faults.Errors.IsEmpty)
            return [];
        foreach (var error in BreakerRules.Refuse(rules.ToImmutable(), scope))
            faults.Add(error.Field, error.Value, error.Remedy);
        return rules.ToImmutable();
    }

    private static BreakerRule Rule(BreakerRuleRequest? rule, string at, Faults faults)
    {
        if (rule is null)
        {
            faults.Add(at.TrimEnd('.'), "null", "give a rule");
            return new BreakerRule(default, 0m);
        }

        return new BreakerRule(
            faults.Named<BreakerKind>($"{at}kind", rule.Kind), faults.Needed($"{at}threshold", rule.Threshold, "0.05"), Span($"{at}window", rule.Window, faults),
            faults.Named($"{at}tripsTo", rule.TripsTo, (TradingState?)TradingState.Reducing), rule.Closes ?? false, Span($"{at}coolDown", rule.CoolDown, faults));
    }

    private static TimeSpan? Span(string field, string? text, Faults faults)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (SpanText.TryParse(text, out var span))
            return span;
        faults.Add(field, text, Example);
        return null;
    }
}
