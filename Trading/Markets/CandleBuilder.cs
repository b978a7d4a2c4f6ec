using System.Collections.Immutable;

namespace OrleansTrader.Trading.Markets;

/// <summary>Takes closed candles as they come about.</summary>
public interface ICandleSink
{
    void OnClosed(Interval interval, in Candle candle);
}

/// <summary>What the prices of candles are made of.</summary>
public enum CandleSource
{
    /// <summary>Mid prices; tape trades add volume only.</summary>
    Quotes,

    /// <summary>Tape trades; quotes leave candles alone.</summary>
    Trades,
}

/// <summary>
/// Builds candles of a base interval from quotes, trades or finished candles, and every coarser interval from those.
/// </summary>
/// <remarks>
/// <para>High and low from quotes are <c>(highest bid + highest ask) / 2</c> and <c>(lowest bid + lowest ask) / 2</c> of the interval:
/// the mid's own extremes where the spread is constant, at most half its variation outside them otherwise, and the same however the
/// quotes of an interval were coalesced.</para>
/// <para>Intervals without a price: up to <see cref="FilledIntervalsMax"/> in a row get a flat candle at the last close with volume 0 and
/// are counted as filled; a longer gap is left out whole and counted as missing. A coarser candle is the fold of the base candles known
/// within it, and is counted as partial where some are missing.</para>
/// </remarks>
public sealed class CandleBuilder
{
    /// <summary>Longest gap that is filled with flat candles, in base intervals.</summary>
    public const int FilledIntervalsMax = 5;

    private readonly ICandleSink _sink;
    private readonly DataQualityCounters _counters;
    private readonly CandleFold[] _folds;
    private readonly long _length;
    private readonly bool _usesTrades;

    private bool _isOpen;
    private long _start;
    private long _end;
    private decimal _open;
    private decimal _highBid;
    private decimal _highAsk;
    private decimal _lowBid;
    private decimal _lowAsk;
    private decimal _lastBid;
    private decimal _lastAsk;
    private decimal _volume;
    private long _lastClosedStart = long.MinValue;
    private decimal _lastClose;

    public CandleBuilder(Interval baseInterval, CandleSource source, ICandleSink sink, DataQualityCounters counters)
    {
        _sink = sink;
        _counters = counters;
        _usesTrades = source == CandleSource.Trades;
        BaseInterval = baseInterval;
        _length = (long)baseInterval * TimeSpan.TicksPerMinute;
        Available = baseInterval.Multiples();
        _folds = [.. Available.Where(i => i != baseInterval).Select(i => new CandleFold(i, (int)i / (int)baseInterval))];
    }

    /// <summary>The finest interval.</summary>
    public Interval BaseInterval { get; }

    /// <summary>The base interval and every one that is a multiple of it, ascending.</summary>
    public ImmutableArray<Interval> Available { get; }

    /// <summary>Takes a quote whose prices are checked and whose time is not before the last one's.</summary>
    public void Add(Quote quote)
    {
        if (_usesTrades)
            return;
        var at = quote.At.UtcTicks;
        if (!_isOpen || at >= _end)
        {
            if (!Begin(at))
            {
                _counters.LateQuotes++;
                return;
            }

            _open = quote.Mid;
            (_highBid, _highAsk, _lowBid, _lowAsk) = (quote.HighBid, quote.HighAsk, quote.LowBid, quote.LowAsk);
        }
        else
        {
            if (at < _start)
            {
                _counters.LateQuotes++;
                return;
            }

            if (quote.HighBid > _highBid)
                _highBid = quote.HighBid;
            if (quote.HighAsk > _highAsk)
                _highAsk = quote.HighAsk;
            if (quote.LowBid < _lowBid)
                _lowBid = quote.LowBid;
            if (quote.LowAsk < _lowAsk)
                _lowAsk = quote.LowAsk;
        }

        _lastBid = quote.Bid;
        _lastAsk = quote.Ask;
        _volume += quote.Volume;
    }

    /// <summary>Takes a trade whose price and quantity are positive; false where its candle is closed already.</summary>
    public bool Add(DateTimeOffset time, decimal price, decimal quantity)
    {
        var at = time.UtcTicks;
        if (!_usesTrades)
        {
            // Before the first quote of an interval there is no price to put the volume to: it waits for that quote.
            Advance(time);
            _volume += quantity;
            return true;
        }

        if (!_isOpen || at >= _end)
        {
            if (!Begin(at))
                return false;
            _open = price;
            (_highBid, _highAsk, _lowBid, _lowAsk) = (price, price, price, price);
        }
        else if (at < _start)
        {
            return false;
        }

        _highBid = _highAsk = Math.Max(_highBid, price);
        _lowBid = _lowAsk = Math.Min(_lowBid, price);
        _lastBid = _lastAsk = price;
        _volume += quantity;
        return true;
    }

    /// <summary>
    /// Takes a finished, repaired candle of the base interval. It replaces the unfinished candle of the same start; older ones are
    /// rejected and counted.
    /// </summary>
    public bool Add(in Candle candle)
    {
        var start = candle.Start.UtcTicks;
        if (start <= _lastClosedStart)
        {
            if (start == _lastClosedStart)
                _counters.DuplicateCandles++;
            else
                _counters.OutOfOrderCandles++;
            return false;
        }

        if (_isOpen && start < _start)
        {
            _counters.OutOfOrderCandles++;
            return false;
        }

        if (_isOpen && start == _start)
            Abandon();
        else if (_isOpen)
            CloseOpen();
        Fill(start);
        Close(candle);
        return true;
    }

    /// <summary>Closes the unfinished candle if <paramref name="at"/> is at or beyond its end.</summary>
    public void Advance(DateTimeOffset at)
    {
        if (_isOpen && at.UtcTicks >= _end)
            CloseOpen();
    }

    /// <summary>The candle of that interval so far; null where none has begun.</summary>
    public Candle? Unfinished(Interval interval)
    {
        var current = _isOpen ? Current() : (Candle?)null;
        if (interval == BaseInterval)
            return current;
        foreach (var fold in _folds)
        {
            if (fold.Interval == interval)
                return fold.With(current);
        }

        return null;
    }

    private bool Begin(long at)
    {
        var start = at - (at % _length);
        if (_isOpen)
            CloseOpen();
        if (start <= _lastClosedStart)
            return false;
        Fill(start);
        _isOpen = true;
        _start = start;
        _end = start + _length;
        return true;
    }

    private void Abandon()
    {
        _isOpen = false;
        _volume = 0m;
    }

    private void CloseOpen()
    {
        var candle = Current();
        Abandon();
        Close(candle);
    }

    private Candle Current() => new(
        new DateTimeOffset(_start, TimeSpan.Zero),
        _open,
        (_highBid + _highAsk) / 2m,
        (_lowBid + _lowAsk) / 2m,
        (_lastBid + _lastAsk) / 2m,
        _volume);

    private void Fill(long nextStart)
    {
        if (_lastClosedStart == long.MinValue)
            return;
        var missing = ((nextStart - _lastClosedStart) / _length) - 1;
        if (missing <= 0)
            return;
        if (missing > FilledIntervalsMax)
        {
            _counters.MissingIntervals += missing;
            foreach (var fold in _folds)
                fold.CloseBefore(nextStart, _sink, _counters);
            return;
        }

        _counters.FilledIntervals += missing;
        for (var i = 0; i < missing; i++)
        {
            var start = new DateTimeOffset(_lastClosedStart + _length, TimeSpan.Zero);
            Close(new Candle(start, _lastClose, _lastClose, _lastClose, _lastClose, 0m));
        }
    }

    private void Close(in Candle candle)
    {
        _lastClosedStart = candle.Start.UtcTicks;
        _lastClose = candle.Close;
        _sink.OnClosed(BaseInterval, candle);
        foreach (var fold in _folds)
            fold.Add(candle, _lastClosedStart + _length, _sink, _counters);
    }
}
