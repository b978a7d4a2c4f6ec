using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>Lessons of closed trades in JSON: results, what was expected, what came, and the words of earlier cycles, clean and bounded.</summary>
internal static class LessonText
{
    /// <summary>Most lessons of one observation that are shown.</summary>
    public const int CountMax = LessonMemory.BestMax + LessonMemory.WorstMax;

    /// <summary>Decimals of a planned result in R.</summary>
    private const int PlannedDecimals = 2;

    public static void Write(Utf8JsonWriter writer, ImmutableArray<Lesson> lessons)
    {
        writer.WriteStartArray("lessons"u8);
        foreach (var lesson in lessons.Take(CountMax))
        {
            writer.WriteStartObject();
            Facts(writer, lesson);
            writer.Words("lesson"u8, lesson.Words, Lesson.WordsLengthMax);
            writer.Choice("words_of"u8, lesson.Author);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Everything but the words.</summary>
    public static void Facts(Utf8JsonWriter writer, Lesson lesson)
    {
        writer.WriteString("symbol"u8, lesson.Symbol.Value);
        writer.Choice("side"u8, lesson.Side);
        writer.Instant("closed_at"u8, lesson.ClosedAt);
        writer.Minutes("held_minutes"u8, lesson.Held);
        writer.Number("notional"u8, lesson.Notional);
        writer.Number("net"u8, lesson.Net);
        writer.Number("net_share"u8, lesson.NetShare);
        writer.Number("net_r"u8, lesson.NetR);
        writer.WriteStartObject("expected"u8);
        writer.Words("reason"u8, lesson.Expected.Reason, Lesson.ReasonLengthMax);
        writer.Number("target_share"u8, lesson.Expected.TargetShare);
        writer.Number("stop_share"u8, lesson.Expected.StopShare);
        if (lesson.Expected.PlannedR is { } planned)
            writer.Number("r"u8, decimal.Round(planned, PlannedDecimals));
        writer.Number("confidence"u8, lesson.Expected.Confidence);
        if (lesson.Expected.Regime is { } regime)
            writer.Words("regime"u8, regime, Lesson.ReasonLengthMax);
        writer.WriteEndObject();
        writer.WriteStartObject("came"u8);
        if (lesson.Came.Exit is { } exit)
            writer.Choice("exit"u8, exit);
        writer.Words("reason"u8, lesson.Came.Reason, Lesson.ReasonLengthMax);
        writer.Number("move_share"u8, lesson.Came.MoveShare);
        writer.WriteEndObject();
    }
}
