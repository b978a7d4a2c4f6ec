using System.Text.Json;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>Texts of JSON from outside, whose escapes may name half a surrogate: JSON allows that, .NET has no string for it.</summary>
internal static class JsonTexts
{
    /// <summary>Stands for a text that is no text.</summary>
    public const string Unreadable = "\uFFFD";

    public static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return Unreadable;
        }
    }

    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Unreadable;
        }
    }
}
