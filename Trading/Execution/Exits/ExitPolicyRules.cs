using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>Which exit policies can be set.</summary>
public static class ExitPolicyRules
{
    private const decimal RangesMax = 50m;

    private const decimal GainMax = 100m;

    /// <summary>What is wrong with a policy, field by field as they are written in JSON.</summary>
    /// <param name="symbols">The symbols that it is for: a hedge is in none of them.</param>
    public static ImmutableArray<FieldError> Refuse(ExitPolicy policy, ImmutableArray<Symbol> symbols)
    {
        var faults = new Faults();
        CheckStops(policy, faults);
        CheckBreakEven(policy.BreakEven, faults);
        CheckLadder(policy, faults);
        faults.Within("exits.holdMinutes", policy.HoldMinutes, 0m, ExitPolicy.HoldMinutesLimit);
        CheckInvalidation(policy.Invalidation, faults);
        faults.Within("exits.reversal.confidenceMin", policy.Reversal?.ConfidenceMin, -1m, 1m);
        CheckSizes(policy, faults);
        CheckRebalance(policy, symbols, faults);
        CheckHedge(policy.Hedge, symbols, faults);
        return faults.All.ToImmutable();
    }

    private static void CheckStops(ExitPolicy policy, Faults faults)
    {
        if (policy.Stop is { } stop)
        {
            if (stop.Ranges.HasValue == stop.Percent.HasValue)
                faults.Add("exits.stop", $"{stop.Ranges} ranges, {stop.Percent} percent", "give ranges or percent, one of them");
            faults.Within("exits.stop.ranges", stop.Ranges, 0m, RangesMax);
            faults.Below("exits.stop.percent", stop.Percent, 0m, 100m);
            faults.Range("exits.stop.atr", stop.Atr);
        }

        if (policy.Trail is { } trail)
        {
            faults.Defined("exits.trail.kind", trail.Kind);
            if (trail.Kind == TrailKind.Percent)
                faults.Below("exits.trail.distance", trail.Distance, 0m, 100m);
            else
                faults.Within("exits.trail.distance", trail.Distance, 0m, RangesMax);
            faults.Range("exits.trail.atr", trail.Atr);
            faults.Within("exits.trail.candles", trail.Candles, 0m, TrailPolicy.CandlesMax);
        }

        if (policy.Volatility is not { } volatility)
            return;
        if (policy.Trail is { Kind: not TrailKind.Percent })
            faults.Add("exits.volatility", "beside a trail of ranges", "one of the two moves the stop: leave the other out");
        faults.Within("exits.volatility.ranges", volatility.Ranges, 0m, RangesMax);
        faults.Range("exits.volatility.atr", volatility.Atr);
        faults.Below("exits.volatility.percentMin", volatility.PercentMin, 0m, 100m);
        faults.Below("exits.volatility.percentMax", volatility.PercentMax, 0m, 100m);
        if (volatility.PercentMin > volatility.PercentMax)
            faults.Add("exits.volatility.percentMin", FieldError.Text(volatility.PercentMin), $"at most percentMax, which is {FieldError.Text(volatility.PercentMax)}");
    }

    private static void CheckBreakEven(BreakEven? rule, Faults faults)
    {
        if (rule is null)
            return;
        faults.Defined("exits.breakEven.unit", rule.Unit);
        faults.Within("exits.breakEven.gain", rule.Gain, 0m, rule.Unit == GainUnit.Risk ? GainMax : Amounts.PriceMax);
        faults.Within("exits.breakEven.offset", rule.Offset, -1m, Amounts.PriceMax);
    }

    private static void CheckLadder(ExitPolicy policy, Faults faults)
    {
        if (policy.Ladder is not { } ladder)
            return;
        if (ladder.IsDefaultOrEmpty || ladder.Length > Bracket.LevelsMax)
            faults.Add("exits.ladder", $"{(ladder.IsDefault ? 0 : ladder.Length)} targets", $"give 1 to {Bracket.LevelsMax}");
        var (gain, sum) = (0m, 0m);
        for (var i = 0; i < (ladder.IsDefault ? 0 : ladder.Length); i++)
        {
            if (ladder[i] is not { } step)
            {
                faults.Add($"exits.ladder[{i}]", "null", "give gain and share");
                return;
            }

            faults.Within($"exits.ladder[{i}].gain", step.Gain, gain, GainMax);
            faults.Within($"exits.ladder[{i}].share", step.Share, 0m, 1m);
            (gain, sum) = (Math.Max(gain, step.Gain), sum + step.Share);
        }

        if (sum > 1m)
            faults.Add("exits.ladder", $"{FieldError.Text(sum)} of the position", "all shares together at most 1");
    }

    private static void CheckInvalidation(ImmutableArray<string>? invalidation, Faults faults)
    {
        if (invalidation is not { IsDefault: false } conditions)
            return;
        if (conditions.Length > ExitPolicy.InvalidationsMax)
            faults.Add("exits.invalidation", $"{conditions.Length} conditions", $"at most {ExitPolicy.InvalidationsMax}");
        for (var i = 0; i < conditions.Length; i++)
        {
            if (!ExitCondition.TryParse(conditions[i], out _, out var error))
                faults.Add($"exits.invalidation[{i}]", conditions[i] ?? "null", error);
        }
    }

    private static void CheckSizes(ExitPolicy policy, Faults faults)
    {
        if (policy.Increase is { } increase)
        {
            faults.Within("exits.increase.share", increase.Share, 0m, 1m);
            faults.Within("exits.increase.gain", increase.Gain, 0m, GainMax);
            faults.Within("exits.increase.addsMax", increase.AddsMax, 0m, IncreasePolicy.AddsLimit);
            faults.Within("exits.increase.confidenceMin", increase.ConfidenceMin, -1m, 1m);
        }

        if (policy.Decrease is not { } decrease)
            return;
        faults.Within("exits.decrease.confidenceBelow", decrease.ConfidenceBelow, 0m, 1m);
        faults.Below("exits.decrease.share", decrease.Share, 0m, 1m);
        faults.Within("exits.decrease.stepsMax", decrease.StepsMax, 0m, DecreasePolicy.StepsLimit);
    }

    private static void CheckRebalance(ExitPolicy policy, ImmutableArray<Symbol> symbols, Faults faults)
    {
        if (policy.Rebalance is not { } rebalance)
            return;
        if (policy.Increase is not null || policy.Decrease is not null)
            faults.Add("exits.rebalance", "beside increase or decrease", "weights and conviction both set the size: leave one out");
        faults.Within("exits.rebalance.band", rebalance.Band, 0m, Amounts.LeverageMax);
        if (rebalance.Weights.IsDefaultOrEmpty || rebalance.Weights.Length > RebalancePolicy.WeightsMax)
            faults.Add("exits.rebalance.weights", $"{(rebalance.Weights.IsDefault ? 0 : rebalance.Weights.Length)} weights", $"give 1 to {RebalancePolicy.WeightsMax}");
        var seen = new HashSet<Symbol>();
        foreach (var weight in rebalance.Weights.IsDefault ? [] : rebalance.Weights)
        {
            if (weight is null || !symbols.Contains(weight.Symbol) || !seen.Add(weight.Symbol))
                faults.Add("exits.rebalance.weights", weight?.Symbol.ToString() ?? "null", "name each symbol of the version at most once");
            else
                faults.Within($"exits.rebalance.weights.{weight.Symbol}", weight.Weight, 0m, Amounts.LeverageMax);
        }
    }

    private static void CheckHedge(HedgePolicy? hedge, ImmutableArray<Symbol> symbols, Faults faults)
    {
        if (hedge is null)
            return;
        if (hedge.Symbol == default || symbols.Contains(hedge.Symbol))
            faults.Add("exits.hedge.symbol", hedge.Symbol.ToString(), "a symbol that the version does not trade");
        else if (!symbols.IsEmpty && !symbols.Any(s => string.Equals(s.Quote, hedge.Symbol.Quote, StringComparison.Ordinal)))
            faults.Add("exits.hedge.symbol", hedge.Symbol.ToString(), $"a symbol quoted in {symbols[0].Quote}");
        faults.Defined("exits.hedge.window", hedge.Window);
        faults.Within("exits.hedge.candles", hedge.Candles, 19m, HedgePolicy.CandlesLimit);
        faults.Within("exits.hedge.ratio", hedge.Ratio, 0m, 1m);
        faults.Within("exits.hedge.correlationMin", hedge.CorrelationMin, -1m, 1m);
        faults.Within("exits.hedge.notionalShareMax", hedge.NotionalShareMax, 0m, 1m);
        faults.Within("exits.hedge.band", hedge.Band, 0m, 1m);
    }

    private sealed class Faults
    {
        public ImmutableArray<FieldError>.Builder All { get; } = ImmutableArray.CreateBuilder<FieldError>();

        public void Add(string field, string value, string remedy) => All.Add(new FieldError(field, value, remedy));

        /// <param name="above">−1 where 0 may be given too.</param>
        public void Within(string field, decimal? value, decimal above, decimal max)
        {
            var isTooLow = above < 0m ? value < 0m : value <= above;
            if (isTooLow || value > max)
                Add(field, FieldError.Text(value!.Value), $"{(above < 0m ? "0 or more" : $"above {FieldError.Text(above)}")} and at most {FieldError.Text(max)}");
        }

        public void Below(string field, decimal? value, decimal above, decimal below)
        {
            if (value <= above || value >= below)
                Add(field, FieldError.Text(value!.Value), $"above {FieldError.Text(above)} and below {FieldError.Text(below)}");
        }

        public void Defined<T>(string field, T value)
            where T : struct, Enum
        {
            if (!Enum.IsDefined(value))
                Add(field, value.ToString(), $"one of {string.Join(", ", Enum.GetNames<T>())}");
        }

        public void Range(string field, string? text)
        {
            if (!IndicatorSpec.TryParse(text, out var spec, out var error))
                Add(field, text ?? "null", error);
            else if (!string.Equals(spec.Name, "atr", StringComparison.Ordinal))
                Add(field, spec.Text, "an average true range, e.g. 'atr 14 1h'");
        }
    }
}
