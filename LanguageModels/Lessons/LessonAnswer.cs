using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.LanguageModels.Lessons;

/// <summary>Reads what a model found. Only words come in, and only for trades that were asked about; where there are none the rules' words stay.</summary>
internal static class LessonAnswer
{
    private const string List = "lessons";

    public static ImmutableArray<Lesson> Read(string answer, ImmutableArray<Lesson> reviews)
    {
        if (!AnswerJson.TryFind(answer, List, out var document, out _))
            return reviews;
        using (document)
        {
            var found = WordsOf(document.RootElement.GetProperty(List));
            return
            [
                .. reviews.Select(review => found.TryGetValue(review.Trade, out var words)
                    ? review with { Words = words, Author = LessonAuthor.Model }
                    : review),
            ];
        }
    }

    // Of two sentences about one trade the first counts.
    private static Dictionary<long, string> WordsOf(JsonElement list)
    {
        var found = new Dictionary<long, string>();
        foreach (var entry in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
        {
            if (entry.ValueKind == JsonValueKind.Object
                && entry.TryGetProperty("trade", out var trade) && trade.ValueKind == JsonValueKind.Number && trade.TryGetInt64(out var number)
                && entry.TryGetProperty("lesson", out var lesson) && lesson.ValueKind == JsonValueKind.String
                && OutsideText.Clean(JsonTexts.TextOf(lesson), Lesson.WordsLengthMax).Trim() is { Length: > 0 } words)
            {
                found.TryAdd(number, words);
            }
        }

        return found;
    }
}
