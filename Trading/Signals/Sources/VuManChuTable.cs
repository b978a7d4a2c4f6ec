using System.Collections.Immutable;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>
/// What the marks of VuManChu Cipher B mean, as a start: a user may change every line. The indicator's own conditions are: circles, the two waves of
/// WaveTrend crossing oversold (green) or overbought (red); gold, such a cross from below −80 with an RSI under 20 after a bullish divergence; little
/// circles, any cross; the purple triangle, a cross with a divergence on either side; flags, a cross against the money flow's side with the higher
/// timeframe's VWAP; diamonds, a cross with the higher timeframe's candle. Marks that stand for both sides leave the direction to the alert.
/// </summary>
public static class VuManChuTable
{
    public static ImmutableArray<LabelRule> Default { get; } =
    [
        new("GREEN_CIRCLE", SignalDirection.Long, 0.7m),
        new("RED_CIRCLE", SignalDirection.Short, 0.7m),
        new("GOLD_CIRCLE", SignalDirection.Long, 0.85m),
        new("PURPLE_TRIANGLE", Direction: null, 0.65m),
        new("LITTLE_CIRCLE", Direction: null, 0.5m),
        new("BULL_FLAG", SignalDirection.Long, 0.75m),
        new("BEAR_FLAG", SignalDirection.Short, 0.75m),
        new("BULL_DIAMOND", SignalDirection.Long, 0.75m),
        new("BEAR_DIAMOND", SignalDirection.Short, 0.75m),
    ];
}
