using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Strategies;

/// <summary>Asks a rule about each symbol and puts sizes and order prices to what it wants.</summary>
internal sealed class RulesPlanner(ITradingRule rule, PositionSizing sizing) : IPlanner
{
    public ObservationRequest Needs => rule.Needs;

    public Decision Plan(Observation observation)
    {
        ImmutableArray<SymbolDecision>.Builder? decisions = null;
        var marginFree = observation.Account.MarginAvailable;
        foreach (var market in observation.Symbols)
        {
            if (!market.IsWarm || market.StaleReason is not null || HasEntryUnderWay(observation.Account, market.Symbol))
                continue;
            var position = observation.Account.Find(market.Symbol);
            var situation = new Situation(
                observation.At, market, position is null ? 0 : position.IsLong ? 1 : -1, observation.LastTrade(market.Symbol));
            var verdict = rule.Judge(situation);
            if (verdict.Kind == VerdictKind.Hold)
                continue;
            var freed = position?.MarginUsed ?? 0m;
            var decision = verdict.Kind == VerdictKind.Enter ? Enter(observation, market, verdict, marginFree + freed) : null;
            if (decision is not null)
                marginFree += freed - (decision.Quantity * market.Mid / decision.Leverage);
            else if (position is null)
                continue;
            else
                marginFree += freed;
            // Too small a new position on the other side still means that the old one is wrong.
            decisions ??= ImmutableArray.CreateBuilder<SymbolDecision>();
            decisions.Add(decision ?? SymbolDecision.Close(market.Symbol, Rounded(verdict.Confidence), verdict.Reason));
        }

        return decisions is null ? Decision.Hold : new Decision(decisions.ToImmutable());
    }

    private SymbolDecision? Enter(Observation observation, SymbolObservation market, in Verdict verdict, decimal marginFree)
    {
        var instrument = market.Instrument;
        var sign = verdict.Side.Sign();
        var mid = (double)market.Mid;
        var stop = verdict.StopDistance > 0 ? instrument.PriceFrom(mid - (sign * verdict.StopDistance)) : null;
        var target = verdict.TargetDistance > 0 ? instrument.PriceFrom(mid + (sign * verdict.TargetDistance)) : null;
        // An exit on the wrong side of the touch would fire at once: a market too quiet for its spread is not entered.
        var touch = verdict.Side == Side.Buy ? market.Bid : market.Ask;
        if ((verdict.StopDistance > 0 && (stop is not { } s || (touch - s) * sign <= 0m)) || (target is { } t && (t - touch) * sign <= 0m))
            return null;
        var stopDistance = stop is { } price ? Math.Abs(market.Mid - price) : 0m;
        var (quantity, leverage) = sizing.Size(
            instrument, market.Mid, observation.Account.Equity, marginFree, observation.Symbols.Length, stopDistance, (decimal)verdict.RiskFactor, observation.Account.Limits);
        if (quantity <= 0m)
            return null;
        var trailing = verdict.TrailingOffset > 0 ? instrument.PriceFrom(verdict.TrailingOffset) : null;
        var plan = new ExitPlan(target, stop, trailing, verdict.TimeExit, verdict.Invalidation);
        return new SymbolDecision(
            market.Symbol, verdict.Side == Side.Buy ? TradeSignal.Buy : TradeSignal.Sell, quantity, leverage, Rounded(verdict.Confidence), plan, verdict.Reason);
    }

    private static bool HasEntryUnderWay(AccountObservation account, Symbol symbol)
    {
        foreach (var order in account.Orders)
        {
            if (order.Symbol == symbol && !order.IsReduceOnly)
                return true;
        }

        return false;
    }

    private static decimal Rounded(double confidence) => decimal.Round((decimal)Math.Clamp(confidence, 0, 1), 4);
}
