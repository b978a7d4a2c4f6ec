using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Trading.Sizing;

/// <summary>How the size of a new position is reckoned before any cap; in JSON <c>fixedFraction volatilityTarget kelly equalRisk</c>.</summary>
public enum SizingMethod
{
    /// <summary>So that the loss at the stop is <see cref="SizingRule.RiskShare"/> of equity.</summary>
    FixedFraction,

    /// <summary>So that the position's own annual volatility is <see cref="SizingRule.VolatilityTarget"/> of equity.</summary>
    VolatilityTarget,

    /// <summary>So that the loss at the stop is a fraction of what Kelly's rule says of past trades; see <see cref="KellyEdge"/>.</summary>
    Kelly,

    /// <summary>So that the account's risk budget is divided evenly among what is held and the new position.</summary>
    EqualRisk,
}

/// <summary>How large positions are to be, and what bounds them. Shares are of equity unless said otherwise, 0 to 1.</summary>
/// <param name="RiskShare">Lost at the stop by the fixed fraction; of equal risk the whole account's budget.</param>
public sealed record SizingRule(SizingMethod Method, decimal RiskShare = 0.01m)
{
    /// <summary>The most that any position may lose at its stop, whatever the method says. Without a stop it cannot be held to.</summary>
    public decimal RiskShareMax { get; init; } = 0.02m;

    /// <summary>Annual standard deviation of the position's profit, as a share of equity.</summary>
    public decimal VolatilityTarget { get; init; } = 0.2m;

    /// <summary>The part of Kelly's share that is risked; a half gives up a quarter of the growth for half of the swings.</summary>
    public decimal KellyFraction { get; init; } = 0.25m;

    /// <summary>Trades without an edge that are taken to have been seen before the first one: what shrinks a small sample to nought.</summary>
    public int KellyPriorTrades { get; init; } = 50;

    /// <summary>Leverage wanted; limits and tiers may lower it.</summary>
    public decimal Leverage { get; init; } = 5m;

    /// <summary>The share of the free margin that a position may use, fee included; the rest is for the price to move until it is filled.</summary>
    public decimal MarginShareMax { get; init; } = 0.95m;

    /// <summary>The share of the book's depth within the caller's band that a position may take.</summary>
    public decimal DepthShareMax { get; init; } = 0.25m;

    /// <summary>The most that the position and the correlated part of all that is held may lose together at their stops.</summary>
    public decimal CorrelatedRiskShareMax { get; init; } = 0.06m;

    /// <summary>What the exit at the stop may slip, as a share of the stop's price: counted into the risk.</summary>
    public decimal StopSlippage { get; init; }

    /// <summary>What is wrong with the rule, field by field as written in JSON; empty where nothing is.</summary>
    public ImmutableArray<FieldError> Check()
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (!Enum.IsDefined(Method))
            errors.Add(new FieldError("method", Method.ToString(), "give fixedFraction, volatilityTarget, kelly or equalRisk"));
        Within("riskShare", RiskShare, 1m);
        Within("riskShareMax", RiskShareMax, 1m);
        Within("volatilityTarget", VolatilityTarget, 10m);
        Within("kellyFraction", KellyFraction, 1m);
        Within("kellyPriorTrades", KellyPriorTrades, 100_000m);
        Within("marginShareMax", MarginShareMax, 1m);
        Within("depthShareMax", DepthShareMax, 1m);
        Within("correlatedRiskShareMax", CorrelatedRiskShareMax, 1m);
        if (Leverage is < 1m or > Amounts.LeverageMax)
            errors.Add(new FieldError("leverage", FieldError.Text(Leverage), $"1 to {FieldError.Text(Amounts.LeverageMax)}"));
        if (StopSlippage is < 0m or >= 1m)
            errors.Add(new FieldError("stopSlippage", FieldError.Text(StopSlippage), "0 to less than 1"));
        return errors.ToImmutable();

        void Within(string field, decimal value, decimal max)
        {
            if (value <= 0m || value > max)
                errors.Add(new FieldError(field, FieldError.Text(value), $"above 0 and at most {FieldError.Text(max)}"));
        }
    }
}
