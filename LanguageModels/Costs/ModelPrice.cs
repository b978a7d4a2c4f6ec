using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Costs;

/// <summary>What a model costs, in US dollars per million tokens.</summary>
/// <param name="InputUsd">Read fresh.</param>
/// <param name="CachedInputUsd">Read from the provider's cache.</param>
/// <param name="OutputUsd">Written, reasoning included.</param>
/// <param name="InputTokensMax">Above so long a prompt other prices hold, which are not known; null where there is no such step.</param>
internal sealed record ModelPrice(decimal InputUsd, decimal CachedInputUsd, decimal OutputUsd, long? InputTokensMax)
{
    private const decimal TokensPerPrice = 1_000_000m;

    /// <summary>Null where the price does not hold for so long a prompt.</summary>
    public decimal? Of(TokenUse tokens)
    {
        if (tokens.Input > InputTokensMax)
            return null;
        var cached = Math.Min(tokens.CachedInput, tokens.Input);
        return (((tokens.Input - cached) * InputUsd) + (cached * CachedInputUsd) + (tokens.Output * OutputUsd)) / TokensPerPrice;
    }
}
