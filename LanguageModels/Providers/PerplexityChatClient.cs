using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI.Responses;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>
/// Perplexity's Agent API, which took the place of its Sonar chat completions on 27 September 2026: OpenAI's Responses protocol at
/// <c>/v1/responses</c>, with presets, a web search and sources of its own. The body is read as JSON, for it holds items that the SDK does not know.
/// Names of Sonar models go on working as the presets that Perplexity names as their successors. A temperature is not sent: the API has none.
/// Sources: docs.perplexity.ai/docs/agent-api/migrate-from-sonar, docs.perplexity.ai/api-reference/responses-post.
/// </summary>
internal sealed class PerplexityChatClient(ResponsesClient client, string model) : IChatClient
{
    private const string OwnModel = "perplexity/sonar";

    private static readonly Dictionary<string, string> Presets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fast"] = "fast",
        ["low"] = "low",
        ["medium"] = "medium",
        ["high"] = "high",
        ["xhigh"] = "xhigh",
        ["sonar"] = "fast",
        ["sonar-pro"] = "low",
        ["sonar-reasoning-pro"] = "medium",
        ["sonar-deep-research"] = "high",
    };

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var question = BinaryContent.Create(BinaryData.FromString(Body([.. messages], options).ToJsonString()));
        var result = await client.CreateResponseAsync(question, new RequestOptions { CancellationToken = cancellationToken });
        using var body = JsonDocument.Parse(result.GetRawResponse().Content);
        return Response(body.RootElement);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // The answer is whole before its sources are known, so pieces would gain nothing.
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // The connections are the provider's, not one model's.
    }

    private JsonObject Body(List<ChatMessage> messages, ChatOptions? options)
    {
        var body = new JsonObject
        {
            ["input"] = string.Join("\n\n", messages.Where(message => message.Role != ChatRole.System).Select(message => message.Text)),
            // A preset without a model may end at another company's.
            ["model"] = Presets.ContainsKey(model) ? OwnModel : model,
            ["tools"] = new JsonArray(new JsonObject { ["type"] = "web_search" }),
        };
        if (Presets.TryGetValue(model, out var preset))
            body["preset"] = preset;
        var instructions = string.Join("\n\n", messages.Where(message => message.Role == ChatRole.System).Select(message => message.Text));
        if (instructions.Length > 0)
            body["instructions"] = instructions;
        if (options?.MaxOutputTokens is { } tokens)
            body["max_output_tokens"] = tokens;
        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } json)
        {
            body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = json.SchemaName ?? "answer", ["schema"] = JsonNode.Parse(schema.GetRawText()) },
            };
        }

        return body;
    }

    private static ChatResponse Response(JsonElement body)
    {
        if (OpenAIExtras.Property(body, "output") is not { ValueKind: JsonValueKind.Array } output
            || string.Equals(OpenAIExtras.Text(body, "status"), "failed", StringComparison.Ordinal))
            throw new InvalidDataException(OpenAIExtras.Error(body) ?? "the answer holds no output");

        var sources = new List<AIAnnotation>();
        var contents = new List<AIContent>();
        foreach (var item in output.EnumerateArray())
        {
            sources.AddRange(OpenAIExtras.Sources(OpenAIExtras.Property(item, "results")));
            if (OpenAIExtras.Property(item, "content") is not { ValueKind: JsonValueKind.Array } parts)
                continue;
            foreach (var part in parts.EnumerateArray())
            {
                if (OpenAIExtras.Text(part, "text") is { } text)
                    contents.Add(new TextContent(text) { Annotations = OpenAIExtras.Annotations(OpenAIExtras.Property(part, "annotations")) });
                if (OpenAIExtras.Text(part, "refusal") is { } refusal)
                    contents.Add(new ErrorContent(refusal) { ErrorCode = OpenAIExtras.Refusal });
            }
        }

        if (sources.Count > 0 && contents.OfType<TextContent>().FirstOrDefault() is { } first)
            first.Annotations = sources;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ModelId = OpenAIExtras.Text(body, "model"),
            ResponseId = OpenAIExtras.Text(body, "id"),
            FinishReason = Finish(body),
            Usage = Usage(OpenAIExtras.Property(body, "usage")),
            AdditionalProperties = OpenAIExtras.Cost(body) is { } cost ? new() { [OpenAIExtras.CostUsd] = cost } : null,
        };
    }

    private static ChatFinishReason Finish(JsonElement body) =>
        OpenAIExtras.Text(OpenAIExtras.Property(body, "incomplete_details"), "reason") switch
        {
            "max_output_tokens" => ChatFinishReason.Length,
            "content_filter" => ChatFinishReason.ContentFilter,
            _ => string.Equals(OpenAIExtras.Text(body, "status"), "incomplete", StringComparison.Ordinal) ? ChatFinishReason.Length : ChatFinishReason.Stop,
        };

    private static UsageDetails? Usage(JsonElement? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = Count(usage, "input_tokens"),
        CachedInputTokenCount = Count(OpenAIExtras.Property(usage, "input_tokens_details"), "cached_tokens"),
        OutputTokenCount = Count(usage, "output_tokens"),
        ReasoningTokenCount = Count(OpenAIExtras.Property(usage, "output_tokens_details"), "reasoning_tokens"),
    };

    private static long? Count(JsonElement? element, string name) =>
        OpenAIExtras.Property(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var count) ? count : null;
}
