using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>The other name of a symbol and its scale: prices are multiplied, quantities divided by it, so that amounts of money stay.</summary>
/// <param name="PriceFactor">A product of powers of 2, 5 and 10: rescaling there and back is exact in decimals, ticks stay ticks.</param>
internal sealed record AnonymousMarket(Symbol Symbol, Symbol Alias, decimal PriceFactor)
{
    // None of them a power of ten, so that no digits stay as they are.
    private static readonly decimal[] Mantissas = [0.16m, 0.25m, 0.32m, 0.4m, 0.5m, 0.64m, 0.8m, 1.25m, 1.6m, 2m, 2.5m, 3.2m, 4m, 5m, 6.25m, 8m];

    private static readonly decimal[] Magnitudes = [0.01m, 0.1m, 1m, 10m, 100m];

    public decimal QuantityFactor => 1m / PriceFactor;

    public static AnonymousMarket Of(Symbol symbol, int place, string seed)
    {
        var hash = HashOf(seed, symbol.Value);
        return new AnonymousMarket(symbol, Symbol.Parse($"ASSET-{Letters(place)}"), Mantissas[hash[0] % Mantissas.Length] * Magnitudes[hash[1] % Magnitudes.Length]);
    }

    /// <summary>Bytes that depend on the seed and the name alone.</summary>
    public static byte[] HashOf(string seed, string name) => SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{name}"));

    // A to Z, then AA, AB …
    private static string Letters(int place) =>
        place < 26 ? ((char)('A' + place)).ToString() : $"{Letters((place / 26) - 1)}{(char)('A' + (place % 26))}";
}
