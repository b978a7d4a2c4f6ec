using System.Collections.Immutable;

namespace OrleansTrader.Trading.Strategies.Lessons;

/// <summary>The few lessons that return to the prompt.</summary>
public static class LessonMemory
{
    /// <summary>Most lessons of trades that won.</summary>
    public const int BestMax = 4;

    /// <summary>Most lessons of trades that did not.</summary>
    public const int WorstMax = 4;

    /// <summary>The best, the highest score first, then the worst, the lowest first; of equal ones the newest.</summary>
    public static ImmutableArray<Lesson> Choose(IEnumerable<Lesson> lessons)
    {
        var newestFirst = lessons.OrderByDescending(static lesson => lesson.ClosedAt).ThenByDescending(static lesson => lesson.Trade).ToArray();
        return
        [
            .. newestFirst.Where(static lesson => lesson.Score > 0m).OrderByDescending(static lesson => lesson.Score).Take(BestMax),
            .. newestFirst.Where(static lesson => lesson.Score <= 0m).OrderBy(static lesson => lesson.Score).Take(WorstMax),
        ];
    }
}
