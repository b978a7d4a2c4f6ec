using System.Globalization;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Strategies;

/// <summary>
/// Follows a trend: enters where the fast exponential average is beyond the slow one, ADX says that there is a trend and the directional
/// indicators agree; leaves where the averages cross back.
/// </summary>
internal sealed class TrendRule : ITradingRule
{
    private readonly RuleSettings _settings;
    private readonly double _adxMin;
    private readonly string _fast;
    private readonly string _slow;
    private readonly string _adx;
    private readonly string _range;

    public TrendRule(RuleSettings settings, int fast, int slow, double adxMin)
    {
        _settings = settings;
        _adxMin = adxMin;
        var interval = settings.Interval.Name();
        _fast = string.Create(CultureInfo.InvariantCulture, $"ema {fast} {interval}");
        _slow = string.Create(CultureInfo.InvariantCulture, $"ema {slow} {interval}");
        _adx = $"adx 14 {interval}";
        _range = $"atr 14 {interval}";
        Needs = new ObservationRequest([_fast, _slow, _adx, _range], []);
    }

    public ObservationRequest Needs { get; }

    public Verdict Judge(in Situation situation)
    {
        var fast = situation.Market.Indicator(_fast).Value;
        var slow = situation.Market.Indicator(_slow).Value;
        var adx = situation.Market.Indicator(_adx);
        var (strength, plus, minus) = (adx.Values[0], adx.Values[1], adx.Values[2]);
        var now = Math.Sign(fast - slow);
        if (now == 0 || now == situation.Held)
            return Verdict.Hold;
        var side = now > 0 ? Side.Buy : Side.Sell;
        var isTrend = strength >= _adxMin && Math.Sign(plus - minus) == now && _settings.Takes(side);
        if (isTrend && !_settings.IsCooling(situation))
        {
            var reason = string.Create(
                CultureInfo.InvariantCulture,
                $"{_fast} {situation.Market.Words(fast)} {(now > 0 ? "above" : "below")} {_slow} {situation.Market.Words(slow)}, ADX {strength:0.#}, +DI {plus:0.#}, -DI {minus:0.#}");
            return _settings.Enter(
                situation, side, situation.Market.Indicator(_range).Value, strength / 50, reason, "the averages cross back or ADX fades below its threshold");
        }

        return situation.Held == 0 ? Verdict.Hold : Verdict.Leave(0.7, $"{_fast} crossed {(now > 0 ? "above" : "below")} {_slow}: the trend is over");
    }
}
