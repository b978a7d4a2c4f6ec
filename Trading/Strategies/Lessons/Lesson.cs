using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Strategies.Lessons;

/// <summary>Who found the words of a lesson; in JSON <c>rules model</c>.</summary>
public enum LessonAuthor
{
    Rules,
    Model,
}

/// <summary>What a closed trade teaches: what was expected when it was opened, what came, and a sentence about it. Shares are fractions.</summary>
/// <param name="Trade">The account's number of the closed trade.</param>
/// <param name="Side">Buy for a long trade, sell for a short one.</param>
/// <param name="Quantity">All that was entered, in base currency.</param>
/// <param name="Notional">What it was worth at the entry, in quote currency.</param>
/// <param name="Net">Result after fees and funding, in quote currency.</param>
/// <param name="NetShare">The same as a share of the notional.</param>
/// <param name="NetR">The same in multiples of what was to be lost at the planned stop; null where no stop was planned.</param>
/// <param name="Words">Plain words on one line, at most <see cref="WordsLengthMax"/> characters.</param>
public sealed record Lesson(
    long Trade,
    Symbol Symbol,
    Side Side,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosedAt,
    decimal Quantity,
    decimal Notional,
    decimal Net,
    decimal NetShare,
    decimal? NetR,
    LessonExpectation Expected,
    LessonOutcome Came,
    string Words,
    LessonAuthor Author)
{
    public const int WordsLengthMax = 240;

    /// <summary>Characters kept of the reasons of entry and exit.</summary>
    public const int ReasonLengthMax = 160;

    /// <summary>Share of the notional that counts as one R where no stop was planned.</summary>
    private const decimal ShareOfOneR = 0.01m;

    public TimeSpan Held => ClosedAt - OpenedAt;

    /// <summary>What ranks it: the result in R; where no stop was planned, a hundredth of the notional counts as one.</summary>
    public decimal Score => NetR ?? NetShare / ShareOfOneR;
}

/// <summary>What the agent expected of a trade, as it said at the entry. Null where it did not say.</summary>
/// <param name="Reason">The justification of the decision that opened it.</param>
/// <param name="TargetShare">Distance of the planned target from the entry price, above zero.</param>
/// <param name="StopShare">Distance of the planned stop (or trailing stop) from the entry price, above zero.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Regime">The market's regime at the entry, e.g. <c>bull</c>.</param>
public sealed record LessonExpectation(string Reason, decimal? TargetShare, decimal? StopShare, decimal? Confidence, string? Regime)
{
    /// <summary>What was to be won at the target for each unit that was to be lost at the stop.</summary>
    public decimal? PlannedR => TargetShare / StopShare;
}

/// <summary>What came of a trade.</summary>
/// <param name="Exit">How it ended; null where nobody knows.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="MoveShare">Distance of exit from entry price, above zero in the trade's favour.</param>
public sealed record LessonOutcome(ExitKind? Exit, string Reason, decimal MoveShare);
