using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OrleansTrader.Trading;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>Finds the one JSON object of an answer, whatever stands around it: words, code fences, drafts without positions.</summary>
internal static class AnswerJson
{
    /// <summary>Longest answer that is looked at, in characters: more than fifty thoroughly explained positions.</summary>
    public const int AnswerLengthMax = 128 * 1024;

    /// <summary>An answer nests five deep.</summary>
    public const int DepthMax = 12;

    // Braces at which an object is sought; prose has few.
    private const int StartsMax = 64;

    private const string Field = "answer";
    private const string Positions = "positions";

    public static bool TryFind(string answer, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out FieldError? error) =>
        TryFind(answer, Positions, out document, out error);

    /// <param name="property">What the object has: others are drafts.</param>
    public static bool TryFind(
        string answer, string property, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out FieldError? error)
    {
        document = null;
        error = null;
        if (string.IsNullOrWhiteSpace(answer))
            error = new FieldError(Field, "empty", "answer with one JSON object as the schema says");
        else if (answer.Length > AnswerLengthMax)
            error = new FieldError(Field, $"{answer.Length.ToString(CultureInfo.InvariantCulture)} characters", $"answer with at most {AnswerLengthMax.ToString(CultureInfo.InvariantCulture)}");
        else
            Search(Encoding.UTF8.GetBytes(answer), property, ref document, ref error);
        return document is not null;
    }

    private static void Search(ReadOnlyMemory<byte> text, string property, ref JsonDocument? found, ref FieldError? error)
    {
        FieldError? fault = null;
        var from = 0;
        for (var starts = 0; starts < StartsMax; starts++)
        {
            var next = text.Span[from..].IndexOf((byte)'{');
            if (next < 0)
                break;
            from += next;
            if (!TryParse(text[from..], out var candidate, out var length, out var reason))
            {
                fault ??= new FieldError(Field, "not JSON", $"{reason}; answer with one complete JSON object and nothing else");
                from++;
                continue;
            }

            from += length;
            if (!candidate.RootElement.TryGetProperty(property, out _))
            {
                candidate.Dispose();
                continue;
            }

            if (found is null)
            {
                found = candidate;
                continue;
            }

            var isSame = JsonElement.DeepEquals(found.RootElement, candidate.RootElement);
            candidate.Dispose();
            if (isSame)
                continue;
            found.Dispose();
            found = null;
            error = new FieldError(Field, $"two different JSON objects with {property}", "answer with exactly one");
            return;
        }

        if (found is null)
            error = fault ?? new FieldError(Field, $"no JSON object with {property}", "answer with one JSON object as the schema says, e.g. {\"positions\":[],\"notes_for_audience\":\"\"}");
    }

    private static bool TryParse(ReadOnlyMemory<byte> text, [NotNullWhen(true)] out JsonDocument? document, out int length, out string reason)
    {
        document = null;
        length = 0;
        reason = string.Empty;
        try
        {
            var reader = new Utf8JsonReader(text.Span, new JsonReaderOptions { MaxDepth = DepthMax, AllowTrailingCommas = true });
            reader.Read();
            reader.Skip();
            length = (int)reader.BytesConsumed;
            document = JsonDocument.Parse(
                text[..length], new JsonDocumentOptions { MaxDepth = DepthMax, AllowTrailingCommas = true, AllowDuplicateProperties = false });
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a property's name escapes half a surrogate.
            reason = fault.Message;
            return false;
        }
    }
}
