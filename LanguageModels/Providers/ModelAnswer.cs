using System.Collections.Immutable;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>What came of a question.</summary>
/// <param name="Text">The answer as it was given; empty, or the part that came, where there is a fault.</param>
/// <param name="Model">The model that was asked.</param>
/// <param name="Tokens">As the provider counted them in the last attempt; zeros where it did not say.</param>
/// <param name="CostUsd">US dollars: what the provider says, else tokens by the price table; null where no price is known or no tokens were counted.</param>
/// <param name="Latency">From the question to the answer, with all waiting and every attempt.</param>
/// <param name="Fault">What went wrong; null where nothing did.</param>
/// <param name="Citations">Sources that the provider names, in its order.</param>
/// <param name="Attempts">How often the provider was called; zero where it never came to that.</param>
public sealed record ModelAnswer(
    string Text,
    ModelName Model,
    TokenUse Tokens,
    decimal? CostUsd,
    TimeSpan Latency,
    ModelFault? Fault,
    ImmutableArray<Citation> Citations,
    int Attempts);

/// <summary>Tokens of one exchange.</summary>
/// <param name="Input">All that the model read, cached ones included.</param>
/// <param name="CachedInput">The part of the input that was read from the provider's cache.</param>
/// <param name="Output">All that the model wrote, reasoning included.</param>
/// <param name="Reasoning">The part of the output that was reasoning.</param>
public readonly record struct TokenUse(long Input, long CachedInput, long Output, long Reasoning)
{
    public long Total => Input + Output;
}

/// <summary>A source that a provider names for what it says. Its texts come from outside.</summary>
/// <param name="Url">As given.</param>
/// <param name="Title">Null where there is none.</param>
/// <param name="Date">When the source appeared, as given, e.g. 2026-03-01; null where it is not said.</param>
public sealed record Citation(string Url, string? Title, string? Date);
