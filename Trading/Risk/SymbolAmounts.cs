using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Risk;

/// <summary>An amount for each of some symbols, e.g. <c>BTC-USDT 50000, DOGE-USDT 1000</c>; equal where all amounts are.</summary>
public sealed class SymbolAmounts : IEquatable<SymbolAmounts>
{
    private readonly ImmutableSortedDictionary<Symbol, decimal> _amounts;

    private SymbolAmounts(ImmutableSortedDictionary<Symbol, decimal> amounts)
    {
        _amounts = amounts;
        Text = string.Join(", ", amounts.Select(static pair => $"{pair.Key} {FieldError.Text(pair.Value)}"));
    }

    /// <summary>The canonical text: by symbol.</summary>
    public string Text { get; }

    public IReadOnlyDictionary<Symbol, decimal> Amounts => _amounts;

    /// <exception cref="FormatException">The text is not pairs of symbol and amount.</exception>
    public static SymbolAmounts Parse(string text) =>
        TryParse(text, out var amounts, out var remedy) ? amounts! : throw new FormatException($"amounts '{text}': {remedy}");

    /// <param name="remedy">What would be right; empty where the text is read.</param>
    public static bool TryParse(string? text, out SymbolAmounts? amounts, out string remedy)
    {
        (amounts, remedy) = (null, $"give 1 to {SymbolSet.CountMax} symbols, each once and with an amount above 0, e.g. BTC-USDT 50000, DOGE-USDT 1000");
        var words = LimitWords.Split(text);
        if (words.Length is 0 or > 2 * SymbolSet.CountMax || words.Length % 2 != 0)
            return false;
        var found = ImmutableSortedDictionary.CreateBuilder<Symbol, decimal>();
        for (var i = 0; i < words.Length; i += 2)
        {
            if (!Symbol.TryParse(words[i].TrimEnd(':'), out var symbol) || found.ContainsKey(symbol) ||
                !decimal.TryParse(words[i + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ||
                amount is <= 0m or > Accounts.Amounts.AmountMax)
                return false;
            found.Add(symbol, amount);
        }

        (amounts, remedy) = (new SymbolAmounts(found.ToImmutable()), string.Empty);
        return true;
    }

    /// <summary>Null where the symbol is not named.</summary>
    public decimal? Of(Symbol symbol) => _amounts.TryGetValue(symbol, out var amount) ? amount : null;

    /// <summary>All symbols of both, each with the lower amount.</summary>
    public SymbolAmounts And(SymbolAmounts other)
    {
        var both = _amounts.ToBuilder();
        foreach (var (symbol, amount) in other._amounts)
            both[symbol] = both.TryGetValue(symbol, out var mine) ? Math.Min(mine, amount) : amount;
        return new SymbolAmounts(both.ToImmutable());
    }

    public bool Equals(SymbolAmounts? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as SymbolAmounts);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    public override string ToString() => Text;
}
