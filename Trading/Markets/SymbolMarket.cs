using System.Collections.Immutable;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Regimes;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Markets;

/// <summary>
/// Everything known of one symbol's market: last quote, book top, candles of every interval, the indicators that somebody asked for,
/// funding, open interest, regime, and how good the data is. One writer. Time comes with the events.
/// </summary>
public sealed class SymbolMarket : ICandleSink
{
    /// <summary>Most different requests whose answers are kept; beyond it the cache starts anew.</summary>
    public const int RequestsMax = 1_024;

    private readonly MarketOptions _options;
    private readonly DataQualityCounters _counters = new();
    private readonly CandleBuilder _builder;
    private readonly CandleSeries?[] _series = new CandleSeries?[Intervals.All.Length];
    private readonly IndicatorBoard _indicators = new();
    private readonly DailyWindow _day;
    private readonly FundingClock _funding;
    private readonly RegimeDetector _regime;
    private readonly Interval _regimeInterval;
    private readonly TimeSpan _silentAfter;
    private readonly Dictionary<ObservationRequest, ObservationCache> _answers = [];
    private ObservationCache? _lastAnswer;
    private FeedStale? _stale;
    private long _lastTradeSequence = long.MinValue;
    private long _version;
    private long _closes;

    public SymbolMarket(Instrument instrument, MarketOptions? options = null)
    {
        _options = options ?? new MarketOptions();
        Instrument = instrument;
        _builder = new CandleBuilder(_options.BaseInterval, _options.CandleSource, this, _counters);
        var candlesPerDay = (int)(TimeSpan.FromDays(1) / _options.BaseInterval.Length());
        foreach (var interval in _builder.Available)
        {
            var capacity = interval == _options.BaseInterval ? Math.Max(_options.BaseCandlesMax, candlesPerDay + 2) : _options.CoarserCandlesMax;
            _series[Intervals.All.IndexOf(interval)] = new CandleSeries(interval, capacity);
        }

        _day = new DailyWindow(Series(_options.BaseInterval)!, _options.BaseInterval);
        _funding = new FundingClock(instrument.Symbol, instrument.Funding, _options.BaseInterval);
        _regimeInterval = RegimeDetector.IntervalFor(_builder.Available);
        _regime = new RegimeDetector(_regimeInterval);
        _silentAfter = TimeSpan.FromTicks(Math.Max(_options.SilentAfter.Ticks, _options.BaseInterval.Length().Ticks));
    }

    public Instrument Instrument { get; }

    /// <summary>The last accepted quote.</summary>
    public Quote? LastQuote { get; private set; }

    /// <summary>The last book, where the feed has one.</summary>
    public Book? Book { get; private set; }

    public OpenInterest? OpenInterest { get; private set; }

    public FundingRate? LastFunding => _funding.Last;

    /// <summary>Null until enough candles are known.</summary>
    public RegimeReading? Regime => _regime.Reading;

    /// <summary>Intervals that candles exist of, ascending.</summary>
    public ImmutableArray<Interval> Available => _builder.Available;

    /// <summary>Base volume of the last 24 hours of closed candles.</summary>
    public decimal Volume24h => _day.Volume;

    /// <summary>Share by which the mid moved in 24 hours; null while that is unknown.</summary>
    public double? Change24h => LastQuote is { } quote ? _day.Change(quote.Mid) : null;

    public DataQuality Quality => _counters.Snapshot();

    /// <summary>Closed candles; null for an interval finer than the feed's.</summary>
    public CandleSeries? Series(Interval interval) => _series[Intervals.All.IndexOf(interval)];

    /// <summary>The candle so far; null where none has begun.</summary>
    public Candle? Unfinished(Interval interval) => _builder.Unfinished(interval);

    /// <summary>Takes any event of this symbol.</summary>
    /// <returns>Whether it was accepted; a rejected one is counted in <see cref="Quality"/> and must not move anything else either.</returns>
    public bool On(MarketEvent happened) => happened switch
    {
        Quote quote => OnQuote(quote),
        MarketTrade trade => OnTrade(trade),
        Book book => OnBook(book),
        HistoryCandle history => OnHistory(history.Interval, history.Candle),
        FundingRate rate => OnFunding(rate),
        FundingEstimate estimate => OnEstimate(estimate),
        OpenInterest interest => OnOpenInterest(interest),
        FeedStale stale => OnStale(stale),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "unknown kind of market event"),
    };

    /// <summary>
    /// Takes a quote. Rejected: prices of zero or less, bid above ask, a sequence told before, a time before the last quote's. Extremes
    /// that do not contain the quote are widened. After the feed was stale the sequence may begin anew.
    /// </summary>
    public bool OnQuote(Quote quote)
    {
        if (QuoteRules.Check(ref quote, LastQuote, _stale is not null, _counters) is false)
            return false;
        LastQuote = quote;
        _stale = null;
        _version++;
        _counters.QuotesAccepted++;
        _builder.Add(quote);
        return true;
    }

    /// <summary>Takes a tape trade: volume, and prices where candles are made of trades.</summary>
    public bool OnTrade(MarketTrade trade)
    {
        if (trade.Price <= 0m || trade.Quantity <= 0m)
        {
            _counters.InvalidTrades++;
            return false;
        }

        if (trade.Sequence <= _lastTradeSequence && _stale is null)
        {
            _counters.DuplicateTrades++;
            return false;
        }

        _lastTradeSequence = trade.Sequence;
        if (!_builder.Add(trade.At, trade.Price, trade.Quantity))
        {
            _counters.LateTrades++;
            return false;
        }

        _counters.TradesAccepted++;
        return true;
    }

    public bool OnBook(Book book)
    {
        Book = book;
        _version++;
        return true;
    }

    /// <summary>
    /// Takes a finished candle of history. Those of the base interval go the way of all candles; coarser ones fill their own series where
    /// it knows nothing yet, so that long windows need no history of minutes. Load coarser intervals first.
    /// </summary>
    public bool OnHistory(Interval interval, Candle candle)
    {
        if (Series(interval) is not { } series || !CandleRepair.TryRepair(ref candle, interval, _counters))
            return false;
        var isTaken = interval == _options.BaseInterval ? _builder.Add(candle) : TryAppend(series, candle);
        if (isTaken)
            _counters.CandlesAccepted++;
        return isTaken;
    }

    public bool OnFunding(FundingRate rate)
    {
        if (!_funding.OnRate(rate))
        {
            _counters.DuplicateFundings++;
            return false;
        }

        _version++;
        return true;
    }

    public bool OnEstimate(FundingEstimate estimate)
    {
        _funding.OnEstimate(estimate);
        _version++;
        return true;
    }

    public bool OnOpenInterest(OpenInterest interest)
    {
        OpenInterest = interest;
        _version++;
        return true;
    }

    public bool OnStale(FeedStale stale)
    {
        if (_stale is null)
            _counters.StaleSpells++;
        _stale = stale;
        _version++;
        return true;
    }

    /// <summary>Closes candles whose time is over; call it when time passes without quotes, and before observing.</summary>
    public void Advance(DateTimeOffset at) => _builder.Advance(at);

    /// <summary>
    /// The next funding timestamp that has come and whose rate is not the venue's but fixed or a heuristic; at its own rate and mark, oldest
    /// first.
    /// </summary>
    public bool TryTakeFunding(out FundingRate due) => _funding.TryTake(out due);

    /// <summary>Why prices cannot be relied upon at that instant; null while they can.</summary>
    public StaleReason? Staleness(DateTimeOffset at) =>
        _stale?.Reason ?? (LastQuote is not { } quote || at - quote.At > _silentAfter ? StaleReason.Silent : null);

    /// <summary>What of the request this symbol can never answer: no indicators, or candles finer than the feed's.</summary>
    public ImmutableArray<FieldError> Refuse(ObservationRequest request) => ObservationRules.Refuse(request, Available);

    /// <summary>The market as the request wants to see it; null before the first quote.</summary>
    /// <remarks>Candles and readings are shared until the next close, the whole answer until anything changes.</remarks>
    /// <exception cref="FormatException">An indicator of the request does not exist: see <see cref="Refuse"/>.</exception>
    /// <exception cref="InvalidOperationException">The symbol computes as many indicators as it may.</exception>
    public SymbolObservation? Observe(ObservationRequest request, DateTimeOffset at)
    {
        Advance(at);
        if (LastQuote is not { } quote)
            return null;
        var answer = Answer(request);
        var stale = Staleness(at);
        if (answer.IsCurrent(_version) && answer.Latest!.StaleReason == stale)
            return answer.Latest;
        answer.Read(_closes, out var candles, out var readings, out var isWarm);
        var observation = new SymbolObservation(
            Instrument, quote.At, quote.Bid, quote.Ask, quote.Mark, _day.Volume, Change24h, _funding.Observe(at), OpenInterest?.Quantity,
            request.IncludesBook ? Book : null, candles, readings, Regime, isWarm, stale);
        return answer.Keep(observation, _version);
    }

    /// <summary>One indicator after the last closed candle.</summary>
    /// <exception cref="FormatException">There is no such indicator.</exception>
    public IndicatorReading Indicator(string text) => _indicators.Get(text, _series).Read(text);

    /// <summary>One indicator as if the unfinished candle closed now; the last closed reading where no candle has begun.</summary>
    /// <exception cref="FormatException">There is no such indicator.</exception>
    public IndicatorReading ProvisionalIndicator(string text)
    {
        var entry = _indicators.Get(text, _series);
        return Unfinished(entry.Interval) is { } unfinished ? entry.Provisional(text, unfinished) : entry.Read(text);
    }

    /// <summary>
    /// The indicator along the candles kept, oldest first, for a chart: one row an output, each as long as the newest <paramref name="count"/>
    /// candles of its interval; NaN where it has no value.
    /// </summary>
    /// <exception cref="FormatException">There is no such indicator.</exception>
    public ImmutableArray<ImmutableArray<double>> IndicatorHistory(string text, int count)
    {
        var spec = IndicatorSpec.Parse(text);
        var indicator = IndicatorCatalog.Create(spec);
        var series = Series(spec.Interval);
        var kept = series?.Count ?? 0;
        var first = Math.Max(0, kept - count);
        var rows = new ImmutableArray<double>.Builder[indicator.Outputs.Length];
        for (var output = 0; output < rows.Length; output++)
            rows[output] = ImmutableArray.CreateBuilder<double>(kept - first);
        for (var i = 0; i < kept; i++)
        {
            indicator.Update(series!.FromNewest(kept - 1 - i).ToBar());
            for (var output = 0; i >= first && output < rows.Length; output++)
                rows[output].Add(indicator[output]);
        }

        return [.. rows.Select(static row => row.ToImmutable())];
    }

    void ICandleSink.OnClosed(Interval interval, in Candle candle)
    {
        var series = Series(interval)!;
        if (series.Count > 0 && candle.Start <= series.FromNewest(0).Start)
            return; // A coarser candle that history gave already.
        Append(series, candle);
        if (interval != _options.BaseInterval)
            return;
        _day.OnClosed(candle);
        _funding.OnClosed(candle, isDue: LastQuote is not null);
    }

    private bool TryAppend(CandleSeries series, in Candle candle)
    {
        if (series.Count > 0 && candle.Start <= series.FromNewest(0).Start)
        {
            if (candle.Start == series.FromNewest(0).Start)
                _counters.DuplicateCandles++;
            else
                _counters.OutOfOrderCandles++;
            return false;
        }

        Append(series, candle);
        return true;
    }

    private void Append(CandleSeries series, in Candle candle)
    {
        series.Add(candle);
        var bar = candle.ToBar();
        _indicators.OnClosed(series.Interval, bar);
        if (series.Interval == _regimeInterval)
            _regime.Update(bar);
        _closes++;
        _version++;
    }

    private ObservationCache Answer(ObservationRequest request)
    {
        if (_lastAnswer is { } last && ReferenceEquals(last.Request, request))
            return last;
        if (!_answers.TryGetValue(request, out var answer))
        {
            if (_answers.Count == RequestsMax)
                _answers.Clear();
            var entries = ImmutableArray.CreateBuilder<IndicatorBoard.Entry>(request.Indicators.Length);
            foreach (var text in request.Indicators)
                entries.Add(_indicators.Get(text, _series));
            answer = new ObservationCache(request, entries.MoveToImmutable(), Series);
            _answers[request] = answer;
        }

        _lastAnswer = answer;
        return answer;
    }
}
