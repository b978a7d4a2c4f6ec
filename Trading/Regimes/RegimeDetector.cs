using System.Collections.Immutable;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Regimes;

/// <summary>Tells the regime after each closed bar, by rules, with hysteresis so that it does not flap.</summary>
/// <remarks>
/// <para>Measures: <c>efficiency</c> = |close − close of 48 bars ago| / sum of |bar-to-bar changes| over them (Kaufman; 1 is a straight line, a
/// random walk is near 0.12); EMA 12 and EMA 48 of closes and the latter's change over 6 bars; <c>surge</c> = root mean square return of the
/// last 12 bars over that of the last 288, and the share of the last 288 such short values that lie below the present one.</para>
/// <para>Volatile: surge ≥ 2 and above 95 % of the day's values; it ends below 1.5. Bull (bear): efficiency ≥ 0.25 upwards (downwards) and at
/// least two of: EMA 12 above EMA 48, EMA 48 rising, close above EMA 48; it ends where efficiency falls below 0.12 or fewer than two agree.
/// Ranging: otherwise. A change needs <see cref="BarsToChange"/> bars in a row that ask for the same new regime.</para>
/// <para>Strength: bull and bear (efficiency − 0.12) / 0.48, volatile (surge − 1) / 3, ranging 1 − efficiency / 0.25; all cut to 0..1.
/// Confidence: the share of four rules that agree with the regime, taken down by a sixth a bar that asks for another.</para>
/// </remarks>
public sealed class RegimeDetector
{
    /// <summary>Bars until there is a reading.</summary>
    public const int WarmUpBars = 96;

    /// <summary>Bars in a row that must ask for a new regime.</summary>
    public const int BarsToChange = 3;

    private const int TrendBars = 48;
    private const int SlopeBars = 6;
    private const int ShortBars = 12;
    private const int LongBars = 288;
    private const double TrendBegins = 0.25;
    private const double TrendEnds = 0.12;
    private const double SurgeBegins = 2.0;
    private const double SurgeEnds = 1.5;
    private const double SurgeRank = 0.95;

    private readonly TimeSpan _length;
    private readonly double[] _closes = new double[TrendBars + 1];
    private readonly double[] _slow = new double[SlopeBars + 1];
    private readonly double[] _squares = new double[LongBars];
    private readonly double[] _shorts = new double[LongBars];
    private readonly Indicator _fastAverage;
    private readonly Indicator _slowAverage;
    private long _bars;
    private Regime _candidate;
    private int _pending;

    public RegimeDetector(Interval interval)
    {
        _length = interval.Length();
        _fastAverage = IndicatorCatalog.Create(IndicatorSpec.Create("ema", interval, 12));
        _slowAverage = IndicatorCatalog.Create(IndicatorSpec.Create("ema", interval, TrendBars));
    }

    /// <summary>Null before <see cref="WarmUpBars"/> bars.</summary>
    public RegimeReading? Reading { get; private set; }

    /// <summary>The interval that regimes are told on: 5m, or the feed's finest where that is coarser.</summary>
    public static Interval IntervalFor(ImmutableArray<Interval> available) =>
        available.Contains(Interval.FiveMinutes) ? Interval.FiveMinutes : available[0];

    public void Update(in Bar bar)
    {
        if (!double.IsFinite(bar.Close) || bar.Close <= 0)
            return;
        _fastAverage.Update(bar);
        _slowAverage.Update(bar);
        var change = _bars == 0 ? 0.0 : (bar.Close / _closes[(_bars - 1) % _closes.Length]) - 1.0;
        _closes[_bars % _closes.Length] = bar.Close;
        _slow[_bars % _slow.Length] = _slowAverage.Value;
        _squares[_bars % LongBars] = change * change;
        _bars++;
        _shorts[(_bars - 1) % LongBars] = RootMeanSquare(ShortBars);
        if (_bars >= WarmUpBars)
            Judge(bar.Close, bar.Start + _length);
    }

    private void Judge(double close, DateTimeOffset at)
    {
        var measures = Measure(close);
        if (Reading is not { } now)
        {
            var first = Wanted(measures, null);
            Reading = new RegimeReading(first, Strength(first, measures), Votes(first, measures) / 4.0, at);
            return;
        }

        var wanted = Wanted(measures, now.Regime);
        _pending = wanted == now.Regime ? 0 : wanted == _candidate ? _pending + 1 : 1;
        _candidate = wanted;
        var (regime, since) = _pending >= BarsToChange ? (wanted, at) : (now.Regime, now.Since);
        if (regime == wanted)
            _pending = 0;
        var confidence = Votes(regime, measures) / 4.0 * (1.0 - (_pending / 6.0));
        Reading = new RegimeReading(regime, Strength(regime, measures), confidence, since);
    }

    private Measures Measure(double close)
    {
        var newest = _bars - 1;
        var then = _closes[(newest - TrendBars) % _closes.Length];
        var path = 0.0;
        for (var i = 0; i < TrendBars; i++)
            path += Math.Abs(_closes[(newest - i) % _closes.Length] - _closes[(newest - i - 1) % _closes.Length]);
        var efficiency = path > 0 ? (close - then) / path : 0.0;

        var slow = _slowAverage.Value;
        var rising = Sign(_fastAverage.Value - slow) + Sign(slow - _slow[(newest - SlopeBars) % _slow.Length]) + Sign(close - slow);

        var all = (int)Math.Min(_bars, LongBars);
        var shortNow = _shorts[newest % LongBars];
        var longNow = RootMeanSquare(LongBars);
        var below = 0;
        for (var i = 0; i < all; i++)
        {
            if (_shorts[(newest - i) % LongBars] < shortNow)
                below++;
        }

        return new Measures(efficiency, rising, longNow > 0 ? shortNow / longNow : 0.0, below / (double)all);
    }

    // Of the newest bars, or of as many as there are.
    private double RootMeanSquare(int bars)
    {
        var take = (int)Math.Min(bars, _bars);
        var sum = 0.0;
        for (var i = 0; i < take; i++)
            sum += _squares[(_bars - 1 - i) % LongBars];
        return Math.Sqrt(sum / take);
    }

    private static Regime Wanted(in Measures m, Regime? now)
    {
        var isVolatile = m.Surge >= SurgeBegins && m.Rank >= SurgeRank;
        if (isVolatile || (now == Regime.Volatile && m.Surge >= SurgeEnds))
            return Regime.Volatile;
        if (m.Efficiency >= (now == Regime.Bull ? TrendEnds : TrendBegins) && m.Rising >= 1)
            return Regime.Bull;
        if (m.Efficiency <= -(now == Regime.Bear ? TrendEnds : TrendBegins) && m.Rising <= -1)
            return Regime.Bear;
        return Regime.Ranging;
    }

    private static double Strength(Regime regime, in Measures m) => Math.Clamp(
        regime switch
        {
            Regime.Bull => (m.Efficiency - TrendEnds) / 0.48,
            Regime.Bear => (-m.Efficiency - TrendEnds) / 0.48,
            Regime.Volatile => (m.Surge - 1.0) / 3.0,
            _ => 1.0 - (Math.Abs(m.Efficiency) / TrendBegins),
        },
        0.0,
        1.0);

    // How many of four rules agree with the regime.
    private static int Votes(Regime regime, in Measures m) => regime switch
    {
        Regime.Bull => (m.Efficiency >= TrendBegins ? 1 : 0) + ((m.Rising + 3) / 2),
        Regime.Bear => (m.Efficiency <= -TrendBegins ? 1 : 0) + ((3 - m.Rising) / 2),
        Regime.Volatile => (m.Surge >= SurgeEnds ? 1 : 0) + (m.Surge >= SurgeBegins ? 1 : 0) + (m.Rank >= 0.8 ? 1 : 0) + (m.Rank >= SurgeRank ? 1 : 0),
        _ => (Math.Abs(m.Efficiency) < TrendBegins ? 1 : 0) + (Math.Abs(m.Efficiency) < TrendEnds ? 1 : 0) + (Math.Abs(m.Rising) < 3 ? 1 : 0)
            + (m.Surge < SurgeEnds ? 1 : 0),
    };

    private static int Sign(double value) => value > 0 ? 1 : value < 0 ? -1 : 0;

    /// <param name="Efficiency">Signed: positive upwards.</param>
    /// <param name="Rising">Of three rules, how many say up less how many say down: −3 to 3.</param>
    private readonly record struct Measures(double Efficiency, int Rising, double Surge, double Rank);
}
