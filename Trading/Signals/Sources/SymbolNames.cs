using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>
/// Finds the market that a foreign name means: <c>BINANCE:BTCUSDT.P</c>, <c>BTC/USDT</c>, <c>BTC/USDT:USDT</c>, <c>BTC-USD</c>, <c>XBTUSD</c>,
/// <c>btcusdt</c>. In this order: the source's own names; the exchange before a colon and the mark of a perpetual at the end are left out; XBT is
/// BTC; the name as it stands must be traded. Only then, and only where the source allows it, one dollar may stand for another: USDT, USDC, USD in
/// this order. Futures with a date, spreads and names with other letters than these mean nothing.
/// </summary>
public static class SymbolNames
{
    public const int LengthMax = 64;

    /// <summary>Marks of perpetuals at the end of a name, longest first.</summary>
    private static readonly ImmutableArray<string> PerpetualMarks = ["-PERPETUAL", "-PERP", "_PERP", "-SWAP", "PERP", ".P"];

    private static readonly ImmutableArray<string> Dollars = ["USDT", "USDC", "USD"];

    private static readonly ImmutableArray<string> OtherDollars = ["FDUSD", "BUSD", "TUSD"];

    private static readonly char[] Separators = ['/', '-', '_'];

    /// <summary>The market; null where none, or more than one, is meant.</summary>
    public static Symbol? Find(string name, SourceConfig source, IReadOnlyCollection<Symbol> traded)
    {
        if (name.Length is 0 or > LengthMax || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is ':' or '/' or '-' or '_' or '.'))
            return null;
        foreach (var alias in source.Aliases)
        {
            if (string.Equals(alias.Name, name, StringComparison.OrdinalIgnoreCase))
                return traded.Contains(alias.Symbol) ? alias.Symbol : null;
        }

        var plain = Plain(name.ToUpperInvariant());
        if (plain is null)
            return null;
        var candidates = traded.Where(symbol => Means(plain, symbol.Base, symbol.Quote)).Take(2).ToList();
        if (candidates.Count > 0)
            return candidates.Count == 1 ? candidates[0] : null;
        return source.TakesOtherDollars ? InOtherDollars(plain, traded) : null;
    }

    private static Symbol? InOtherDollars(string plain, IReadOnlyCollection<Symbol> traded)
    {
        foreach (var dollar in Dollars)
        {
            var candidates = traded.Where(symbol => string.Equals(symbol.Quote, dollar, StringComparison.Ordinal)
                && (string.Equals(plain, symbol.Base, StringComparison.Ordinal) || Dollars.Concat(OtherDollars).Any(said => Means(plain, symbol.Base, said)))).Take(2).ToList();
            if (candidates.Count > 0)
                return candidates.Count == 1 ? candidates[0] : null;
        }

        return null;
    }

    // In upper case, without exchange, perpetual's mark and settlement.
    private static string? Plain(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && name.IndexOf(':', colon + 1) >= 0)
            return null;
        if (slash > 0 && colon > slash)
        {
            // BTC/USDT:USDT settles in its quote; one that settles in its base is another contract.
            if (!string.Equals(name[(slash + 1)..colon], name[(colon + 1)..], StringComparison.Ordinal))
                return null;
            name = name[..colon];
        }
        else if (colon >= 0)
        {
            name = name[(colon + 1)..];
        }

        foreach (var mark in PerpetualMarks)
        {
            if (name.Length <= mark.Length || !name.EndsWith(mark, StringComparison.Ordinal))
                continue;
            name = name[..^mark.Length];
            break;
        }

        return name.StartsWith("XBT", StringComparison.Ordinal) ? string.Concat("BTC", name.AsSpan(3)) : name;
    }

    private static bool Means(string name, string asset, string quote)
    {
        if (!name.StartsWith(asset, StringComparison.Ordinal))
            return false;
        var rest = name.AsSpan(asset.Length);
        if (rest.Length > 0 && Array.IndexOf(Separators, rest[0]) >= 0)
            rest = rest[1..];
        return rest.SequenceEqual(quote);
    }
}
