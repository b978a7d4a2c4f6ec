using System.Globalization;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Strategies;

/// <summary>
/// Bets on a return to the mean: buys a close below the lower Bollinger band with a low RSI, sells the mirror image, and leaves at the
/// middle band.
/// </summary>
internal sealed class MeanReversionRule : ITradingRule
{
    private readonly RuleSettings _settings;
    private readonly double _oversold;
    private readonly string _bands;
    private readonly string _rsi;
    private readonly string _range;

    public MeanReversionRule(RuleSettings settings, int period, decimal deviations, double oversold)
    {
        _settings = settings;
        _oversold = oversold;
        var interval = settings.Interval.Name();
        _bands = string.Create(CultureInfo.InvariantCulture, $"bollinger {period} {deviations} {interval}");
        _rsi = $"rsi 14 {interval}";
        _range = $"atr 14 {interval}";
        Needs = new ObservationRequest([_bands, _rsi, _range], []);
    }

    public ObservationRequest Needs { get; }

    public Verdict Judge(in Situation situation)
    {
        var bands = situation.Market.Indicator(_bands);
        var place = bands.Values[3];
        var rsi = situation.Market.Indicator(_rsi).Value;
        if (double.IsNaN(place) || double.IsNaN(rsi))
            return Verdict.Hold;
        if ((situation.Held > 0 && place >= 0.5) || (situation.Held < 0 && place <= 0.5))
            return Verdict.Leave(0.8, $"price is back at the middle of {_bands}");
        var wanted = place < 0 && rsi <= _oversold ? 1 : place > 1 && rsi >= 100 - _oversold ? -1 : 0;
        if (wanted == 0 || situation.Held != 0 || _settings.IsCooling(situation))
            return Verdict.Hold;
        var side = wanted > 0 ? Side.Buy : Side.Sell;
        if (!_settings.Takes(side))
            return Verdict.Hold;
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"close {(wanted > 0 ? "below the lower" : "above the upper")} band of {_bands} (%B {place:0.###}), RSI {rsi:0.#}");
        var entry = _settings.Enter(
            situation, side, situation.Market.Indicator(_range).Value, Math.Abs(place - 0.5), reason, "price runs on beyond the band: the range is broken");
        // Without a target of its own the middle band is the target.
        return entry.TargetDistance > 0 ? entry : entry with { TargetDistance = Math.Abs(bands.Values[0] - (double)situation.Market.Mid) };
    }
}
