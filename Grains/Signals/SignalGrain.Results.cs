using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Signals;

/// <summary>What came of it: from the read model by cause, and from candles.</summary>
internal sealed partial class SignalGrain
{
    /// <summary>Closed trades of an account that are looked through for one that took a signal's position with it.</summary>
    private const int TradesMax = 50;

    /// <summary>Candles of one interval that are read at most.</summary>
    private const int CandlesMax = 1_500;

    private static readonly ImmutableArray<Interval> FineIntervals = [Interval.OneMinute, Interval.FiveMinutes, Interval.FifteenMinutes, Interval.OneHour];

    private async Task<Walk> Follow(LegState leg)
    {
        var now = time.GetUtcNow();
        if (leg.Order is not { } order)
            return await End(leg, SignalReason.PositionClosed, "nothing was opened");
        var caused = (await readModel.CausedBy(leg.Account, [leg.Cause], CancellationToken.None))[0];
        if (caused.Orders.FirstOrDefault(row => row.Order == order) is not { } entry)
            return Walk.Wait;
        if (leg.Stage == LegStage.Executed)
        {
            if (entry is { Filled: > 0m, AveragePrice: { } price })
                return await Take($"fill/{leg.Name}", new LegManaged(now, leg.Name, entry.Filled, price));
            return entry.IsOpen ? Walk.Wait : await End(leg, SignalReason.NotFilled, entry.Reason);
        }

        if (caused.Trades.LastOrDefault(trade => trade.Symbol == SymbolKey) is { } closed)
            return await Score(leg, closed.Quantity, closed.EntryPrice, closed.ExitPrice, closed.Net, closed.OpenedAt, closed.ClosedAt);
        return await FollowWithin(leg, entry, caused.Orders.RemoveAll(row => row.Parent != order));
    }

    // It added to a position that another cause had opened: its own exits, or the trade that took all with it, tell how it ended.
    private async Task<Walk> FollowWithin(LegState leg, OrderRow entry, ImmutableArray<OrderRow> exits)
    {
        if (entry.IsOpen || exits.IsEmpty || exits.Any(static exit => exit.IsOpen))
            return Walk.Wait;
        var filled = exits.Where(static exit => exit.Filled > 0m).ToArray();
        var (exit, at) = filled.Length > 0
            ? (filled.Sum(static row => row.Filled * (row.AveragePrice ?? 0m)) / filled.Sum(static row => row.Filled), filled.Max(static row => row.UpdatedAt))
            : await ClosedBy(leg);
        if (exit is not { } price)
            return Walk.Wait;
        var sign = entry.Side.Sign();
        var fees = _state.Market!.TakerFee * leg.Quantity * (leg.Price + price);
        return await Score(leg, leg.Quantity, leg.Price, price, ((price - leg.Price) * sign * leg.Quantity) - fees, leg.At, at);
    }

    private async Task<(decimal? Price, DateTimeOffset At)> ClosedBy(LegState leg)
    {
        var latest = await readModel.ClosedTrades(leg.Account, PageRequest.Newest(TradesMax), CancellationToken.None);
        return latest.Rows.LastOrDefault(trade => trade.Symbol == SymbolKey && trade.ClosedAt >= leg.At) is { } closed
            ? (closed.ExitPrice, closed.ClosedAt)
            : default;
    }

    private async Task<Walk> Score(
        LegState leg, decimal quantity, decimal entry, decimal exit, decimal net, DateTimeOffset from, DateTimeOffset to)
    {
        var (candles, interval) = await Candles(from);
        var isLong = LegPlan.SideOf(_state.Signal!) == Side.Buy;
        return await Take($"score/{leg.Name}", new LegScored(
            time.GetUtcNow(), leg.Name, TradeScoring.Of(_state.Levels!, quantity, entry, exit, isLong, net, from, to, candles, interval)));
    }

    private async Task<Walk> FollowOnPaper()
    {
        var now = time.GetUtcNow();
        if (!PaperTrade.IsFollowed(_state))
            return await Take("score", new SignalScored(now, new TradeScore(SignalReason.NotTaken, 0m, null, null, null, TimeSpan.Zero, OnPaper: true)));
        var due = SignalTimes.DueAt(_state);
        if (due > now)
            return Walk.Wait;
        var (candles, interval) = await Candles(_state.Paper?.Until ?? _state.EnrichedAt);
        if (PaperTrade.Follow(_state, candles, interval, now) is not { } happened)
            return await LookAgainLater();
        return await Take("paper", happened);
    }

    // The finest that reach back so far; where none does, all that there are of the signal's timeframe.
    private async Task<(ImmutableArray<Candle> Candles, Interval Interval)> Candles(DateTimeOffset since)
    {
        var market = GrainFactory.Symbol(SymbolKey);
        foreach (var interval in FineIntervals)
        {
            var count = ((time.GetUtcNow() - since).Ticks / interval.Length().Ticks) + 2;
            if (count > CandlesMax)
                continue;
            var found = await market.GetCandles(interval, (int)count);
            if (!found.Closed.IsEmpty && found.Closed[0].Start <= interval.Floor(since) + interval.Length())
                return (found.Closed, interval);
        }

        var coarse = _state.Market?.Timeframe ?? Interval.OneHour;
        return ((await market.GetCandles(coarse, CandlesMax)).Closed, coarse);
    }
}
