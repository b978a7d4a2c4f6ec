using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using B = OrleansTrader.Trading.Indicators.IndicatorParameter;

namespace OrleansTrader.Trading.Indicators;

/// <summary>Every indicator that can be asked for by name, with its parameters and defaults.</summary>
public static class IndicatorCatalog
{
    /// <summary>All definitions, by name.</summary>
    public static ImmutableArray<IndicatorDefinition> All { get; } =
    [
        .. Averages().OrderBy(d => d.Name, StringComparer.Ordinal),
    ];

    public static bool TryFind(string? name, [NotNullWhen(true)] out IndicatorDefinition? definition)
    {
        definition = null;
        foreach (var candidate in All)
        {
            if (string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
                definition = candidate;
        }

        return definition is not null;
    }

    /// <summary>A new indicator, without bars.</summary>
    public static Indicator Create(IndicatorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return TryFind(spec.Name, out var definition)
            ? definition.Make(spec)
            : throw new ArgumentException($"indicator '{spec.Name}' is not in the catalog", nameof(spec));
    }

    /// <summary>As <see cref="Create(IndicatorSpec)"/>, from the text.</summary>
    /// <exception cref="FormatException">The text is not a specification.</exception>
    public static Indicator Create(string spec) => Create(IndicatorSpec.Parse(spec));

    private static IEnumerable<IndicatorDefinition> Averages() =>
    [
        Define("sma", "Simple moving average", s => new Sma(Whole(s, 0)), B.Bars("period", 20, "bars averaged")),
        Define("ema", "Exponential moving average", s => new Ema(Whole(s, 0)), B.Bars("period", 20, "bars; the weight of the newest is 2 / (period + 1)")),
    ];

    private static IndicatorDefinition Define(string name, string title, Func<IndicatorSpec, Indicator> make, params ReadOnlySpan<B> parameters) =>
        new(name, title, [.. parameters]) { Make = make };

    private static int Whole(IndicatorSpec spec, int parameter) => (int)spec.Parameters[parameter];
}
