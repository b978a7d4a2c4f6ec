using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Replay;

/// <summary>Candles of a tape up to where the replay stands.</summary>
internal static class ReplayHistory
{
    /// <summary>Finished candles of mid prices; none of an interval shorter than the bars.</summary>
    public static ImmutableArray<Candle> Candles(
        ReplayTape tape, TimeSpan barLength, Interval interval, DateTimeOffset from, DateTimeOffset to, DateTimeOffset position)
    {
        if (interval.Length() < barLength)
            return [];
        var candles = ImmutableArray.CreateBuilder<Candle>();
        for (var i = 0; i < tape.Bars.Length && tape.Bars[i].StartTicks < position.UtcTicks; i++)
        {
            var bar = tape.CandleOf(i);
            var start = interval.Floor(bar.Start);
            if (start < from || start >= to || start + interval.Length() > position)
                continue;
            if (candles.Count > 0 && candles[^1].Start == start)
            {
                var last = candles[^1];
                candles[^1] = last with
                {
                    High = Math.Max(last.High, bar.High),
                    Low = Math.Min(last.Low, bar.Low),
                    Close = bar.Close,
                    Volume = last.Volume + bar.Volume,
                };
            }
            else
            {
                candles.Add(bar with { Start = start });
            }
        }

        return candles.ToImmutable();
    }
}
