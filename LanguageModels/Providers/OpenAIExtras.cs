using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>What providers add to OpenAI's protocols, read from the body itself: whatever is absent or odd is passed over.</summary>
internal static class OpenAIExtras
{
    /// <summary>Key of the cost that the provider states, a <see cref="decimal"/> in US dollars.</summary>
    public const string CostUsd = "cost_usd";

    /// <summary>Key of a citation's date.</summary>
    public const string Date = "date";

    /// <summary>Error code of a refusal.</summary>
    public const string Refusal = "Refusal";

    private const int CitationsMax = 50;

    /// <summary>OpenRouter states <c>usage.cost</c> as a number, Perplexity as an object with a <c>total_cost</c>.</summary>
    public static decimal? Cost(JsonElement body)
    {
        if (Property(Property(body, "usage"), "cost") is not { } cost)
            return null;
        var total = cost.ValueKind == JsonValueKind.Object ? Property(cost, "total_cost") : cost;
        return total is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) && value >= 0 ? value : null;
    }

    /// <summary>DeepSeek's count of cached input.</summary>
    public static long CacheHits(JsonElement body) =>
        Property(Property(body, "usage"), "prompt_cache_hit_tokens") is { ValueKind: JsonValueKind.Number } hits && hits.TryGetInt64(out var count) ? count : 0;

    /// <summary>The message of an error object; null where there is none.</summary>
    public static string? Error(JsonElement body) => Property(body, "error") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } error => Text(error, "message") ?? "the provider reports an error",
        _ => null,
    };

    /// <summary>Sources of a chat completion: <c>search_results</c>, else <c>citations</c>, else the message's <c>annotations</c>.</summary>
    public static IList<AIAnnotation>? Citations(JsonElement body)
    {
        var found = Sources(Property(body, "search_results"));
        if (found.Count == 0 && Property(body, "citations") is { ValueKind: JsonValueKind.Array } links)
        {
            found.AddRange(links.EnumerateArray().Take(CitationsMax).Where(link => link.ValueKind == JsonValueKind.String)
                .Select(link => Annotation(link.GetString(), title: null, date: null)).OfType<AIAnnotation>());
        }

        if (found.Count == 0 && Property(body, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0)
            found = Annotations(Property(Property(choices[0], "message"), "annotations"));
        return found.Count == 0 ? null : found;
    }

    /// <summary>An array of objects with <c>url</c>, <c>title</c> and <c>date</c>.</summary>
    public static List<AIAnnotation> Sources(JsonElement? array) => array is not { ValueKind: JsonValueKind.Array } sources ? [] :
    [
        .. sources.EnumerateArray().Take(CitationsMax)
            .Select(source => Annotation(Text(source, "url"), Text(source, "title"), Text(source, "date"))).OfType<AIAnnotation>(),
    ];

    /// <summary>An array of <c>url_citation</c>s, nested as in chat completions or flat as in responses.</summary>
    public static List<AIAnnotation> Annotations(JsonElement? array) => array is not { ValueKind: JsonValueKind.Array } annotations ? [] :
    [
        .. annotations.EnumerateArray().Take(CitationsMax).Select(annotation => Property(annotation, "url_citation") ?? annotation)
            .Select(citation => Annotation(Text(citation, "url"), Text(citation, "title"), Text(citation, "date"))).OfType<AIAnnotation>(),
    ];

    public static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) ? value : null;

    public static string? Text(JsonElement? element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static CitationAnnotation? Annotation(string? url, string? title, string? date)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return null;
        return new CitationAnnotation { Url = address, Title = title, AdditionalProperties = date is null ? null : new() { [Date] = date } };
    }
}
