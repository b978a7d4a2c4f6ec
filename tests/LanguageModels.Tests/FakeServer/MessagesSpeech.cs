using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansTrader.LanguageModels.Tests.FakeServer;

/// <summary>Anthropic's messages.</summary>
internal sealed class MessagesSpeech : IFakeSpeech
{
    private const int PiecesMax = 200_000;

    public static MessagesSpeech Instance { get; } = new();

    public string? Refuses(FakeRequest request) =>
        request.Version.Length == 0 ? "anthropic-version: header is required"
        : request.Model.Length == 0 ? "model: Field required"
        : !request.Has("max_tokens", JsonValueKind.Number) ? "max_tokens: Field required"
        : request.Has("messages", JsonValueKind.Array) ? null
        : "messages: Field required";

    public IEnumerable<string> Whole(FakeRequest request, FakeReply reply)
    {
        if (reply.Ending == FakeEnding.Endless)
        {
            yield return """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":" """;
            for (var i = 0; i < PiecesMax; i++)
                yield return ChatCompletionsSpeech.Filler;
            yield break;
        }

        var message = Message(request, reply);
        message["content"] = reply.Text.Length == 0 ? new JsonArray() : new JsonArray(new JsonObject { ["type"] = "text", ["text"] = reply.Text });
        message["stop_reason"] = Stop(reply);
        yield return message.ToJsonString();
    }

    public IEnumerable<string> Streamed(FakeRequest request, FakeReply reply)
    {
        yield return Event("message_start", new JsonObject { ["message"] = Message(request, reply) });
        yield return Event("content_block_start", new JsonObject { ["index"] = 0, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" } });
        if (reply.Ending == FakeEnding.Endless)
        {
            for (var i = 0; i < PiecesMax; i++)
                yield return Delta(ChatCompletionsSpeech.Filler);
            yield break;
        }

        foreach (var part in reply.Text.Chunk(7))
            yield return Delta(new string(part));
        yield return Event("content_block_stop", new JsonObject { ["index"] = 0 });
        yield return Event("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = Stop(reply), ["stop_sequence"] = null },
            ["usage"] = Usage(reply),
        });
        yield return Event("message_stop", []);
    }

    public string Error(FakeReply reply) => new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = reply.Code, ["message"] = reply.Text },
        ["request_id"] = "req_1",
    }.ToJsonString();

    private static JsonObject Message(FakeRequest request, FakeReply reply) => new()
    {
        ["id"] = "msg_1",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = request.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
        ["usage"] = Usage(reply),
    };

    private static string Delta(string text) =>
        Event("content_block_delta", new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = text } });

    private static string Event(string type, JsonObject data)
    {
        data["type"] = type;
        return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
    }

    private static string Stop(FakeReply reply) => reply.Ending switch
    {
        FakeEnding.CutOff => "max_tokens",
        FakeEnding.Refusal => "refusal",
        _ => "end_turn",
    };

    /// <summary>Anthropic counts fresh and cached input apart.</summary>
    private static JsonObject Usage(FakeReply reply) => new()
    {
        ["input_tokens"] = reply.InputTokens - reply.CachedTokens,
        ["cache_creation_input_tokens"] = 0,
        ["cache_read_input_tokens"] = reply.CachedTokens,
        ["output_tokens"] = reply.OutputTokens,
    };
}
