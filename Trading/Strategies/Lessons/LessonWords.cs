using System.Globalization;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Regimes;

namespace OrleansTrader.Trading.Strategies.Lessons;

/// <summary>What rules say of a trade where no model does: how it ended, how that compares with the plan, and what stands out. No prices.</summary>
internal static class LessonWords
{
    /// <summary>A confidence from which on a loss is worth a word.</summary>
    private const decimal ConfidenceHigh = 0.75m;

    public static string Of(Lesson lesson) =>
        $"{Ending(lesson)} after {Span(lesson.Held)} at {Result(lesson)}; {Plan(lesson)}{string.Concat(Remarks(lesson).Select(static remark => $"; {remark}"))}.";

    private static string Ending(Lesson lesson) => lesson.Came.Exit switch
    {
        ExitKind.Stop => "The stop was hit",
        ExitKind.Target => "The target was reached",
        ExitKind.Trailing => "The trailing stop was hit",
        ExitKind.Time => "Its time was up",
        ExitKind.Liquidation => "It was liquidated",
        ExitKind.Manual => "It was closed by hand or by a limit",
        ExitKind.Signal => "It was closed by decision",
        _ => "It ended",
    };

    private static string Result(Lesson lesson) => lesson.NetR is { } r ? $"{R(r)} R" : $"{Percent(lesson.NetShare)} of its notional";

    private static string Plan(Lesson lesson) => lesson.Expected switch
    {
        { PlannedR: { } planned, StopShare: { } stop } => $"the plan asked for {R(planned)} R with the stop {Percent(stop)} away",
        { StopShare: { } stop } => $"the plan had a stop {Percent(stop)} away and no target",
        { TargetShare: { } target } => $"the plan asked for {Percent(target)} and had no stop",
        _ => "no exit was planned",
    };

    private static IEnumerable<string> Remarks(Lesson lesson)
    {
        if (RegimeNames.TryParse(lesson.Expected.Regime, out var regime))
        {
            var with = lesson.Side == Side.Buy ? Regime.Bull : Regime.Bear;
            yield return regime is Regime.Ranging or Regime.Volatile ? $"the market was {regime.Name()}"
                : regime == with ? "the entry went with the regime" : "the entry came against the regime";
        }

        if (lesson.Came.MoveShare > 0m && lesson.Net <= 0m)
            yield return "the price moved in its favour, fees and funding cost more";
        if (lesson.Net < 0m && lesson.Expected.Confidence >= ConfidenceHigh)
            yield return string.Create(CultureInfo.InvariantCulture, $"confidence had been {lesson.Expected.Confidence:0.00}");
    }

    private static string Span(TimeSpan held) => held switch
    {
        { TotalDays: >= 2 } => Counted((long)held.TotalDays, "day"),
        { TotalHours: >= 2 } => Counted((long)held.TotalHours, "hour"),
        { TotalMinutes: >= 2 } => Counted((long)held.TotalMinutes, "minute"),
        _ => Counted((long)held.TotalSeconds, "second"),
    };

    private static string Counted(long count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");

    private static string R(decimal value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Percent(decimal share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100m:0.00} %");
}
