using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>
/// Sections from other parts in the observation's JSON. JSON sections stand in it, read and written anew, so that nothing but values comes
/// through; of a text section stands its hash, and its words stand quoted beside the observation.
/// </summary>
internal static class SectionText
{
    private const int DepthMax = 8;

    public static void Write(Utf8JsonWriter writer, ImmutableArray<ObservationSection> sections)
    {
        writer.WriteStartArray("sections"u8);
        for (var i = 0; i < Math.Min(sections.Length, ObservationSection.CountMax); i++)
            Write(writer, sections[i]);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ObservationSection section)
    {
        writer.WriteStartObject();
        writer.Words("name"u8, section.Name, ObservationSection.NameLengthMax);
        writer.Words("source"u8, section.Source, ObservationSection.SourceLengthMax);
        writer.Instant("at"u8, section.At);
        if (section.Form == SectionForm.Text)
            writer.WriteString("text_sha256"u8, ObservationText.Hash(section.Content));
        else if (TryRead(section.Content, out var content))
            using (content)
                Write(writer, "content"u8, content.RootElement);
        else
            writer.WriteString("left_out"u8, "not JSON, nested too deeply, or too long"u8);
        writer.WriteEndObject();
    }

    private static bool TryRead(string text, out JsonDocument content)
    {
        content = null!;
        if (text.Length > ObservationSection.ContentLengthMax)
            return false;
        try
        {
            content = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DepthMax, AllowDuplicateProperties = false });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement value)
    {
        writer.WritePropertyName(name);
        Write(writer, value);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(OutsideText.Clean(JsonTexts.NameOf(property), ObservationSection.NameLengthMax));
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when value.TryGetDecimal(out var number):
                writer.Number(number);
                break;
            case JsonValueKind.Number:
                writer.Number(value.TryGetDouble(out var real) ? real : double.NaN);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(OutsideText.Clean(JsonTexts.TextOf(value), ObservationText.WordsLengthMax));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
