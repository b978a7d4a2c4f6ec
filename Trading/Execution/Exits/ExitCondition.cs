using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>
/// A condition over indicators, as a person writes it: <c>[long: | short:] operand (below | above | &lt; | &gt; | &lt;= | &gt;=) operand
/// [and …]</c>. An operand is a number, <c>price</c> (middle of bid and ask), <c>mark</c>, <c>close</c> with or without an interval (the
/// close of the last closed candle; without one, that of the other operand's interval), or an indicator by its text with or without one of
/// its outputs: <c>ema 50 1h</c>, <c>macd 12 26 9 1h.histogram</c>.
/// </summary>
public sealed class ExitCondition
{
    /// <summary>Longest accepted text, in characters.</summary>
    public const int LengthMax = 200;

    /// <summary>Most comparisons joined by <c>and</c>.</summary>
    public const int ComparisonsMax = 4;

    private readonly ImmutableArray<Comparison> _comparisons;

    private ExitCondition(string text, Side? side, ImmutableArray<Comparison> comparisons)
    {
        Text = text;
        Side = side;
        _comparisons = comparisons;
    }

    public string Text { get; }

    /// <summary>The side of the positions that it is about; null for both.</summary>
    public Side? Side { get; }

    /// <summary>Texts of the indicators that it reads, each once.</summary>
    public IEnumerable<string> Indicators =>
        _comparisons.SelectMany(static c => new[] { c.Left.Indicator, c.Right.Indicator }).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <param name="error">What is wrong and what would be right, in plain words; null where the text was understood.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ExitCondition? condition, [NotNullWhen(false)] out string? error)
    {
        condition = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > LengthMax)
        {
            error = $"write a condition of at most {LengthMax} characters, e.g. 'close below ema 50 1h'";
            return false;
        }

        var (side, rest) = SideOf(text.Trim());
        var parts = rest.Split(" and ", StringSplitOptions.TrimEntries);
        if (parts.Length > ComparisonsMax)
        {
            error = $"join at most {ComparisonsMax} comparisons by 'and'";
            return false;
        }

        var comparisons = ImmutableArray.CreateBuilder<Comparison>(parts.Length);
        foreach (var part in parts)
        {
            if (!Comparison.TryParse(part, out var comparison, out error))
                return false;
            comparisons.Add(comparison);
        }

        condition = new ExitCondition(text.Trim(), side, comparisons.MoveToImmutable());
        error = null;
        return true;
    }

    /// <summary>Whether it holds for a position on <paramref name="side"/>; false while an indicator that it reads is not warm.</summary>
    public bool Holds(SymbolObservation market, Side side)
    {
        if (Side is { } only && only != side)
            return false;
        foreach (var comparison in _comparisons)
        {
            if (!comparison.Holds(market))
                return false;
        }

        return true;
    }

    public override string ToString() => Text;

    private static (Side? Side, string Remainder) SideOf(string text) =>
        text.StartsWith("long:", StringComparison.OrdinalIgnoreCase) ? (Orders.Side.Buy, text[5..].Trim())
        : text.StartsWith("short:", StringComparison.OrdinalIgnoreCase) ? (Orders.Side.Sell, text[6..].Trim())
        : (null, text);

    private enum Sign
    {
        Below,
        AtMost,
        Above,
        AtLeast,
    }

    private sealed record Comparison(Operand Left, Sign Sign, Operand Right)
    {
        // Longer signs first, so that <= is not read as <.
        private static readonly (string Text, Sign Sign)[] Signs =
        [
            (" below ", Sign.Below), (" above ", Sign.Above), ("<=", Sign.AtMost), (">=", Sign.AtLeast), ("<", Sign.Below), (">", Sign.Above),
        ];

        public static bool TryParse(string text, [NotNullWhen(true)] out Comparison? comparison, [NotNullWhen(false)] out string? error)
        {
            comparison = null;
            foreach (var (words, sign) in Signs)
            {
                var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase);
                if (at < 0)
                    continue;
                var (one, other) = (text[..at].Trim(), text[(at + words.Length)..].Trim());
                if (!Operand.TryParse(one, IntervalIn(other), out var left, out error) || !Operand.TryParse(other, IntervalIn(one), out var right, out error))
                    return false;
                if (left.Number is not null && right.Number is not null)
                {
                    error = $"'{text}' compares two numbers; compare a price or an indicator with something";
                    return false;
                }

                comparison = new Comparison(left, sign, right);
                return true;
            }

            error = $"'{text}' compares nothing; write below, above, <, >, <= or >= between two values";
            return false;
        }

        public bool Holds(SymbolObservation market)
        {
            var (left, right) = (Left.ValueIn(market), Right.ValueIn(market));
            return Sign switch
            {
                Sign.Below => left < right,
                Sign.AtMost => left <= right,
                Sign.Above => left > right,
                _ => left >= right,
            };
        }

        private static Interval? IntervalIn(string operand)
        {
            var dot = operand.IndexOf('.', StringComparison.Ordinal);
            var words = (dot < 0 ? operand : operand[..dot]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words.Length > 0 && Intervals.TryParse(words[^1], out var interval) ? interval : null;
        }
    }

    private enum PriceWord
    {
        None,
        Price,
        Mark,
    }

    private sealed record Operand(double? Number, PriceWord Word, string? Indicator, int Output)
    {
        public static bool TryParse(string text, Interval? other, [NotNullWhen(true)] out Operand? operand, [NotNullWhen(false)] out string? error)
        {
            operand = null;
            error = null;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                operand = new Operand(number, PriceWord.None, null, 0);
            else if (string.Equals(text, "price", StringComparison.OrdinalIgnoreCase))
                operand = new Operand(null, PriceWord.Price, null, 0);
            else if (string.Equals(text, "mark", StringComparison.OrdinalIgnoreCase))
                operand = new Operand(null, PriceWord.Mark, null, 0);
            if (operand is not null)
                return true;
            return text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, .. var rest] && string.Equals(first, "close", StringComparison.OrdinalIgnoreCase)
                ? TryClose(rest, other, out operand, out error)
                : TryIndicator(text, out operand, out error);
        }

        // The average of one candle's close is that close, and it is kept like any other indicator.
        private static bool TryClose(string[] rest, Interval? other, [NotNullWhen(true)] out Operand? operand, [NotNullWhen(false)] out string? error)
        {
            operand = null;
            error = null;
            Interval interval = default;
            var isNamed = rest.Length == 1 && Intervals.TryParse(rest[0], out interval);
            if (isNamed || (rest.Length == 0 && other is not null))
            {
                operand = new Operand(null, PriceWord.None, IndicatorSpec.Create("sma", isNamed ? interval : other!.Value, 1).Text, 0);
                return true;
            }

            error = "say of which candles the close is, e.g. 'close 1h'";
            return false;
        }

        private static bool TryIndicator(string text, [NotNullWhen(true)] out Operand? operand, [NotNullWhen(false)] out string? error)
        {
            operand = null;
            var dot = text.LastIndexOf('.');
            // A dot may also stand in a parameter: an output's name has letters only and comes after the interval.
            var named = dot > 0 && text.AsSpan(dot + 1).IndexOf(' ') < 0 && dot + 1 < text.Length && char.IsLetter(text[dot + 1]);
            if (!IndicatorSpec.TryParse(named ? text[..dot] : text, out var spec, out error))
                return false;
            var outputs = IndicatorCatalog.Create(spec).Outputs;
            var output = named ? outputs.IndexOf(text[(dot + 1)..].ToLowerInvariant()) : 0;
            if (output < 0)
            {
                error = $"indicator '{spec.Name}' has no output '{text[(dot + 1)..]}'; it has {string.Join(", ", outputs)}";
                return false;
            }

            operand = new Operand(null, PriceWord.None, spec.Text, output);
            return true;
        }

        /// <returns>NaN, which compares false with everything, while it is not known.</returns>
        public double ValueIn(SymbolObservation market)
        {
            if (Number is { } number)
                return number;
            if (Indicator is null)
                return (double)(Word == PriceWord.Mark ? market.Mark : market.Mid);
            return Readings.Of(market, Indicator) is { IsWarm: true } reading && Output < reading.Values.Length ? reading.Values[Output] : double.NaN;
        }
    }
}
