using System.Collections.Immutable;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>Lessons in disguise. They have shares and money and no prices; words of models are about the disguise as it is.</summary>
internal sealed partial class Anonymiser
{
    /// <exception cref="KeyNotFoundException">One is of a symbol that the anonymiser was not made for.</exception>
    public ImmutableArray<Lesson> Disguise(ImmutableArray<Lesson> lessons) => [.. lessons.Select(Disguise)];

    private Lesson Disguise(Lesson lesson)
    {
        var market = Of(lesson.Symbol);
        return lesson with
        {
            Symbol = market.Alias,
            OpenedAt = Moved(lesson.OpenedAt),
            ClosedAt = Moved(lesson.ClosedAt),
            Quantity = lesson.Quantity * market.QuantityFactor,
            Expected = lesson.Expected with { Reason = Renamed(lesson.Expected.Reason) },
            Came = lesson.Came with { Reason = Renamed(lesson.Came.Reason) },
            Words = Renamed(lesson.Words),
        };
    }
}
