namespace OrleansTrader.Trading.Instruments;

/// <summary>A traded pair in the project's one spelling: <c>BASE-QUOTE</c>, upper case, e.g. <c>BTC-USDT</c>.</summary>
public readonly record struct Symbol : IComparable<Symbol>
{
    /// <summary>Longest accepted text, in characters.</summary>
    public const int LengthMax = 32;

    private readonly string? _value;

    private Symbol(string value) => _value = value;

    /// <summary>The canonical text.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>The asset that is bought or sold.</summary>
    public string Base => Value[..Value.IndexOf('-')];

    /// <summary>The currency of prices and of profit and loss.</summary>
    public string Quote => Value[(Value.IndexOf('-') + 1)..];

    /// <exception cref="FormatException">The text is not <c>BASE-QUOTE</c>.</exception>
    public static Symbol Parse(string text) =>
        TryParse(text, out var symbol)
            ? symbol
            : throw new FormatException($"symbol '{text}' is not of the form BASE-QUOTE, e.g. BTC-USDT");

    public static bool TryParse(string? text, out Symbol symbol)
    {
        symbol = default;
        if (string.IsNullOrEmpty(text) || text.Length > LengthMax)
            return false;
        var dash = text.IndexOf('-');
        if (dash < 1 || dash == text.Length - 1 || text.IndexOf('-', dash + 1) >= 0)
            return false;
        foreach (var c in text)
        {
            if (c != '-' && !char.IsAsciiLetterOrDigit(c))
                return false;
        }

        symbol = new Symbol(text.ToUpperInvariant());
        return true;
    }

    public int CompareTo(Symbol other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(Symbol left, Symbol right) => left.CompareTo(right) < 0;
    public static bool operator <=(Symbol left, Symbol right) => left.CompareTo(right) <= 0;
    public static bool operator >(Symbol left, Symbol right) => left.CompareTo(right) > 0;
    public static bool operator >=(Symbol left, Symbol right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}
