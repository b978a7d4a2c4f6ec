using System.Globalization;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Strategies;

/// <summary>
/// Long while the fast simple average is above the slow one, short while below. A side whose last trade was closed while the averages
/// still said the same (by a stop, say) waits for the next cross.
/// </summary>
internal sealed class SmaCrossRule : ITradingRule
{
    private readonly RuleSettings _settings;
    private readonly string _fast;
    private readonly string _slow;
    private readonly string _range;
    private readonly string _names;

    public SmaCrossRule(RuleSettings settings, int fast, int slow)
    {
        _settings = settings;
        var interval = settings.Interval.Name();
        _fast = string.Create(CultureInfo.InvariantCulture, $"sma {fast} {interval}");
        _slow = string.Create(CultureInfo.InvariantCulture, $"sma {slow} {interval}");
        _range = $"atr 14 {interval}";
        _names = string.Create(CultureInfo.InvariantCulture, $"sma {fast}/{slow} {interval}");
        Needs = new ObservationRequest(settings.StopRanges + settings.TargetRanges + settings.TrailingRanges > 0 ? [_fast, _slow, _range] : [_fast, _slow], []);
    }

    public ObservationRequest Needs { get; }

    public Verdict Judge(in Situation situation)
    {
        var fast = situation.Market.Indicator(_fast);
        var slow = situation.Market.Indicator(_slow);
        var now = Math.Sign(fast.Value - slow.Value);
        if (now == 0 || now == situation.Held)
            return Verdict.Hold;
        var side = now > 0 ? Side.Buy : Side.Sell;
        if (!_settings.Takes(side))
            return situation.Held == 0 ? Verdict.Hold : Verdict.Leave(1, $"{_names}: fast average crossed {(now > 0 ? "above" : "below")} slow");
        var isFresh = double.IsNaN(fast.PreviousValue) || double.IsNaN(slow.PreviousValue)
            || Math.Sign(fast.PreviousValue - slow.PreviousValue) != now;
        if (situation is { Held: 0, LastTrade: { } last } && last.Side == side && (!isFresh || last.ClosedAt >= fast.ClosedAt))
            return Verdict.Hold;
        var range = Needs.Indicators.Length > 2 ? situation.Market.Indicator(_range).Value : 0;
        var reason = string.Create(
            CultureInfo.InvariantCulture, $"{_names}: {situation.Market.Words(fast.Value)} {(now > 0 ? "above" : "below")} {situation.Market.Words(slow.Value)}{(isFresh ? ", fresh cross" : string.Empty)}");
        return _settings.Enter(situation, side, range, 0.6, reason, "the averages cross back");
    }
}
