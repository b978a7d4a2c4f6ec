using System.Collections.Immutable;
using System.Globalization;

namespace OrleansTrader.Trading.Indicators;

/// <summary>One parameter of an indicator: what it means and which values it takes.</summary>
/// <param name="Name">The word used in messages, e.g. <c>period</c>.</param>
/// <param name="Default">Taken where the text leaves the parameter out.</param>
/// <param name="Minimum">Smallest value accepted.</param>
/// <param name="Maximum">Largest value accepted: it bounds the memory of a window.</param>
/// <param name="IsWhole">Whether only whole numbers are accepted (counts of bars).</param>
/// <param name="Meaning">One phrase, with the unit.</param>
public sealed record IndicatorParameter(string Name, double Default, double Minimum, double Maximum, bool IsWhole, string Meaning)
{
    /// <summary>The longest window of any indicator, in bars.</summary>
    public const int PeriodBarsMax = 5_000;

    /// <summary>A count of bars from <paramref name="minimum"/> to <see cref="PeriodBarsMax"/>.</summary>
    internal static IndicatorParameter Bars(string name, int byDefault, string meaning, int minimum = 1) =>
        new(name, byDefault, minimum, PeriodBarsMax, true, meaning);

    /// <summary>A factor in (0, 100].</summary>
    internal static IndicatorParameter Factor(string name, double byDefault, string meaning) =>
        new(name, byDefault, 0.001, 100, false, meaning);

    /// <summary>Null if the value is accepted, otherwise what is wrong and what would be right.</summary>
    internal string? Refuse(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (IsWhole && Math.Floor(value) != value)
            return $"{Name} '{text}' is not a whole number; give one like {Default.ToString("R", CultureInfo.InvariantCulture)}";
        return value >= Minimum && value <= Maximum
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{Name} '{text}' is out of range; give {Minimum:R} to {Maximum:R}");
    }
}

/// <summary>An indicator that can be asked for by name.</summary>
/// <param name="Name">The name in specifications, e.g. <c>rsi</c>.</param>
/// <param name="Title">The name for people, e.g. <c>Relative strength index</c>.</param>
/// <param name="Parameters">In the order in which a specification gives them.</param>
public sealed record IndicatorDefinition(string Name, string Title, ImmutableArray<IndicatorParameter> Parameters)
{
    /// <summary>Makes the indicator from a specification whose parameters were checked.</summary>
    internal Func<IndicatorSpec, Indicator> Make { get; init; } = static spec => throw new InvalidOperationException($"indicator '{spec.Name}' has no factory");

    /// <summary>Null if the parameters fit each other, otherwise what is wrong and what would be right.</summary>
    internal Func<ImmutableArray<double>, string?> RefuseTogether { get; init; } = static _ => null;
}
