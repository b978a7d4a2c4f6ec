using System.Collections.Immutable;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Markets;

/// <summary>The answer to one request: the parts that change only when a candle closes are built once and shared.</summary>
internal sealed class ObservationCache(ObservationRequest request, ImmutableArray<IndicatorBoard.Entry> entries, Func<Interval, CandleSeries?> series)
{
    private long _closes = -1;
    private long _version = -1;
    private ImmutableArray<CandleSlice> _candles = [];
    private ImmutableArray<IndicatorReading> _readings = [];
    private bool _isWarm;

    public ObservationRequest Request => request;

    /// <summary>The last whole observation and what it was built from.</summary>
    public SymbolObservation? Latest { get; private set; }

    public bool IsCurrent(long version) => Latest is not null && _version == version;

    public SymbolObservation Keep(SymbolObservation observation, long version)
    {
        _version = version;
        Latest = observation;
        return observation;
    }

    public void Read(long closes, out ImmutableArray<CandleSlice> candles, out ImmutableArray<IndicatorReading> readings, out bool isWarm)
    {
        if (_closes != closes)
        {
            _closes = closes;
            Rebuild();
        }

        candles = _candles;
        readings = _readings;
        isWarm = _isWarm;
    }

    private void Rebuild()
    {
        _isWarm = true;
        if (!entries.IsEmpty)
        {
            var readings = ImmutableArray.CreateBuilder<IndicatorReading>(entries.Length);
            for (var i = 0; i < entries.Length; i++)
            {
                var reading = entries[i].Read(request.Indicators[i]);
                _isWarm &= reading.IsWarm || entries[i].Interval > request.WarmsUpTo;
                readings.Add(reading);
            }

            _readings = readings.MoveToImmutable();
        }

        if (request.Candles.IsEmpty)
            return;
        var slices = ImmutableArray.CreateBuilder<CandleSlice>(request.Candles.Length);
        foreach (var window in request.Candles)
        {
            var kept = series(window.Interval)?.Last(window.Count) ?? [];
            _isWarm &= kept.Length >= window.Count || window.Interval > request.WarmsUpTo;
            slices.Add(new CandleSlice(window.Interval, kept));
        }

        _candles = slices.MoveToImmutable();
    }
}
