using System.Collections.Immutable;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Options;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Silo.Demo;

/// <summary>Which agents a start sets up for the demo tenant: one paper account each, with equal cash.</summary>
/// <param name="Configs">One an agent, in the order given.</param>
internal sealed record DemoPlan(string Venue, string Currency, decimal Cash, ImmutableArray<VersionConfig> Configs)
{
    /// <summary>Limits that each account begins with; null for none.</summary>
    public AccountLimits? Limits { get; init; }

    /// <summary>The tenant that is logged in on loopback without configuration.</summary>
    public static TenantId Tenant { get; } = new("demo");

    private const decimal Leverage = 3m;

    /// <summary>Decisions on an invented market come often, so that a newcomer sees something happen.</summary>
    private static readonly TimeSpan SimulatedCycle = TimeSpan.FromSeconds(15);

    private static readonly ImmutableArray<string> DefaultAgents = ["trend", "mean-reversion", "breakout", "sma-cross fast=3 slow=8", "adaptive"];

    /// <exception cref="StartupException">An agent that no strategy can be, or symbols of different quote currencies.</exception>
    public static DemoPlan Of(SiloOptions options, FeedPlan feed)
    {
        var symbols = feed.Instruments.Select(instrument => instrument.Symbol).ToImmutableArray();
        var currencies = symbols.Select(symbol => symbol.Quote).Distinct(StringComparer.Ordinal).ToArray();
        if (currencies.Length != 1)
            throw new StartupException($"the symbols are quoted in {string.Join(" and ", currencies)}: an account has one currency, so name symbols of one with --symbols");

        var cycle = options.Cycle
            ?? (string.Equals(options.Feed, "simulated", StringComparison.Ordinal) ? SimulatedCycle : VersionConfig.CycleIntervalDefault);
        var agents = options.Agents.IsEmpty ? DefaultAgents : options.Agents;
        var limits = RiskTolerances.LimitsOf(options.Risk, options.PositionNotionalMax, options.Cash);
        return new DemoPlan(
            feed.Venue,
            currencies[0],
            options.Cash,
            [.. agents.Select(text => Limited(Config(text, feed.Venue, symbols, cycle, options.Cycle), limits))])
        {
            Limits = limits,
        };
    }

    // What the version asks for is within its limits, or nothing that it wants would be allowed.
    private static VersionConfig Limited(VersionConfig config, AccountLimits? limits)
    {
        if (limits is null)
            return config;
        return LimitRules.Refuse(limits) is [var error, ..]
            ? throw new StartupException($"RISK_TOLERANCE with this cash gives {error.Field} {error.Value}: {error.Remedy}; change --cash")
            : config with { Limits = limits, Leverage = Math.Min(config.Leverage, limits.LeverageMax ?? config.Leverage) };
    }

    // A word with a slash names a model, not a strategy. A model is not asked every few seconds unless somebody wishes so.
    private static VersionConfig Config(string text, string venue, ImmutableArray<Symbol> symbols, TimeSpan cycle, TimeSpan? wished)
    {
        var config = Read(text);
        if (!config.Strategy.Contains('/', StringComparison.Ordinal))
        {
            var errors = StrategyCatalog.Validate(config);
            return errors.IsEmpty
                ? new VersionConfig(config, venue, symbols, Leverage, cycle, Notes: null)
                : throw new StartupException($"--agent \"{text}\": {errors[0]}");
        }

        return new VersionConfig(
            StrategyConfig.Of(ModelConfig.Strategy), venue, symbols, Leverage, wished ?? VersionConfig.CycleIntervalDefault, Notes: null, Model(text, config));
    }

    private static ModelConfig Model(string text, StrategyConfig config)
    {
        if (!ModelName.TryParse(config.Strategy, out _))
            throw new StartupException($"--agent \"{text}\": '{config.Strategy}' does not name a model: write provider/model, e.g. openai/gpt-5");
        var model = new ModelConfig(config.Strategy);
        foreach (var (name, value) in config.Parameters)
        {
            model = name switch
            {
                "mode" when Enum.TryParse<ModelMode>(value.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true, out var mode) && Enum.IsDefined(mode) =>
                    model with { Mode = mode },
                "mode" => throw new StartupException($"--agent \"{text}\": mode '{value}' is none of single, research-first, second-opinion, panel"),
                "memory" when Enum.TryParse<MemoryMode>(value, ignoreCase: true, out var memory) && Enum.IsDefined(memory) => model with { Memory = memory },
                "memory" => throw new StartupException($"--agent \"{text}\": memory '{value}' is none of off, rules, model"),
                "assistant" => model with { Assistant = value },
                "endpoint" => model with { Endpoint = value },
                _ => throw new StartupException($"--agent \"{text}\": a model has no '{name}'; it takes mode, assistant, endpoint, memory"),
            };
        }

        return model;
    }

    private static StrategyConfig Read(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
            throw new StartupException("--agent is empty: name a strategy, e.g. \"sma-cross fast=10 slow=30\"");
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var word in words.AsSpan(1))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                throw new StartupException($"--agent \"{text}\": '{word}' is not of the form name=value");
            parameters[word[..equals]] = word[(equals + 1)..];
        }

        return new StrategyConfig(words[0], parameters.ToImmutable());
    }
}
