using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansTrader.LanguageModels.Tests.FakeServer;

/// <summary>OpenAI's chat completions, with what OpenRouter, DeepSeek and gateways before Perplexity add.</summary>
internal sealed class ChatCompletionsSpeech : IFakeSpeech
{
    /// <summary>A kilobyte.</summary>
    internal static readonly string Filler = string.Concat(Enumerable.Repeat("and so on ", 103));

    private const int PiecesMax = 200_000;

    public static ChatCompletionsSpeech Instance { get; } = new();

    public string? Refuses(FakeRequest request) =>
        request.Model.Length == 0 ? "you must provide a model parameter"
        : request.Has("messages", JsonValueKind.Array) ? null
        : "Missing required parameter: 'messages'.";

    public IEnumerable<string> Whole(FakeRequest request, FakeReply reply)
    {
        if (reply.Ending == FakeEnding.Endless)
        {
            yield return """{"id":"c1","object":"chat.completion","created":1,"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":" """;
            for (var i = 0; i < PiecesMax; i++)
                yield return Filler;
            yield break;
        }

        var refused = reply.Ending == FakeEnding.Refusal;
        var body = new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1_760_000_000,
            ["model"] = request.Model,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["finish_reason"] = reply.Ending == FakeEnding.CutOff ? "length" : "stop",
                ["message"] = new JsonObject
                {
                    ["role"] = "assistant",
                    ["content"] = refused ? null : reply.Text,
                    ["refusal"] = refused ? reply.Text : null,
                },
            }),
            ["usage"] = Usage(reply),
        };
        if (reply.Sources.Count > 0)
        {
            body["citations"] = new JsonArray([.. reply.Sources.Select(source => (JsonNode)source.Url)]);
            body["search_results"] = ResponsesSpeech.Results(reply);
        }

        yield return body.ToJsonString();
    }

    public IEnumerable<string> Streamed(FakeRequest request, FakeReply reply)
    {
        yield return Chunk(request, new JsonObject { ["role"] = "assistant", ["content"] = "" }, finish: null);
        if (reply.Ending == FakeEnding.Endless)
        {
            for (var i = 0; i < PiecesMax; i++)
                yield return Chunk(request, new JsonObject { ["content"] = Filler }, finish: null);
            yield break;
        }

        foreach (var part in reply.Text.Chunk(7))
            yield return Chunk(request, new JsonObject { [reply.Ending == FakeEnding.Refusal ? "refusal" : "content"] = new string(part) }, finish: null);
        yield return Chunk(request, [], reply.Ending == FakeEnding.CutOff ? "length" : "stop");
        if (request.Body.TryGetProperty("stream_options", out var wishes) && wishes.TryGetProperty("include_usage", out var wish) && wish.GetBoolean())
            yield return Event(Frame(request, choices: [], Usage(reply)));
        yield return "data: [DONE]\n\n";
    }

    public string Error(FakeReply reply) =>
        new JsonObject { ["error"] = new JsonObject { ["message"] = reply.Text, ["type"] = "error", ["code"] = reply.Code, ["param"] = null } }.ToJsonString();

    private static string Chunk(FakeRequest request, JsonObject delta, string? finish) =>
        Event(Frame(request, new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }), usage: null));

    private static JsonObject Frame(FakeRequest request, JsonArray choices, JsonObject? usage) => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1_760_000_000,
        ["model"] = request.Model,
        ["choices"] = choices,
        ["usage"] = usage,
    };

    private static string Event(JsonObject data) => $"data: {data.ToJsonString(JsonSerializerOptions.Web)}\n\n";

    private static JsonObject Usage(FakeReply reply)
    {
        var usage = new JsonObject
        {
            ["prompt_tokens"] = reply.InputTokens,
            ["completion_tokens"] = reply.OutputTokens,
            ["total_tokens"] = reply.InputTokens + reply.OutputTokens,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = reply.CachedTokens },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        };
        if (reply.CostUsd is { } cost)
            usage["cost"] = cost;
        return usage;
    }
}
