using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>
/// Chat completions by the OpenAI SDK behind <see cref="IChatClient"/>: one system and one user message, text and JSON answers, no tools.
/// The package that bridges the two in general may take its place.
/// </summary>
/// <param name="outputTokensField">What this provider calls the limit of output tokens.</param>
internal sealed class OpenAIChatClient(ChatClient client, string outputTokensField) : IChatClient
{
    private readonly byte[] _outputTokensPath = [.. "$."u8, .. System.Text.Encoding.UTF8.GetBytes(outputTokensField)];

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = await client.CompleteChatAsync(Messages(messages), Options(options), cancellationToken);
        using var body = JsonDocument.Parse(result.GetRawResponse().Content);
        // Some gateways wrap a failure in a success.
        if (!body.RootElement.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
            throw new InvalidDataException(OpenAIExtras.Error(body.RootElement) ?? "the answer holds no choices");
        var completion = result.Value;
        var contents = new List<AIContent>();
        foreach (var part in completion.Content)
            contents.Add(new TextContent(part.Text) { Annotations = OpenAIExtras.Citations(body.RootElement) });
        if (!string.IsNullOrEmpty(completion.Refusal))
            contents.Add(new ErrorContent(completion.Refusal) { ErrorCode = OpenAIExtras.Refusal });
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ModelId = completion.Model,
            ResponseId = completion.Id,
            FinishReason = Finish(completion.FinishReason),
            Usage = completion.Usage is { } usage ? Usage(usage, body.RootElement) : null,
            AdditionalProperties = OpenAIExtras.Cost(body.RootElement) is { } cost ? new() { [OpenAIExtras.CostUsd] = cost } : null,
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var piece in client.CompleteChatStreamingAsync(Messages(messages), Options(options), cancellationToken))
        {
            var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ModelId = piece.Model, ResponseId = piece.CompletionId };
            foreach (var part in piece.ContentUpdate)
                update.Contents.Add(new TextContent(part.Text));
            if (!string.IsNullOrEmpty(piece.RefusalUpdate))
                update.Contents.Add(new ErrorContent(piece.RefusalUpdate) { ErrorCode = OpenAIExtras.Refusal });
            if (piece.Usage is { } usage)
                update.Contents.Add(new UsageContent(Usage(usage, body: null)));
            if (piece.FinishReason is { } finish)
                update.FinishReason = Finish(finish);
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // The connections are the provider's, not one model's.
    }

    private static IEnumerable<OpenAI.Chat.ChatMessage> Messages(IEnumerable<ChatMessage> messages) => messages.Select<ChatMessage, OpenAI.Chat.ChatMessage>(
        message => message.Role == ChatRole.System ? new SystemChatMessage(message.Text) : new UserChatMessage(message.Text));

    private ChatCompletionOptions Options(ChatOptions? options)
    {
        var sent = new ChatCompletionOptions
        {
            Temperature = options?.Temperature,
            ResponseFormat = options?.ResponseFormat switch
            {
                ChatResponseFormatJson { Schema: { } schema } json => OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat(
                    json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), jsonSchemaIsStrict: true),
                ChatResponseFormatJson => OpenAI.Chat.ChatResponseFormat.CreateJsonObjectFormat(),
                _ => null,
            },
        };
        if (options?.MaxOutputTokens is { } tokens)
            sent.Patch.Set(_outputTokensPath, tokens);
        return sent;
    }

    private static ChatFinishReason Finish(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Length => ChatFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };

    private static UsageDetails Usage(ChatTokenUsage usage, JsonElement? body) => new()
    {
        InputTokenCount = usage.InputTokenCount,
        CachedInputTokenCount = Math.Max(usage.InputTokenDetails?.CachedTokenCount ?? 0, body is { } whole ? OpenAIExtras.CacheHits(whole) : 0),
        OutputTokenCount = usage.OutputTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
    };
}
