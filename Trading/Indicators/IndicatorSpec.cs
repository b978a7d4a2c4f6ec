using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Which indicator, with which parameters, on which candles: the text <c>name parameter… interval</c>, e.g. <c>rsi 14 5m</c>,
/// <c>macd 12 26 9 1h</c>, <c>change 15m</c>. Parameters left out at the end take their defaults, which the canonical text spells out,
/// so that equal specifications have equal texts.
/// </summary>
public sealed record IndicatorSpec
{
    /// <summary>Longest accepted text, in characters.</summary>
    public const int LengthMax = 120;

    private IndicatorSpec(string name, ImmutableArray<double> parameters, Interval interval)
    {
        Name = name;
        Parameters = parameters;
        Interval = interval;
        var numbers = string.Concat(parameters.Select(p => p.ToString("R", CultureInfo.InvariantCulture) + " "));
        Text = $"{name} {numbers}{interval.Name()}";
    }

    /// <summary>The indicator's name in <see cref="IndicatorCatalog"/>, lower case.</summary>
    public string Name { get; }

    /// <summary>All parameters, defaults included, in the order of the definition.</summary>
    public ImmutableArray<double> Parameters { get; }

    /// <summary>The candles that it reads.</summary>
    public Interval Interval { get; }

    /// <summary>The canonical text, which parses to an equal specification.</summary>
    public string Text { get; }

    /// <exception cref="FormatException">The text is not a specification; the message names field, value and remedy.</exception>
    public static IndicatorSpec Parse(string text) =>
        TryParse(text, out var spec, out var error) ? spec : throw new FormatException(error);

    public static bool TryParse(string? text, [NotNullWhen(true)] out IndicatorSpec? spec) => TryParse(text, out spec, out _);

    /// <param name="error">What is wrong: field, value and remedy; null where the text was understood.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IndicatorSpec? spec, [NotNullWhen(false)] out string? error)
    {
        spec = null;
        var words = (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0 || text!.Length > LengthMax)
        {
            error = $"indicator '{Shorten(text)}' is empty or longer than {LengthMax} characters; write it like 'rsi 14 5m'";
            return false;
        }

        if (words.Length < 2 || !Intervals.TryParse(words[^1], out var interval))
        {
            error = $"interval '{words[^1]}' of indicator '{text}' is unknown; end the text with one of {string.Join(' ', Intervals.All.Select(i => i.Name()))}";
            return false;
        }

        var parameters = new double[words.Length - 2];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!double.TryParse(words[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out parameters[i]))
            {
                error = $"parameter '{words[i + 1]}' of indicator '{text}' is not a number; write it like 'rsi 14 5m'";
                return false;
            }
        }

        return TryCreate(words[0], parameters, interval, out spec, out error);
    }

    /// <summary>The specification of these parts, checked as the text would be.</summary>
    /// <exception cref="FormatException">Name or parameters are not accepted; the message names field, value and remedy.</exception>
    public static IndicatorSpec Create(string name, Interval interval, params ReadOnlySpan<double> parameters) =>
        TryCreate(name, parameters, interval, out var spec, out var error) ? spec : throw new FormatException(error);

    public bool Equals(IndicatorSpec? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static bool TryCreate(
        string name, ReadOnlySpan<double> parameters, Interval interval, [NotNullWhen(true)] out IndicatorSpec? spec, [NotNullWhen(false)] out string? error)
    {
        spec = null;
        if (!IndicatorCatalog.TryFind(name, out var definition))
        {
            error = $"indicator '{Shorten(name)}' is unknown; use one of {string.Join(", ", IndicatorCatalog.All.Select(d => d.Name))}";
            return false;
        }

        if (parameters.Length > definition.Parameters.Length)
        {
            error = $"indicator '{definition.Name}' has {parameters.Length} parameters; it takes at most {definition.Parameters.Length}"
                + $" ({string.Join(' ', definition.Parameters.Select(p => p.Name))})";
            return false;
        }

        var values = definition.Parameters.Select(p => p.Default).ToArray();
        parameters.CopyTo(values);
        var complete = ImmutableArray.Create(values);
        var refusal = definition.Parameters.Select((p, i) => p.Refuse(complete[i])).FirstOrDefault(r => r is not null)
            ?? definition.RefuseTogether(complete);
        if (refusal is not null)
        {
            error = $"indicator '{definition.Name}': {refusal}";
            return false;
        }

        spec = new IndicatorSpec(definition.Name, complete, interval);
        error = null;
        return true;
    }

    private static string Shorten(string? text) => text is { Length: > LengthMax } ? string.Concat(text.AsSpan(0, LengthMax), "…") : text ?? string.Empty;
}
