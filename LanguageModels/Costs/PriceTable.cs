using System.Collections.Frozen;
using System.Text.Json;
using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Costs;

/// <summary>
/// Prices that the providers publish, from <c>prices.json</c>, each with the day and the page it was read from. A price that is not there is not
/// guessed: its cost is unknown, and the operator may add it to the configuration.
/// </summary>
internal sealed class PriceTable
{
    private const string Resource = "OrleansTrader.LanguageModels.Costs.prices.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly FrozenDictionary<string, PublishedPrice> _byName;

    private PriceTable(IEnumerable<PublishedPrice> prices) =>
        _byName = prices.ToFrozenDictionary(price => $"{price.Provider}/{price.Model}", StringComparer.OrdinalIgnoreCase);

    public static PriceTable BuiltIn { get; } = Load();

    public IEnumerable<PublishedPrice> All => _byName.Values;

    /// <summary>The price of a model, also where its name ends in a date (<c>-2026-03-05</c> or <c>-20260305</c>); null where it is not known.</summary>
    public ModelPrice? Find(ModelName name) =>
        Exact(name) ?? (name.Undated() is { } undated ? Exact(undated) : null);

    private ModelPrice? Exact(ModelName name) =>
        _byName.TryGetValue(name.ToString(), out var price)
            ? new ModelPrice(price.InputUsd, price.CachedInputUsd ?? price.InputUsd, price.OutputUsd, price.InputTokensMax)
            : null;

    private static PriceTable Load()
    {
        using var stream = typeof(PriceTable).Assembly.GetManifestResourceStream(Resource)!;
        return new PriceTable(JsonSerializer.Deserialize<PublishedPrice[]>(stream, Json)!);
    }
}

/// <summary>One row of <c>prices.json</c>; US dollars per million tokens.</summary>
/// <param name="AsOf">The day on which the source said so.</param>
/// <param name="Source">The page.</param>
/// <param name="Note">What the figure leaves out; null where nothing.</param>
internal sealed record PublishedPrice(
    string Provider,
    string Model,
    decimal InputUsd,
    decimal? CachedInputUsd,
    decimal OutputUsd,
    long? InputTokensMax,
    DateOnly AsOf,
    string Source,
    string? Note);
