using System.Text.RegularExpressions;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.Trading.Tests.Strategies.Lessons;

public sealed class LessonTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset At = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Review_longThatWasStopped_setsThePlanBesideWhatCame()
    {
        var lesson = LessonReview.Of(7, Trade(Side.Buy, 100m, 98.9m, net: -2.4m, minutes: 12), ExitKind.Stop, Entry(target: 103m, stop: 99m), "bear");

        Assert.Equal((200m, -2.4m, -0.012m, -1.2m), (lesson.Notional, lesson.Net, lesson.NetShare, lesson.NetR));
        Assert.Equal((0.03m, 0.01m, 3m), (lesson.Expected.TargetShare, lesson.Expected.StopShare, lesson.Expected.PlannedR));
        Assert.Equal((ExitKind.Stop, -0.011m, TimeSpan.FromMinutes(12)), (lesson.Came.Exit, lesson.Came.MoveShare, lesson.Held));
        Assert.Equal((0.8m, "bear", "it rises", LessonAuthor.Rules), (lesson.Expected.Confidence, lesson.Expected.Regime, lesson.Expected.Reason, lesson.Author));
        Assert.Equal(
            "The stop was hit after 12 minutes at -1.2 R; the plan asked for 3.0 R with the stop 1.00 % away; the entry came against the regime; confidence had been 0.80.",
            lesson.Words);
    }

    [Fact]
    public void Review_shortThatReachedItsTarget_countsTheOtherWayRound()
    {
        var lesson = LessonReview.Of(8, Trade(Side.Sell, 100m, 96m, net: 7.8m, minutes: 300), ExitKind.Target, Entry(target: 96m, stop: 102m), "bear");

        Assert.Equal((0.04m, 0.02m, 1.95m), (lesson.Came.MoveShare, lesson.Expected.StopShare, lesson.NetR));
        Assert.Equal(
            "The target was reached after 5 hours at 2.0 R; the plan asked for 2.0 R with the stop 2.00 % away; the entry went with the regime.", lesson.Words);
    }

    [Fact]
    public void Review_trailingStopAlone_isTheStopThatWasPlanned() =>
        Assert.Equal(0.025m, LessonReview.Of(1, Trade(Side.Buy, 100m, 101m, 1m, 1), ExitKind.Trailing, Entry(null, null, trailing: 2.5m), null).Expected.StopShare);

    [Fact]
    public void Review_nothingKnownOfTheEntry_saysSo()
    {
        var lesson = LessonReview.Of(1, Trade(Side.Buy, 100m, 100.02m, net: -0.1m, minutes: 0.5), exit: null, entry: null, regime: "");

        Assert.Null(lesson.NetR);
        Assert.Null(lesson.Expected.Regime);
        Assert.Equal(
            "It ended after 30 seconds at -0.05 % of its notional; no exit was planned; the price moved in its favour, fees and funding cost more.", lesson.Words);
    }

    [Fact]
    public void Review_planOnTheWrongSideOfTheFill_isNoPlan()
    {
        // The market fell through the stop before the entry filled.
        var lesson = LessonReview.Of(1, Trade(Side.Buy, 98m, 97m, -1m, 1), ExitKind.Signal, Entry(target: 97m, stop: 99m), null);

        Assert.Equal((null, null, null), (lesson.Expected.StopShare, lesson.Expected.TargetShare, lesson.NetR));
    }

    [Fact]
    public void Review_longReasons_areCutAndNeverInsideACharacter()
    {
        var trade = Trade(Side.Buy, 100m, 101m, 1m, 1) with { EntryReason = string.Concat(Enumerable.Repeat("😀", 300)), ExitReason = new string('x', 500) };

        var lesson = LessonReview.Of(1, trade with { EntryReason = "a" + trade.EntryReason }, ExitKind.Signal, null, null);

        Assert.InRange(lesson.Expected.Reason.Length, Lesson.ReasonLengthMax - 1, Lesson.ReasonLengthMax);
        Assert.False(char.IsHighSurrogate(lesson.Expected.Reason[^1]));
        Assert.Equal(Lesson.ReasonLengthMax, lesson.Came.Reason.Length);
    }

    [Theory]
    [MemberData(nameof(AllWays))]
    public void Words_whateverCame_areShortAndNameNoPrice(ExitKind? exit, Side side, string regime, bool hasPlan)
    {
        var entry = hasPlan ? Entry(side == Side.Buy ? 73_219m : 53_219m, side == Side.Buy ? 53_219m : 73_219m) : null;

        var words = LessonReview.Of(1, Trade(side, 63_219m, 62_718m, net: -80m, minutes: 100_000), exit, entry, regime).Words;

        Assert.InRange(words.Length, 20, Lesson.WordsLengthMax);
        Assert.DoesNotMatch(new Regex(@"\d{4}|\n", RegexOptions.None, TimeSpan.FromSeconds(1)), words);
        Assert.DoesNotContain("BTC", words, StringComparison.Ordinal);
        Assert.EndsWith(".", words, StringComparison.Ordinal);
    }

    public static TheoryData<ExitKind?, Side, string, bool> AllWays()
    {
        var ways = new TheoryData<ExitKind?, Side, string, bool>();
        foreach (var exit in Enum.GetValues<ExitKind>().Cast<ExitKind?>().Append(null))
        {
            foreach (var regime in new[] { "bull", "bear", "ranging", "volatile", "" })
            {
                ways.Add(exit, Side.Buy, regime, true);
                ways.Add(exit, Side.Sell, regime, false);
            }
        }

        return ways;
    }

    [Fact]
    public void Choose_manyLessons_takesBestAndWorstAndOfEqualOnesTheNewest()
    {
        decimal[] results = [1m, 5m, -1m, 2m, 2m, -3m, 0m, 4m, -2m, 3m, -2m, -2m];
        var lessons = results.Select((r, i) => Scored(i + 1, r)).ToArray();

        var chosen = LessonMemory.Choose(lessons);

        Assert.Equal([5m, 4m, 3m, 2m, -3m, -2m, -2m, -2m], chosen.Select(lesson => lesson.Score));
        Assert.Equal([2, 8, 10, 5, 6, 12, 11, 9], chosen.Select(lesson => lesson.Trade));
        Assert.Equal(chosen, LessonMemory.Choose(lessons.Reverse()));
    }

    [Fact]
    public void Choose_fewLessons_showsEachOnce() =>
        Assert.Equal([1L, 2L], LessonMemory.Choose([Scored(1, 0.5m), Scored(2, 0m)]).Select(lesson => lesson.Trade));

    [Fact]
    public void Score_withoutAStop_takesAHundredthOfTheNotionalForOneR()
    {
        var lesson = LessonReview.Of(1, Trade(Side.Buy, 100m, 97m, net: -6m, minutes: 1), ExitKind.Signal, null, null);

        Assert.Equal((-0.03m, -3m), (lesson.NetShare, lesson.Score));
    }

    private static Lesson Scored(int number, decimal r) =>
        LessonReview.Of(number, Trade(Side.Buy, 100m, 100m, net: r * 2m, minutes: number), ExitKind.Signal, Entry(103m, 99m), null);

    private static TradeObservation Trade(Side side, decimal entry, decimal exit, decimal net, double minutes) =>
        new(Btc, side, 2m, entry, exit, At, At.AddMinutes(minutes), net, "it rises", "stop");

    private static SymbolDecision Entry(decimal? target, decimal? stop, decimal? trailing = null) =>
        new(Btc, TradeSignal.Buy, 2m, 2m, 0.8m, new ExitPlan(target, stop, trailing), "it rises");
}
