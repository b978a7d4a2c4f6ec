using System.Text.Json.Nodes;

namespace OrleansTrader.LanguageModels.Tests.FakeServer;

/// <summary>The Responses protocol as Perplexity speaks it: sources stand in an output item of their own, and the cost in the usage.</summary>
internal sealed class ResponsesSpeech : IFakeSpeech
{
    /// <summary>Others are refused.</summary>
    private static readonly string[] Fields =
        ["input", "instructions", "language_preference", "max_output_tokens", "max_steps", "model", "models", "preset", "reasoning", "response_format", "stream", "tools"];

    public static ResponsesSpeech Instance { get; } = new();

    public static JsonArray Results(FakeReply reply) =>
    [
        .. reply.Sources.Select(source => (JsonNode)new JsonObject { ["url"] = source.Url, ["title"] = source.Title, ["date"] = source.Date, ["snippet"] = "..." }),
    ];

    public string? Refuses(FakeRequest request)
    {
        var unknown = request.Body.EnumerateObject().Select(property => property.Name).Except(Fields, StringComparer.Ordinal).FirstOrDefault();
        return unknown is not null ? $"unknown field: {unknown}"
            : request.Body.TryGetProperty("input", out _) ? null
            : "input is required";
    }

    public IEnumerable<string> Whole(FakeRequest request, FakeReply reply)
    {
        var output = new JsonArray();
        if (reply.Sources.Count > 0)
            output.Add(new JsonObject { ["type"] = "search_results", ["queries"] = new JsonArray("q"), ["results"] = Results(reply) });
        output.Add(new JsonObject
        {
            ["type"] = "message",
            ["id"] = "msg_1",
            ["role"] = "assistant",
            ["status"] = "completed",
            ["content"] = new JsonArray(reply.Ending == FakeEnding.Refusal
                ? new JsonObject { ["type"] = "refusal", ["refusal"] = reply.Text }
                : new JsonObject { ["type"] = "output_text", ["text"] = reply.Text, ["annotations"] = new JsonArray() }),
        });
        var usage = new JsonObject
        {
            ["input_tokens"] = reply.InputTokens,
            ["output_tokens"] = reply.OutputTokens,
            ["total_tokens"] = reply.InputTokens + reply.OutputTokens,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = reply.CachedTokens },
        };
        if (reply.CostUsd is { } cost)
            usage["cost"] = new JsonObject { ["currency"] = "USD", ["total_cost"] = cost };
        var cutOff = reply.Ending == FakeEnding.CutOff;
        yield return new JsonObject
        {
            ["id"] = "resp_1",
            ["object"] = "response",
            ["created_at"] = 1_760_000_000,
            ["model"] = request.Model,
            ["status"] = cutOff ? "incomplete" : "completed",
            ["incomplete_details"] = cutOff ? new JsonObject { ["reason"] = "max_output_tokens" } : null,
            ["error"] = null,
            ["output"] = output,
            ["usage"] = usage,
        }.ToJsonString();
    }

    public IEnumerable<string> Streamed(FakeRequest request, FakeReply reply) =>
        throw new NotSupportedException("Responses are only sent whole here.");

    public string Error(FakeReply reply) =>
        new JsonObject { ["error"] = new JsonObject { ["message"] = reply.Text, ["type"] = reply.Code, ["code"] = reply.Status } }.ToJsonString();
}
