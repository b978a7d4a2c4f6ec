using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Venues.Replay;

/// <summary>Guesses what a file is about from its name: <c>btcusdt</c>, <c>ETH-USD_1m.csv</c>, <c>btc-perp-2021.csv</c> (then in USDT).</summary>
internal static class SymbolNames
{
    // Longer ones first: BTCUSDT is BTC in USDT, not BTCUSD in T.
    private static readonly string[] Quotes = ["FDUSD", "USDT", "USDC", "BUSD", "USDE", "TUSD", "USD", "EUR", "GBP", "BTC", "ETH"];

    /// <summary><c>BTCUSDT</c> as <c>BTC-USDT</c>.</summary>
    public static bool TrySplit(string joined, out Symbol symbol)
    {
        var upper = joined.ToUpperInvariant();
        foreach (var quote in Quotes)
        {
            if (upper.Length > quote.Length && upper.EndsWith(quote, StringComparison.Ordinal))
                return Symbol.TryParse($"{upper[..^quote.Length]}-{quote}", out symbol);
        }

        symbol = default;
        return false;
    }

    /// <summary>From a file's name without folder; the first part that reads as a pair, or a base before <c>perp</c>.</summary>
    public static bool TryGuess(string path, out Symbol symbol)
    {
        var parts = Path.GetFileNameWithoutExtension(path).ToUpperInvariant().Split(['-', '_', ' ', '.'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            if (i + 1 < parts.Length && parts[i].All(char.IsAsciiLetterOrDigit))
            {
                if (Quotes.Contains(parts[i + 1]))
                    return Symbol.TryParse($"{parts[i]}-{parts[i + 1]}", out symbol);
                if (parts[i + 1] is "PERP" or "SWAP")
                    return Symbol.TryParse($"{parts[i]}-USDT", out symbol);
            }

            if (parts[i].All(char.IsAsciiLetterOrDigit) && TrySplit(parts[i], out symbol))
                return true;
        }

        symbol = default;
        return false;
    }
}
