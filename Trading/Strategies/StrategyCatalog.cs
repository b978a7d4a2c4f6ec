using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Strategies;

/// <summary>A strategy by rules that can be asked for by name.</summary>
public sealed class StrategyDefinition
{
    private readonly Func<ParameterValues, IPlanner> _make;
    private readonly Func<ParameterValues, FieldError?> _refuseTogether;

    internal StrategyDefinition(
        string name, string description, ImmutableArray<StrategyParameter> parameters,
        Func<ParameterValues, IPlanner> make, Func<ParameterValues, FieldError?> refuseTogether)
    {
        (Name, Description, Parameters, _make, _refuseTogether) = (name, description, parameters, make, refuseTogether);
    }

    public string Name { get; }

    /// <summary>One sentence for people.</summary>
    public string Description { get; }

    public ImmutableArray<StrategyParameter> Parameters { get; }

    internal IPlanner Make(ParameterValues values) => _make(values);

    /// <summary>What is wrong with values that are right each for itself.</summary>
    internal FieldError? RefuseTogether(ParameterValues values) => _refuseTogether(values);
}

/// <summary>Every strategy by rules.</summary>
public static class StrategyCatalog
{
    private static readonly ImmutableArray<string> IntervalNames = [.. Intervals.All.Select(static i => i.Name())];

    public static ImmutableArray<StrategyDefinition> All { get; } = [Adaptive(), Breakout(), MeanReversion(), SmaCross(), Trend()];

    public static bool TryFind(string? name, [NotNullWhen(true)] out StrategyDefinition? definition)
    {
        definition = All.FirstOrDefault(d => string.Equals(d.Name, name, StringComparison.Ordinal));
        return definition is not null;
    }

    /// <summary>The planner of a configuration, or what is wrong with it: every error names field, value and remedy.</summary>
    public static bool TryCreate(StrategyConfig config, [NotNullWhen(true)] out IPlanner? planner, out ImmutableArray<FieldError> errors)
    {
        planner = null;
        errors = Validate(config);
        if (!errors.IsEmpty || !TryFind(config.Strategy, out var definition))
            return false;
        planner = definition.Make(new ParameterValues(definition.Parameters, config.Parameters));
        return true;
    }

    /// <summary>What is wrong with a configuration; empty where nothing is.</summary>
    public static ImmutableArray<FieldError> Validate(StrategyConfig config)
    {
        if (!TryFind(config.Strategy, out var definition))
            return [new FieldError("strategy", config.Strategy, $"is unknown; use one of {string.Join(", ", All.Select(static d => d.Name))}")];
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        foreach (var (name, text) in config.Parameters)
        {
            var parameter = definition.Parameters.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));
            var error = parameter is null
                ? new FieldError($"parameters.{name}", text, $"is unknown to {definition.Name}; it takes {string.Join(", ", definition.Parameters.Select(static p => p.Name))}")
                : parameter.Refuse(text);
            if (error is not null)
                errors.Add(error);
        }

        if (errors.Count == 0 && definition.RefuseTogether(new ParameterValues(definition.Parameters, config.Parameters)) is { } together)
            errors.Add(together);
        return errors.ToImmutable();
    }

    private static StrategyDefinition SmaCross() => new(
        "sma-cross",
        "Long while the fast simple average is above the slow one, short while below.",
        [
            StrategyParameter.Whole("fast", 10, 1, 1_000, "candles of the fast average"),
            StrategyParameter.Whole("slow", 30, 2, 1_000, "candles of the slow average"),
            StrategyParameter.Number("fraction", 0.9m, 0.01m, 10m, "notional of all symbols together as a share of equity"),
            StrategyParameter.Number("leverage", 1m, 1m, 100m, "leverage of positions"),
            .. Common("1m", stop: 5m, target: 0m, trail: 0m, hold: 0, cooldown: 0),
        ],
        static v => new RulesPlanner(
            new SmaCrossRule(Settings(v), v.Whole("fast"), v.Whole("slow")), new PositionSizing(0m, v.Number("fraction"), v.Number("leverage"))),
        FastBelowSlow);

    private static StrategyDefinition Trend() => new(
        "trend",
        "Follows exponential averages where ADX says that there is a trend, with a trailing stop.",
        [
            StrategyParameter.Whole("fast", 20, 1, 1_000, "candles of the fast average"),
            StrategyParameter.Whole("slow", 50, 2, 1_000, "candles of the slow average"),
            StrategyParameter.Number("adx", 20m, 0m, 100m, "ADX from which on a market counts as trending"),
            .. Risk(),
            .. Common("5m", stop: 2.5m, target: 0m, trail: 3m, hold: 0, cooldown: 6),
        ],
        static v => new RulesPlanner(new TrendRule(Settings(v), v.Whole("fast"), v.Whole("slow"), v.Real("adx")), RiskSizing(v)),
        static v => FastBelowSlow(v) ?? NeedsStop(v));

    private static StrategyDefinition MeanReversion() => new(
        "mean-reversion",
        "Buys below the lower Bollinger band with a low RSI, sells the mirror image, leaves at the middle.",
        [
            StrategyParameter.Whole("period", 20, 2, 1_000, "candles of the bands"),
            StrategyParameter.Number("deviations", 2m, 0.1m, 10m, "standard deviations between middle and band"),
            StrategyParameter.Number("oversold", 30m, 1m, 49m, "RSI below which a market counts as oversold, and above 100 less it as overbought"),
            .. Risk(),
            .. Common("5m", stop: 2m, target: 0m, trail: 0m, hold: 48, cooldown: 3),
        ],
        static v => new RulesPlanner(
            new MeanReversionRule(Settings(v), v.Whole("period"), v.Number("deviations"), v.Real("oversold")), RiskSizing(v)),
        NeedsStop);

    private static StrategyDefinition Breakout() => new(
        "breakout",
        "Enters on a close beyond the Donchian channel, with a trailing stop.",
        [
            StrategyParameter.Whole("period", 20, 2, 1_000, "candles of the channel"),
            .. Risk(),
            .. Common("5m", stop: 2m, target: 0m, trail: 3m, hold: 96, cooldown: 3),
        ],
        static v => new RulesPlanner(new BreakoutRule(Settings(v), v.Whole("period")), RiskSizing(v)),
        NeedsStop);

    private static StrategyDefinition Adaptive() => new(
        "adaptive",
        "Trend following in bull and bear markets, mean reversion in ranging ones, breakouts at half the risk in volatile ones.",
        [
            StrategyParameter.Number("confidence", 0.5m, 0m, 1m, "confidence of the regime from which on it enters"),
            .. Risk(),
            .. Common("5m", stop: 2.5m, target: 0m, trail: 3m, hold: 96, cooldown: 3),
        ],
        static v => new RulesPlanner(
            new AdaptiveRule(
                new TrendRule(Settings(v), 20, 50, 20), new MeanReversionRule(Settings(v) with { TrailingRanges = 0 }, 20, 2m, 30),
                new BreakoutRule(Settings(v), 20), v.Real("confidence")),
            RiskSizing(v)),
        NeedsStop);

    private static ImmutableArray<StrategyParameter> Risk() =>
    [
        StrategyParameter.Number("risk", 0.01m, 0.0001m, 0.2m, "share of equity that a stopped trade loses"),
        StrategyParameter.Number("leverage", 3m, 1m, 100m, "highest leverage of positions"),
    ];

    private static ImmutableArray<StrategyParameter> Common(string interval, decimal stop, decimal target, decimal trail, int hold, int cooldown) =>
    [
        StrategyParameter.Choice("interval", interval, IntervalNames, "candles that it reads"),
        StrategyParameter.Number("stop", stop, 0m, 100m, "distance of the stop in average true ranges; 0 for none"),
        StrategyParameter.Number("target", target, 0m, 100m, "distance of the profit target in average true ranges; 0 for none, or the rule's own"),
        StrategyParameter.Number("trail", trail, 0m, 100m, "distance of the trailing stop in average true ranges; 0 for none"),
        StrategyParameter.Whole("hold", hold, 0, 100_000, "candles after which a position is closed; 0 for no limit"),
        StrategyParameter.Whole("cooldown", cooldown, 0, 10_000, "candles without a new entry after a closed trade"),
        StrategyParameter.Choice("direction", "both", ["both", "long", "short"], "sides that it takes"),
    ];

    private static RuleSettings Settings(ParameterValues v) => new(
        v.Interval("interval"), v.Real("stop"), v.Real("target"), v.Real("trail"), v.Whole("hold"), v.Whole("cooldown"),
        TakesLong: v.Text("direction") is not "short", TakesShort: v.Text("direction") is not "long");

    private static PositionSizing RiskSizing(ParameterValues v) => new(v.Number("risk"), 0m, v.Number("leverage"));

    private static FieldError? FastBelowSlow(ParameterValues v) => v.Whole("fast") < v.Whole("slow")
        ? null
        : new FieldError("parameters.fast", v.Text("fast"), $"must be below slow, which is {v.Text("slow")}");

    // Sizes by risk are risk over stop distance.
    private static FieldError? NeedsStop(ParameterValues v) => v.Number("stop") > 0m
        ? null
        : new FieldError("parameters.stop", v.Text("stop"), "must be above 0, because the size of a position comes from its stop");
}
