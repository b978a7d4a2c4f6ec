using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Markets;

/// <summary>
/// A made-up funding rate for feeds without one (spot markets, simulation); everything that shows it says that it is a heuristic.
/// </summary>
/// <remarks>
/// <para><c>rate = clamp(baseline + 0.01 · mean premium, ±0.00075)</c>, rounded to 8 decimals, where the premium is sampled once a closed base
/// candle as <c>(close − average) / average</c> against the 8-hour exponential moving average of closes, and averaged since the last
/// funding timestamp.</para>
/// <para>The shape (a baseline interest plus the averaged premium, clamped) follows the venues' own rule; the factor 0.01 stands for the
/// unknown distance between spot and perpetual, so that a price 3 % above its average costs longs 0.03 % more an interval.</para>
/// </remarks>
internal sealed class FundingHeuristic(Interval baseInterval)
{
    public const double PremiumFactor = 0.01;
    public const double RateMax = 0.00075;
    private const double AverageMinutes = 480;

    private readonly double _weight = 2.0 / (Math.Max(1.0, AverageMinutes / (int)baseInterval) + 1.0);
    private double _average = double.NaN;
    private double _premiumSum;
    private long _samples;

    public void OnClosed(decimal close)
    {
        var price = (double)close;
        _average = double.IsNaN(_average) ? price : _average + (_weight * (price - _average));
        _premiumSum += (price - _average) / _average;
        _samples++;
    }

    public decimal Rate(FundingRule rule)
    {
        var premium = _samples == 0 ? 0.0 : _premiumSum / _samples;
        var rate = Math.Clamp((double)rule.Rate + (PremiumFactor * premium), -RateMax, RateMax);
        return decimal.Round((decimal)rate, 8);
    }

    public void StartInterval()
    {
        _premiumSum = 0.0;
        _samples = 0;
    }
}
