using System.Collections.Immutable;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>What a source's terms can be.</summary>
internal static class TermsRules
{
    public static void Refuse(SourceTerms terms, ImmutableArray<FieldError>.Builder errors)
    {
        Share("terms.confidenceDefault", terms.ConfidenceDefault, errors);
        Share("terms.confidenceMin", terms.ConfidenceMin, errors);
        if (terms.Freshness < SourceRules.FreshnessMin || terms.Freshness > SourceRules.FreshnessMax)
            errors.Add(new FieldError("terms.freshness", terms.Freshness.ToString("c"), "give one second to one day"));
        Within("terms.riskRewardMin", terms.RiskRewardMin, 0m, SourceRules.RiskRewardMax, errors);
        if (!Enum.IsDefined(terms.Exits.Stop))
            errors.Add(new FieldError("terms.exits.stop", terms.Exits.Stop.ToString(), "use atr or percent"));
        Above("terms.exits.stopDistance", terms.Exits.StopDistance, DefaultExits.StopDistanceMax, errors);
        Within("terms.exits.targetR", terms.Exits.TargetR, 0m, DefaultExits.TargetRMax, errors);
        if (terms.Subscriptions.Length > SourceTerms.SubscriptionsMax)
            errors.Add(new FieldError("terms.subscriptions", FormattableString.Invariant($"{terms.Subscriptions.Length} entries"), FormattableString.Invariant($"give at most {SourceTerms.SubscriptionsMax}")));
        var seen = new HashSet<(SubscriberKind, string)>();
        foreach (var subscription in terms.Subscriptions)
            Check(subscription, seen, errors);
    }

    private static void Check(Subscription subscription, HashSet<(SubscriberKind, string)> seen, ImmutableArray<FieldError>.Builder errors)
    {
        var path = $"terms.subscriptions.{AlertText.Shown(subscription.Name)}";
        if (string.IsNullOrWhiteSpace(subscription.Name))
            errors.Add(new FieldError("terms.subscriptions.name", string.Empty, "name an account or an agent"));
        else if (!seen.Add((subscription.Kind, subscription.Name)))
            errors.Add(new FieldError(path, subscription.Kind.ToString(), "name each follower once"));
        if (subscription.May.Any(static right => !Enum.IsDefined(right)) || subscription.May.Distinct().Count() < subscription.May.Length)
            errors.Add(new FieldError($"{path}.may", string.Join(' ', subscription.May), "give open, close, reverse and run, each once at most"));
        if (subscription.Allows(SignalRight.Reverse) && !(subscription.Allows(SignalRight.Open) && subscription.Allows(SignalRight.Close)))
            errors.Add(new FieldError($"{path}.may", string.Join(' ', subscription.May), "what may reverse may also open and close: give all three"));
        if (subscription.Kind == SubscriberKind.Account && (subscription.Allows(SignalRight.Run) || subscription.AsksPlanner))
            errors.Add(new FieldError($"{path}.may", "run", "only an agent has a strategy to run and a planner to ask: name an agent"));
        if (subscription.Strategy is { } strategy && (strategy.Length is 0 or > Signal.LabelLengthMax || !AlertText.IsPlain(strategy)))
            errors.Add(new FieldError($"{path}.strategy", AlertText.Shown(strategy), FormattableString.Invariant($"give 1 to {Signal.LabelLengthMax} characters, or leave it out")));
        foreach (var error in subscription.Sizing.Check())
            errors.Add(error with { Field = $"{path}.sizing.{error.Field}" });
        if (!Enum.IsDefined(subscription.Execution))
            errors.Add(new FieldError($"{path}.execution", subscription.Execution.ToString(), "use policy, market, best, chase, twap, vwap or iceberg"));
    }

    private static void Share(string field, decimal value, ImmutableArray<FieldError>.Builder errors) => Within(field, value, 0m, 1m, errors);

    private static void Within(string field, decimal value, decimal least, decimal most, ImmutableArray<FieldError>.Builder errors)
    {
        if (value < least || value > most)
            errors.Add(new FieldError(field, FieldError.Text(value), FormattableString.Invariant($"give {least} to {most}")));
    }

    private static void Above(string field, decimal value, decimal most, ImmutableArray<FieldError>.Builder errors)
    {
        if (value <= 0m || value > most)
            errors.Add(new FieldError(field, FieldError.Text(value), FormattableString.Invariant($"give more than 0, at most {most}")));
    }
}
