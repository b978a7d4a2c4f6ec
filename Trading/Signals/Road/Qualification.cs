using System.Collections.Immutable;
using System.Globalization;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>Another signal of the tenant for the same symbol, received a little earlier or at the same time.</summary>
/// <param name="Id">The id orders those of one instant, so that of two that come together one stands.</param>
public readonly record struct Neighbour(string Id, string Source, SignalDirection Direction, SignalStage Stage, DateTimeOffset ReceivedAt);

/// <summary>The third step: is it good enough to be followed? Each check has a reason of its own; the first that fails is told.</summary>
public static class Qualification
{
    /// <summary>Widest spread, as a share of the mid.</summary>
    public const decimal SpreadMax = 0.003m;

    /// <summary>Least notional near the touch on the side that is taken, where there is a book; in quote currency.</summary>
    public const decimal DepthMin = 1_000m;

    /// <summary>Most of the risk that spread and slippage may cost.</summary>
    public const decimal SlippageOfRiskMax = 0.25m;

    /// <summary>Most of the risk that funding over the expected hold may cost.</summary>
    public const decimal FundingOfRiskMax = 0.5m;

    /// <summary>Scored signals from which on a source's reputation counts.</summary>
    public const long ReputationAfter = 10;

    /// <param name="neighbours">Others of the tenant for the symbol within <see cref="SignalTimes.NeighboursWithin"/>.</param>
    public static SignalEvent Decide(SignalState state, string id, ImmutableArray<Neighbour> neighbours, DateTimeOffset now)
    {
        var signal = state.Signal!;
        var confidence = signal.Confidence ?? state.Terms.ConfidenceDefault;
        var refusal = Timely(state, now) ?? Confident(state, confidence) ?? Alone(signal, id, neighbours)
            ?? (state.Legs.IsEmpty ? (SignalReason.NobodySubscribed, "nobody follows this source") : null);
        if (refusal is null && state.Levels is { } levels)
        {
            var (costs, why) = Worth(state, levels);
            if (why is null)
                return new SignalQualified(now, confidence, costs, Told(state, confidence, costs));
            refusal = why;
        }

        return refusal is { } told
            ? new SignalRefused(now, told.Item1, told.Item2)
            : new SignalQualified(now, confidence, null, $"confidence {Words.Number(confidence)}");
    }

    private static (SignalReason, string)? Timely(SignalState state, DateTimeOffset now)
    {
        var signal = state.Signal!;
        if (signal.At > signal.ReceivedAt + SignalTimes.ClockDifferenceMax)
            return (SignalReason.FromTheFuture, $"dated {Words.Span(signal.At - signal.ReceivedAt)} ahead: set the source's clock");
        var age = now - signal.At;
        return age > state.Terms.Freshness
            ? (SignalReason.TooOld, $"{Words.Span(age)} old, at most {Words.Span(state.Terms.Freshness)} is fresh")
            : null;
    }

    private static (SignalReason, string)? Confident(SignalState state, decimal confidence) => confidence < state.Terms.ConfidenceMin
        ? (SignalReason.ConfidenceTooLow, $"confidence {Words.Number(confidence)}, at least {Words.Number(state.Terms.ConfidenceMin)} is wanted")
        : null;

    // Of signals that say the same or the opposite, the one that came first stands. Being flat is never in doubt.
    private static (SignalReason, string)? Alone(Signal signal, string id, ImmutableArray<Neighbour> neighbours)
    {
        foreach (var other in neighbours)
        {
            var isEarlier = other.ReceivedAt < signal.ReceivedAt
                || (other.ReceivedAt == signal.ReceivedAt && string.CompareOrdinal(other.Id, id) < 0);
            if (!isEarlier || other.Stage == SignalStage.Refused || signal.ReceivedAt - other.ReceivedAt > SignalTimes.NeighboursWithin)
                continue;
            var ago = Words.Span(signal.ReceivedAt - other.ReceivedAt);
            if (other.Direction == signal.Direction && string.Equals(other.Source, signal.Source, StringComparison.Ordinal))
                return (SignalReason.Duplicate, $"the source said the same {ago} before, as {other.Id}");
            if (signal.Direction != SignalDirection.Close && other.Direction != SignalDirection.Close && other.Direction != signal.Direction)
                return (SignalReason.Contradicted, $"{other.Source} wanted the opposite {ago} before, as {other.Id}");
        }

        return null;
    }

    private static (RoadCosts Costs, (SignalReason, string)? Refusal) Worth(SignalState state, TradeLevels levels)
    {
        var sign = state.Signal!.Direction == SignalDirection.Long ? 1m : -1m;
        var market = state.Market!;
        var costs = Costs.Of(levels.Entry, levels.Risk, levels.Target is { } target ? (target - levels.Entry) * sign : null, sign, market);
        return (costs, Possible(levels, sign) ?? Liquid(market, sign) ?? Cheap(levels, costs) ?? Rewarding(state, costs));
    }

    private static (SignalReason, string)? Possible(TradeLevels levels, decimal sign)
    {
        if ((levels.Entry - levels.Stop) * sign <= 0m)
            return (SignalReason.ExitsImpossible, $"the stop at {Words.Number(levels.Stop)} is on the wrong side of the entry at {Words.Number(levels.Entry)}");
        return levels.Target is { } target && (target - levels.Entry) * sign <= 0m
            ? (SignalReason.ExitsImpossible, $"the target at {Words.Number(target)} is on the wrong side of the entry at {Words.Number(levels.Entry)}")
            : null;
    }

    private static (SignalReason, string)? Liquid(MarketFacts market, decimal sign)
    {
        if (market.Spread > SpreadMax)
            return (SignalReason.SpreadTooWide, $"spread {Words.Bps(market.Spread)}, at most {Words.Bps(SpreadMax)}");
        return (sign > 0m ? market.AskDepth : market.BidDepth) is { } depth && depth < DepthMin
            ? (SignalReason.LiquidityTooLow, $"{Words.Round(depth)} near the touch, at least {Words.Round(DepthMin)}")
            : null;
    }

    private static (SignalReason, string)? Cheap(TradeLevels levels, RoadCosts costs)
    {
        if (levels.Risk <= costs.Fees + costs.Slippage)
            return (SignalReason.StopTooClose, $"the stop is {Words.Number(levels.Risk)} away, a round trip costs {Words.Number(costs.Fees + costs.Slippage)}");
        if (costs.Slippage > SlippageOfRiskMax * levels.Risk)
            return (SignalReason.SlippageTooHigh, $"spread and slippage of {Words.Number(costs.Slippage)} are {Words.Percent(costs.Slippage / levels.Risk)} of the risk, at most {Words.Percent(SlippageOfRiskMax)}");
        return costs.Funding > FundingOfRiskMax * levels.Risk
            ? (SignalReason.FundingTooHigh, $"funding over {Words.Span(costs.Hold)} is {Words.Percent(costs.Funding / levels.Risk)} of the risk, at most {Words.Percent(FundingOfRiskMax)}")
            : null;
    }

    private static (SignalReason, string)? Rewarding(SignalState state, RoadCosts costs)
    {
        if (costs.RiskReward is not { } reward)
            return null;
        if (reward < state.Terms.RiskRewardMin)
            return (SignalReason.RiskRewardTooLow, $"{Words.Number(reward)} after costs, at least {Words.Number(state.Terms.RiskRewardMin)} is wanted");
        if (state.Record.All.Count < ReputationAfter)
            return null;

        // A share of wins p pays where p · reward > 1 − p.
        var pays = 1.0 / (1.0 + (double)reward);
        var reputation = Reputation.Of(state.Record.All);
        return reputation.High < pays
            ? (SignalReason.ReputationTooLow, string.Create(CultureInfo.InvariantCulture, $"{reputation.Low:P0} to {reputation.High:P0} of {reputation.Count} signals win, {pays:P0} would pay"))
            : null;
    }

    private static string Told(SignalState state, decimal confidence, RoadCosts costs)
    {
        var words = $"confidence {Words.Number(confidence)}, costs {Words.Number(costs.Total)} in {Words.Span(costs.Hold)}";
        if (costs.RiskReward is { } reward)
            words += $", risk/reward {Words.Round(reward)} after costs";
        var all = Reputation.Of(state.Record.All);
        return string.Create(CultureInfo.InvariantCulture, $"{words}; {all.Count} signals of the source are scored, {all.Low:P0} to {all.High:P0} win");
    }
}
