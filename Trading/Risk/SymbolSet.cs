using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Risk;

/// <summary>Symbols by name, e.g. <c>BTC-USDT, ETH-USDT</c>, or <c>none</c>; equal where the same symbols are in it.</summary>
public sealed class SymbolSet : IEquatable<SymbolSet>
{
    /// <summary>Most symbols of one set.</summary>
    public const int CountMax = 200;

    private const string Nothing = "none";

    private readonly ImmutableArray<Symbol> _symbols;

    private SymbolSet(IEnumerable<Symbol> symbols)
    {
        _symbols = [.. symbols.Distinct().Order()];
        Text = _symbols.IsEmpty ? Nothing : string.Join(", ", _symbols);
    }

    /// <summary>The canonical text: sorted, separated by commas.</summary>
    public string Text { get; }

    public static SymbolSet Of(params IEnumerable<Symbol> symbols) => new(symbols);

    /// <exception cref="FormatException">The text is not a list of symbols.</exception>
    public static SymbolSet Parse(string text) =>
        TryParse(text, out var set, out var remedy) ? set! : throw new FormatException($"symbols '{text}': {remedy}");

    /// <param name="remedy">What would be right; empty where the text is read.</param>
    public static bool TryParse(string? text, out SymbolSet? set, out string remedy)
    {
        (set, remedy) = (null, $"give 1 to {CountMax} symbols, e.g. BTC-USDT, ETH-USDT");
        var words = LimitWords.Split(text);
        var symbols = new List<Symbol>();
        if (words is not [Nothing])
        {
            foreach (var word in words)
            {
                if (!Symbol.TryParse(word, out var symbol))
                    return false;
                symbols.Add(symbol);
            }

            if (symbols.Count is 0 or > CountMax)
                return false;
        }

        (set, remedy) = (new SymbolSet(symbols), string.Empty);
        return true;
    }

    public bool Contains(Symbol symbol) => _symbols.BinarySearch(symbol) >= 0;

    /// <summary>Those that are in both.</summary>
    public SymbolSet And(SymbolSet other) => new(_symbols.Where(other.Contains));

    /// <summary>Those that are in either.</summary>
    public SymbolSet Or(SymbolSet other) => new(_symbols.Concat(other._symbols));

    public bool Equals(SymbolSet? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as SymbolSet);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    public override string ToString() => Text;
}
