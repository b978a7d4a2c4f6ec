using System.Globalization;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Strategies;

/// <summary>When to be in a market and when to leave it, without a word about size.</summary>
internal interface ITradingRule
{
    ObservationRequest Needs { get; }

    /// <summary>Called with warm, fresh markets only.</summary>
    Verdict Judge(in Situation situation);
}

/// <summary>One market from the viewpoint of one account.</summary>
/// <param name="Held">+1 while long, −1 while short, 0 while flat.</param>
/// <param name="LastTrade">The newest closed trade of this market, if any.</param>
internal readonly record struct Situation(DateTimeOffset At, SymbolObservation Market, int Held, TradeObservation? LastTrade);

internal enum VerdictKind
{
    Hold,
    Enter,
    Leave,
}

/// <summary>What a rule wants. Distances and prices as numbers of indicators; the planner puts them on the tick.</summary>
/// <param name="StopDistance">Of the stop from the mid, in quote currency; 0 for none.</param>
/// <param name="TargetDistance">Of the profit target from the mid; 0 for none.</param>
/// <param name="TrailingOffset">0 for none.</param>
/// <param name="TimeExit">Null for none.</param>
/// <param name="RiskFactor">Share of the usual risk to take, 0 to 1.</param>
internal readonly record struct Verdict(
    VerdictKind Kind,
    Side Side,
    double StopDistance,
    double TargetDistance,
    double TrailingOffset,
    DateTimeOffset? TimeExit,
    double Confidence,
    double RiskFactor,
    string Reason,
    string? Invalidation)
{
    public static Verdict Hold => default;

    public static Verdict Leave(double confidence, string reason) =>
        new(VerdictKind.Leave, Side.Buy, 0, 0, 0, null, confidence, 1, reason, null);
}

/// <summary>Parameters that every rule shares: on which candles, and how its exits lie, in average true ranges.</summary>
internal sealed record RuleSettings(
    Markets.Interval Interval, double StopRanges, double TargetRanges, double TrailingRanges, int HoldCandlesMax, int CooldownCandles, bool TakesLong, bool TakesShort)
{
    public bool Takes(Side side) => side == Side.Buy ? TakesLong : TakesShort;

    /// <summary>Whether the last trade ended so recently that a new one would only repeat it.</summary>
    public bool IsCooling(in Situation situation) =>
        situation.LastTrade is { } last && situation.At - last.ClosedAt < CooldownCandles * TimeSpan.FromMinutes((int)Interval);

    /// <summary>Enter with exits by these settings.</summary>
    public Verdict Enter(in Situation situation, Side side, double range, double confidence, string reason, string invalidation) => new(
        VerdictKind.Enter, side, StopRanges * range, TargetRanges * range, TrailingRanges * range,
        HoldCandlesMax > 0 ? situation.At + (HoldCandlesMax * TimeSpan.FromMinutes((int)Interval)) : null,
        Math.Clamp(confidence, 0, 1), 1, reason, invalidation);
}

/// <summary>Prices in the words of a justification.</summary>
internal static class PriceWords
{
    /// <summary>A price with one digit more than the tick has, for averages lie between ticks.</summary>
    public static string Words(this SymbolObservation market, double price) =>
        Math.Round(price, Math.Min(market.Instrument.TickSize.Scale + 1, 15)).ToString("0.###############", CultureInfo.InvariantCulture);
}
