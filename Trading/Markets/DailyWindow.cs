namespace OrleansTrader.Trading.Markets;

/// <summary>Volume and price change over the last 24 hours of closed base candles.</summary>
internal sealed class DailyWindow(CandleSeries series, Interval baseInterval)
{
    private long _first;
    private decimal? _closeDayAgo;

    /// <summary>Base volume of the candles within the window.</summary>
    public decimal Volume { get; private set; }

    /// <summary>Called after the series took the candle.</summary>
    public void OnClosed(in Candle candle)
    {
        Volume += candle.Volume;
        var from = candle.Start + baseInterval.Length() - TimeSpan.FromDays(1);
        while (_first < series.Total)
        {
            var back = series.Total - 1 - _first;
            if (back >= series.Count)
                throw new InvalidOperationException("the series keeps fewer candles than a day has");
            ref readonly var oldest = ref series.FromNewest((int)back);
            if (oldest.Start >= from)
                break;
            Volume -= oldest.Volume;
            _closeDayAgo = oldest.Close;
            _first++;
        }
    }

    /// <summary>Share by which the price moved since the close of a day ago; null while that is unknown.</summary>
    public double? Change(decimal price) => _closeDayAgo is { } old ? (double)((price - old) / old) : null;
}
