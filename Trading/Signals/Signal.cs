using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Signals;

/// <summary>What a signal wants of its symbol; in JSON <c>long short close</c>.</summary>
public enum SignalDirection
{
    Long,
    Short,

    /// <summary>Be flat.</summary>
    Close,
}

/// <summary>Where a signal came from.</summary>
public enum SignalOrigin
{
    /// <summary>An alert from outside.</summary>
    Webhook,

    /// <summary>A rule's crossing, seen by the service itself.</summary>
    Crossing,

    /// <summary>The symbol's regime changed.</summary>
    RegimeChange,

    /// <summary>The price left its channel.</summary>
    Breakout,
}

/// <summary>A wish to trade, as its source told it: checked for form, nothing else. Prices in quote currency, as they came, on no tick.</summary>
/// <param name="Source">The source's name within its tenant.</param>
/// <param name="At">When it arose, by the source's clock.</param>
/// <param name="ReceivedAt">When the service received it.</param>
public sealed record Signal(string Source, Symbol Symbol, SignalDirection Direction, DateTimeOffset At, DateTimeOffset ReceivedAt)
{
    /// <summary>Longest <see cref="Label"/> and <see cref="Strategy"/>, in characters.</summary>
    public const int LabelLengthMax = 80;

    /// <summary>Longest <see cref="Note"/>, in characters.</summary>
    public const int NoteLengthMax = 400;

    public SignalOrigin Origin { get; init; }

    /// <summary>The price at which the source would enter; null for the market's.</summary>
    public decimal? Entry { get; init; }

    /// <summary>Null for the source's default exits.</summary>
    public decimal? StopLoss { get; init; }

    /// <summary>Null for the source's default exits.</summary>
    public decimal? Target { get; init; }

    /// <summary>0 to 1; null for the source's default.</summary>
    public decimal? Confidence { get; init; }

    /// <summary>Interval of the chart that it arose on; null where the source did not say.</summary>
    public Interval? Timeframe { get; init; }

    /// <summary>The source's word for it, e.g. <c>GREEN_CIRCLE</c>; empty where it has none.</summary>
    public string Label { get; init; } = string.Empty;

    /// <summary>The strategy that the source names; null where it names none.</summary>
    public string? Strategy { get; init; }

    /// <summary>Plain words for people; empty where there are none.</summary>
    public string Note { get; init; } = string.Empty;
}
