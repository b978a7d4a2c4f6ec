using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Sizing;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>A subscription's sizing as a question to the sizer.</summary>
internal static class SignalSizer
{
    // σ of an interval from its mean range, √(π / 8).
    private const decimal DeviationOfRange = 0.6267m;

    public static SizedPosition Size(
        SignalState state, SizingRule sizing, SymbolObservation market, AccountObservation account, Side side, decimal price, bool isTurn)
    {
        var facts = SizingFacts.Of(market, account, side, price, state.Levels!.Stop);
        var held = account.Find(market.Symbol);

        // What is closed first gives its margin back.
        if (isTurn)
            facts = facts with { MarginFree = facts.MarginFree + (held?.MarginUsed ?? 0m), Held = [.. facts.Held.Where(other => other.Symbol != market.Symbol)] };
        return PositionSizer.Size(sizing, facts with { Volatility = VolatilityOf(state, price), Trades = TradesOf(state.Record.All) });
    }

    private static Volatility? VolatilityOf(SignalState state, decimal price) => state.Market is { Atr: { } atr, Timeframe: var timeframe } && price > 0m
        ? new Volatility(atr * DeviationOfRange / price, timeframe)
        : null;

    // In R: a signal that lost is taken to have lost the whole of what it risked.
    private static TradeSample? TradesOf(SignalTally all) => all is { Won: > 0, Lost: > 0 } && all.SumR + all.Lost > 0m
        ? new TradeSample((int)Math.Min(all.Won, int.MaxValue), (int)Math.Min(all.Lost, int.MaxValue), (all.SumR + all.Lost) / all.Won, 1m)
        : null;
}
