using System.Collections.Immutable;
using System.Globalization;

namespace OrleansTrader.Trading;

/// <summary>A fault in something that was given: which field, what stood there, and what would be right.</summary>
/// <param name="Field">Name or path of the field, e.g. <c>parameters.fast</c> or <c>instruments[2].tickSize</c>.</param>
/// <param name="Value">What was found, as text; empty where nothing was.</param>
/// <param name="Remedy">What to give instead, in plain words.</param>
public sealed record FieldError(string Field, string Value, string Remedy)
{
    public override string ToString() =>
        Value.Length == 0 ? $"{Field} is missing: {Remedy}" : $"{Field} is '{Value}': {Remedy}";

    /// <summary>A number as the text of an error: without trailing zeros.</summary>
    public static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>All errors on one line.</summary>
    public static string Join(ImmutableArray<FieldError> errors) => string.Join("; ", errors);
}
