using System.Globalization;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Regimes;

namespace OrleansTrader.Trading.Strategies;

/// <summary>
/// Follows the trend in bull and bear markets, fades extremes in ranging ones and trades breakouts at half the risk in volatile ones. A
/// position is judged by the regime of now, whichever opened it.
/// </summary>
internal sealed class AdaptiveRule : ITradingRule
{
    private readonly ITradingRule _trend;
    private readonly ITradingRule _reversion;
    private readonly ITradingRule _breakout;
    private readonly double _confidenceMin;

    public AdaptiveRule(ITradingRule trend, ITradingRule reversion, ITradingRule breakout, double confidenceMin)
    {
        (_trend, _reversion, _breakout, _confidenceMin) = (trend, reversion, breakout, confidenceMin);
        Needs = new ObservationRequest(
            [.. trend.Needs.Indicators.Concat(reversion.Needs.Indicators).Concat(breakout.Needs.Indicators).Distinct(StringComparer.Ordinal)], []);
    }

    public ObservationRequest Needs { get; }

    public Verdict Judge(in Situation situation)
    {
        if (situation.Market.Regime is not { } regime)
            return Verdict.Hold;
        var rule = regime.Regime switch
        {
            Regime.Bull or Regime.Bear => _trend,
            Regime.Ranging => _reversion,
            _ => _breakout,
        };
        var verdict = rule.Judge(situation);
        if (verdict.Kind == VerdictKind.Hold || (verdict.Kind == VerdictKind.Enter && situation.Held == 0 && regime.Confidence < _confidenceMin))
            return Verdict.Hold;
        return verdict with
        {
            Reason = string.Create(CultureInfo.InvariantCulture, $"{regime.Regime.Name()} market ({regime.Confidence:0.##}): {verdict.Reason}"),
            RiskFactor = regime.Regime == Regime.Volatile ? 0.5 : 1.0,
            Confidence = verdict.Confidence * regime.Confidence,
        };
    }
}
