using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OrleansTrader.Dashboard.Accounts;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Dashboard.Versions;

/// <summary>A version as it is typed.</summary>
public sealed class VersionDraft
{
    public string? Name { get; set; }

    public string? Strategy { get; set; }

    public string? Symbols { get; set; }

    public string? Leverage { get; set; } = "1";

    public string? Seconds { get; set; } = "60";

    public string? Notes { get; set; }

    public bool DryRun { get; set; }

    public ModelDraft Model { get; init; } = new();

    public LimitsDraft Limits { get; init; } = new();

    public ExitsDraft Exits { get; init; } = new();

    /// <param name="cycle">Distance of decisions where nobody types another.</param>
    public static VersionDraft Fresh(TimeSpan cycle) => new() { Seconds = cycle.TotalSeconds.ToString(CultureInfo.InvariantCulture) };

    /// <summary>What a copy starts from; its name is the next patch of the source's.</summary>
    public static VersionDraft Of(VersionSnapshot source) => new()
    {
        Name = SemanticVersion.TryParse(source.Key.Version, out var number)
            ? $"{source.Key.Strategy}@{number with { Patch = number.Patch + 1, PreRelease = string.Empty }}"
            : source.Key.Strategy + "@",
        Strategy = source.Config.Model is null ? source.Config.Strategy.ToString() : null,
        Model = ModelDraft.Of(source.Config.Model),
        Limits = LimitsDraft.Of(source.Config.Limits),
        Exits = ExitsDraft.Of(source.Config.Exits),
        Symbols = string.Join(", ", source.Config.Symbols),
        Leverage = source.Config.Leverage.ToString(CultureInfo.InvariantCulture),
        Seconds = source.Config.CycleInterval.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        Notes = source.Config.Notes,
        DryRun = source.Config.DryRun,
    };

    /// <param name="source">What is copied: its parts that are not typed here stay as they are.</param>
    /// <param name="wrong">Which field, what stands there, what would be right; empty where all is read.</param>
    public bool TryRead(
        ISite site, VersionConfig? source, out VersionKey key, [NotNullWhen(true)] out VersionConfig? config, out string wrong)
    {
        (key, config, wrong) = (default, null, string.Empty);
        var at = Name?.LastIndexOf('@') ?? -1;
        if (at <= 0 || !SemanticVersion.TryParse(Name![(at + 1)..].Trim(), out _))
            wrong = $"version is '{Name}': type NAME@VERSION, e.g. cross@1.0.0";
        else if (!decimal.TryParse(Leverage, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            wrong = $"leverage is '{Leverage}': type a number, e.g. 3";
        else if (!int.TryParse(Seconds, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            wrong = $"seconds a cycle is '{Seconds}': type a whole number, e.g. 60";
        var symbols = ImmutableArray.CreateBuilder<Symbol>();
        foreach (var text in (Symbols ?? string.Empty).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Symbol.TryParse(text, out var symbol))
                symbols.Add(symbol);
            else
                wrong = $"markets is '{text}': type e.g. BTC-USDT, ETH-USDT";
        }

        var model = wrong.Length > 0 ? null : Model.Read(source?.Model, ref wrong);
        var limits = wrong.Length > 0 ? null : Limits.Read(ref wrong);
        var exits = wrong.Length > 0 ? null : Exits.Read(source?.Exits, ref wrong);
        if (wrong.Length > 0 || !TryStrategy(out var strategy, ref wrong))
            return false;
        key = new VersionKey(site.Tenant, Name![..at].Trim(), Name[(at + 1)..].Trim());
        var leverage = decimal.Parse(Leverage!, CultureInfo.InvariantCulture);
        var cycle = TimeSpan.FromSeconds(int.Parse(Seconds!, CultureInfo.InvariantCulture));
        var notes = string.IsNullOrWhiteSpace(Notes) ? null : Notes.Trim();
        config = (source ?? new VersionConfig(strategy, site.Venue, [], 1m, cycle, null)) with
        {
            Strategy = strategy,
            Symbols = symbols.ToImmutable(),
            Leverage = leverage,
            CycleInterval = cycle,
            Notes = notes,
            DryRun = DryRun,
            Model = model,
            Limits = limits,
            Exits = exits,
        };
        return true;
    }

    private bool TryStrategy([NotNullWhen(true)] out StrategyConfig? strategy, ref string wrong)
    {
        strategy = null;
        var words = (Strategy ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Model.IsNamed)
        {
            if (words.Length > 0)
                wrong = $"strategy is '{Strategy}' and model is '{Model.Model}': empty one of them";
            strategy = StrategyConfig.Of(ModelConfig.Strategy);
            return wrong.Length == 0;
        }

        if (words.Length == 0)
            wrong = "strategy is missing: type e.g. sma-cross fast=10 slow=30, or name a model";
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var word in words.Skip(1))
        {
            if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                parameters[word[..equals]] = word[(equals + 1)..];
            else
                wrong = $"strategy has '{word}': type parameters as name=value";
        }

        if (wrong.Length > 0)
            return false;
        strategy = new StrategyConfig(words[0], parameters.ToImmutable());
        return true;
    }
}
