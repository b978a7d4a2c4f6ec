using System.Globalization;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Strategies;

/// <summary>Enters where a candle closes beyond the Donchian channel of the candles before it; leaves where one closes beyond the channel's middle.</summary>
internal sealed class BreakoutRule : ITradingRule
{
    private readonly RuleSettings _settings;
    private readonly string _channel;
    private readonly string _range;
    private readonly string _close;

    public BreakoutRule(RuleSettings settings, int period)
    {
        _settings = settings;
        var interval = settings.Interval.Name();
        _channel = string.Create(CultureInfo.InvariantCulture, $"donchian {period} {interval}");
        _range = $"atr 14 {interval}";
        _close = $"sma 1 {interval}"; // the last close itself
        Needs = new ObservationRequest([_channel, _range, _close], []);
    }

    public ObservationRequest Needs { get; }

    public Verdict Judge(in Situation situation)
    {
        var channel = situation.Market.Indicator(_channel);
        var (middle, upper, lower) = (channel.Values[0], channel.Values[1], channel.Values[2]);
        var close = situation.Market.Indicator(_close).Value;
        var broken = close > upper ? 1 : close < lower ? -1 : 0;
        if (broken != 0 && broken != situation.Held)
        {
            var side = broken > 0 ? Side.Buy : Side.Sell;
            if (_settings.Takes(side) && !_settings.IsCooling(situation))
            {
                var range = situation.Market.Indicator(_range).Value;
                var beyond = broken > 0 ? close - upper : lower - close;
                var reason = string.Create(
                    CultureInfo.InvariantCulture, $"close {situation.Market.Words(close)} {(broken > 0 ? "above" : "below")} {_channel} {situation.Market.Words(broken > 0 ? upper : lower)}");
                return _settings.Enter(
                    situation, side, range, 0.5 + (range > 0 ? beyond / range / 2 : 0), reason, "a close back inside the middle of the channel");
            }
        }

        var isOver = (situation.Held > 0 && close < middle) || (situation.Held < 0 && close > middle);
        return isOver ? Verdict.Leave(0.7, $"close is back beyond the middle of {_channel}") : Verdict.Hold;
    }
}
