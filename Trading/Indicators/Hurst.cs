using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Hurst exponent of the last <c>period</c> log returns by rescaled range (Hurst 1951, Mandelbrot and Wallis 1969): the slope of
/// ln(mean R/S) over ln(chunk size) for 1, 2, 4, … up to 32 chunks of at least 8 returns; about 0.5 for a random walk, above for trends,
/// below for reversion. <c>hurst</c> is plain; <c>corrected</c> has the small-sample bias after Anis and Lloyd (1976) taken out:
/// R/S − E[R/S] + √(π n / 2). First values at bar period + 1. NaN where a chunk does not move or a close is not positive.
/// O(period) an update: every chunk has its own mean.
/// </summary>
internal sealed class Hurst : Indicator
{
    private const int ChunksMax = 32;
    private const int ChunkReturnsMin = 8;

    private readonly int _period;
    private readonly Cell _close;
    private readonly History _returns;
    private readonly double[] _logSizes;
    private readonly double[] _corrections;

    public Hurst(int period)
        : base(period + 1, "hurst", "corrected")
    {
        _period = period;
        _close = Keep(new Cell());
        _returns = Keep(new History(period));
        var sets = 1;
        while (1 << sets <= ChunksMax && period >> sets >= ChunkReturnsMin)
            sets++;
        _logSizes = new double[sets];
        _corrections = new double[sets];
        for (var set = 0; set < sets; set++)
        {
            _logSizes[set] = DeterministicMath.Log(period >> set);
            _corrections[set] = Math.Sqrt(Math.PI * (period >> set) / 2) - RescaledRange.OfChance(period >> set);
        }
    }

    private protected override Indicator Fresh() => new Hurst(_period);

    private protected override void OnBar(in Bar bar)
    {
        var before = _close.Value;
        _close.Value = bar.Close;
        if (double.IsNaN(before))
            return;
        _returns.Push(before > 0 && bar.Close > 0 ? DeterministicMath.Log(bar.Close / before) : double.NaN);
        if (!_returns.IsFull)
            return;

        Span<double> plain = stackalloc double[_logSizes.Length];
        Span<double> corrected = stackalloc double[_logSizes.Length];
        for (var set = 0; set < _logSizes.Length; set++)
        {
            var ratio = RescaledRange.Mean(_returns.Window, 1 << set);
            plain[set] = ratio > 0 ? DeterministicMath.Log(ratio) : double.NaN;
            corrected[set] = ratio + _corrections[set] > 0 ? DeterministicMath.Log(ratio + _corrections[set]) : double.NaN;
        }

        Set(0, Slope(_logSizes, plain));
        Set(1, Slope(_logSizes, corrected));
    }

    private static double Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double meanX = 0, meanY = 0, products = 0, squares = 0;
        for (var i = 0; i < x.Length; i++)
        {
            meanX += x[i] / x.Length;
            meanY += y[i] / x.Length;
        }

        for (var i = 0; i < x.Length; i++)
        {
            products += (x[i] - meanX) * (y[i] - meanY);
            squares += (x[i] - meanX) * (x[i] - meanX);
        }

        return products / squares;
    }
}
