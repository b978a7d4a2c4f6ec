using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Strategies.Lessons;

/// <summary>Looks back at a closed trade: sets what was planned beside what came.</summary>
public static class LessonReview
{
    /// <summary>Decimals of shares and of R: a hundredth of a basis point.</summary>
    private const int Decimals = 6;

    /// <summary>The lesson of a trade in the rules' words; a model may find better ones.</summary>
    /// <param name="number">The account's number of the trade.</param>
    /// <param name="exit">How it ended; null where nobody knows.</param>
    /// <param name="entry">The decision that opened it; null where it is not kept.</param>
    /// <param name="regime">The market's regime at the entry; null or empty where nobody knows.</param>
    public static Lesson Of(long number, TradeObservation trade, ExitKind? exit, SymbolDecision? entry, string? regime)
    {
        var notional = trade.Quantity * trade.EntryPrice;
        var netShare = Share(trade.RealisedPnl, notional);
        var expected = Expected(trade, entry, regime);
        var netR = expected.StopShare is { } stop ? decimal.Round(netShare / stop, Decimals) : (decimal?)null;
        var came = new LessonOutcome(exit, Cut(trade.ExitReason, Lesson.ReasonLengthMax), Toward(trade, trade.ExitPrice));
        var lesson = new Lesson(
            number, trade.Symbol, trade.Side, trade.OpenedAt, trade.ClosedAt, trade.Quantity, notional, trade.RealisedPnl, netShare, netR, expected, came,
            string.Empty, LessonAuthor.Rules);
        return lesson with { Words = Cut(LessonWords.Of(lesson), Lesson.WordsLengthMax) };
    }

    private static LessonExpectation Expected(TradeObservation trade, SymbolDecision? entry, string? regime)
    {
        var plan = entry?.ExitPlan;
        var target = plan?.ProfitTarget is { } wanted ? Toward(trade, wanted) : 0m;
        var stop = plan?.StopLoss is { } risked ? -Toward(trade, risked) : Share(plan?.TrailingOffset ?? 0m, trade.EntryPrice);

        // A price on the wrong side of the fill was no plan for this trade any more.
        return new LessonExpectation(
            Cut(trade.EntryReason, Lesson.ReasonLengthMax), target > 0m ? target : null, stop > 0m ? stop : null, entry?.Confidence,
            string.IsNullOrEmpty(regime) ? null : regime);
    }

    private static decimal Toward(TradeObservation trade, decimal price) => Share((price - trade.EntryPrice) * trade.Side.Sign(), trade.EntryPrice);

    private static decimal Share(decimal part, decimal whole) => whole == 0m ? 0m : decimal.Round(part / whole, Decimals);

    /// <summary>A text, cut to a length; never inside a surrogate pair.</summary>
    public static string Cut(string text, int lengthMax) => text.Length <= lengthMax
        ? text
        : char.IsHighSurrogate(text[lengthMax - 1]) ? text[..(lengthMax - 1)] : text[..lengthMax];
}
