using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>Between a question and a chat client: what is sent, and what an answer comes to.</summary>
internal static class ModelDialogue
{
    /// <summary>The longest answer that is kept, in UTF-16 characters.</summary>
    public const int AnswerCharactersMax = 256 * 1024;

    /// <summary>The longest question that is sent, system and user together, in UTF-16 characters.</summary>
    public const int QuestionCharactersMax = 2 * 1024 * 1024;

    private const string ThinkingBegin = "<think>";
    private const string ThinkingEnd = "</think>";

    public static List<ChatMessage> Messages(ModelQuestion question, StructuredOutput form)
    {
        var system = question.System;
        if (question.Schema is { } schema && form != StructuredOutput.JsonSchema)
            system = $"{system}\n\nAnswer with one JSON object and nothing else, neither before nor after it. It follows this JSON schema:\n{schema.GetRawText()}".TrimStart();
        var messages = new List<ChatMessage>();
        if (system.Length > 0)
            messages.Add(new ChatMessage(ChatRole.System, system));
        messages.Add(new ChatMessage(ChatRole.User, question.User));
        return messages;
    }

    public static ChatOptions Options(ModelQuestion question, StructuredOutput form) => new()
    {
        MaxOutputTokens = question.OutputTokensMax,
        Temperature = (float?)question.Temperature,
        ResponseFormat = (question.Schema, form) switch
        {
            (null, _) or (_, StructuredOutput.Instructions) => null,
            (_, StructuredOutput.JsonObject) => ChatResponseFormat.Json,
            ({ } schema, _) => ChatResponseFormat.ForJsonSchema(schema, question.SchemaName),
        },
    };

    /// <summary>Asks, whole or in pieces; throws what the SDKs throw.</summary>
    public static async Task<ChatResponse> Ask(
        IChatClient client, ModelQuestion question, StructuredOutput form, bool stream, CancellationToken cancellation)
    {
        var messages = Messages(question, form);
        var options = Options(question, form);
        if (!stream)
            return await client.GetResponseAsync(messages, options, cancellation);
        var pieces = new List<ChatResponseUpdate>();
        var characters = 0;
        await foreach (var piece in client.GetStreamingResponseAsync(messages, options, cancellation))
        {
            pieces.Add(piece);
            characters += piece.Text.Length;
            // Whoever writes without end is not waited for.
            if (characters > AnswerCharactersMax)
                break;
        }

        return pieces.ToChatResponse();
    }

    /// <summary>The answer's text, or the fault that it amounts to.</summary>
    public static ModelReply Read(ChatResponse response, string provider)
    {
        var text = WithoutThinking(response.Text);
        var usage = response.Usage;
        var tokens = new TokenUse(
            Math.Max(0, usage?.InputTokenCount ?? 0), Math.Max(0, usage?.CachedInputTokenCount ?? 0),
            Math.Max(0, usage?.OutputTokenCount ?? 0), Math.Max(0, usage?.ReasoningTokenCount ?? 0));
        var cost = response.AdditionalProperties?.TryGetValue(OpenAIExtras.CostUsd, out var stated) == true ? stated as decimal? : null;
        var tooLong = text.Length > AnswerCharactersMax;
        return new ModelReply(tooLong ? text[..AnswerCharactersMax] : text, tokens, cost, Citations(response), Fault(response, text, tooLong, provider));
    }

    private static ModelFault? Fault(ChatResponse response, string text, bool tooLong, string provider)
    {
        if (tooLong)
            return new ModelFault(ModelFaultCode.TooLong, $"{provider} wrote more than {AnswerCharactersMax} characters and was cut off: ask for less, or lower the limit of output tokens");
        var refusal = response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>()
            .FirstOrDefault(error => string.Equals(error.ErrorCode, OpenAIExtras.Refusal, StringComparison.Ordinal));
        if (refusal is not null)
            return new ModelFault(ModelFaultCode.Refusal, $"the model declined: {ProviderText.Short(refusal.Message)}");
        if (response.FinishReason == ChatFinishReason.ContentFilter)
            return new ModelFault(ModelFaultCode.Refusal, $"{provider} or its filter declined to answer: change the prompt, or use another model");
        if (response.FinishReason == ChatFinishReason.Length)
            return new ModelFault(ModelFaultCode.CutOff, "the answer ends in the middle, at the limit of output tokens: raise the limit, or ask for less");
        return string.IsNullOrWhiteSpace(text)
            ? new ModelFault(ModelFaultCode.Empty, $"{provider} answered without a text: try again, or use another model")
            : null;
    }

    private static ImmutableArray<Citation> Citations(ChatResponse response) =>
    [
        .. response.Messages.SelectMany(message => message.Contents).SelectMany(content => content.Annotations ?? []).OfType<CitationAnnotation>()
            .Where(citation => citation.Url is not null)
            .Select(citation => new Citation(
                citation.Url!.AbsoluteUri, citation.Title,
                citation.AdditionalProperties?.TryGetValue(OpenAIExtras.Date, out var date) == true ? date as string : null))
            .DistinctBy(citation => citation.Url, StringComparer.Ordinal),
    ];

    /// <summary>Some open models write down their reasoning before the answer.</summary>
    private static string WithoutThinking(string text)
    {
        var trimmed = text.AsSpan().TrimStart();
        var end = trimmed.StartsWith(ThinkingBegin, StringComparison.Ordinal) ? text.IndexOf(ThinkingEnd, StringComparison.Ordinal) : -1;
        return end < 0 ? text : text[(end + ThinkingEnd.Length)..].TrimStart();
    }
}

/// <summary>What one attempt brought.</summary>
internal sealed record ModelReply(string Text, TokenUse Tokens, decimal? StatedCostUsd, ImmutableArray<Citation> Citations, ModelFault? Fault);
