using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Strategies;

/// <summary>One parameter of a strategy.</summary>
/// <param name="Default">Its text where nothing is given.</param>
/// <param name="Min">Smallest number accepted; ignored where there are choices.</param>
/// <param name="Max">Largest number accepted; ignored where there are choices.</param>
/// <param name="IsWhole">Whether only whole numbers are accepted.</param>
/// <param name="Choices">The words accepted; empty for numbers.</param>
/// <param name="Meaning">One phrase, with the unit.</param>
public sealed record StrategyParameter(
    string Name, string Default, decimal Min, decimal Max, bool IsWhole, ImmutableArray<string> Choices, string Meaning)
{
    internal static StrategyParameter Whole(string name, int byDefault, int min, int max, string meaning) =>
        new(name, byDefault.ToString(CultureInfo.InvariantCulture), min, max, true, [], meaning);

    internal static StrategyParameter Number(string name, decimal byDefault, decimal min, decimal max, string meaning) =>
        new(name, FieldError.Text(byDefault), min, max, false, [], meaning);

    internal static StrategyParameter Choice(string name, string byDefault, ImmutableArray<string> choices, string meaning) =>
        new(name, byDefault, 0m, 0m, false, choices, meaning);

    /// <summary>Null if the text is accepted.</summary>
    internal FieldError? Refuse(string text)
    {
        var field = $"parameters.{Name}";
        if (!Choices.IsEmpty)
            return Choices.Contains(text, StringComparer.Ordinal) ? null : new FieldError(field, text, $"use one of {string.Join(' ', Choices)}");
        var isNumber = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        var range = $"give a {(IsWhole ? "whole number" : "number")} from {FieldError.Text(Min)} to {FieldError.Text(Max)}, e.g. {Default}";
        return isNumber && number >= Min && number <= Max && (!IsWhole || decimal.Truncate(number) == number) ? null : new FieldError(field, text, range);
    }
}

/// <summary>Checked values of a strategy's parameters.</summary>
internal sealed class ParameterValues(ImmutableArray<StrategyParameter> parameters, ImmutableSortedDictionary<string, string> given)
{
    public decimal Number(string name) => decimal.Parse(Text(name), CultureInfo.InvariantCulture);

    public double Real(string name) => (double)Number(name);

    public int Whole(string name) => (int)Number(name);

    public Interval Interval(string name) => Intervals.TryParse(Text(name), out var interval) ? interval : default;

    public string Text(string name) => given.TryGetValue(name, out var text) ? text : parameters.First(p => string.Equals(p.Name, name, StringComparison.Ordinal)).Default;
}
