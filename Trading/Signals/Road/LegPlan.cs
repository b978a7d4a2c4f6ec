using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Signals.Sources;
using OrleansTrader.Trading.Sizing;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>What a qualified signal makes of one subscriber's account: the commands, in their order, or why there are none.</summary>
public static class LegPlan
{
    public const string Close = "close";

    public const string Open = "open";

    /// <summary>Why nothing is traded here whatever the account holds; null where something may be.</summary>
    public static LegEnded? Decline(SignalState state, LegState leg, DateTimeOffset now)
    {
        if (leg.Terms.Strategy is { } strategy && !string.Equals(strategy, state.Signal!.Strategy, StringComparison.OrdinalIgnoreCase))
            return new LegEnded(now, leg.Name, SignalReason.OtherStrategy, $"follows {strategy} only");
        return leg.Terms.OnlyInforms ? new LegEnded(now, leg.Name, SignalReason.Informed, "only told") : null;
    }

    /// <summary>Whether the signal would open something here: only then a second opinion is asked.</summary>
    public static bool MayOpen(SignalState state, LegState leg) =>
        state.Signal!.Direction != SignalDirection.Close && (leg.Terms.Allows(SignalRight.Open) || leg.Terms.Allows(SignalRight.Reverse));

    /// <param name="cause">What orders name as their cause.</param>
    public static SignalEvent Decide(
        SignalState state, LegState leg, AccountKey key, string cause, SymbolObservation market, AccountObservation account, DateTimeOffset now)
    {
        var signal = state.Signal!;
        var held = account.Find(signal.Symbol)?.Quantity ?? 0m;
        var note = NoteOf(signal, cause);
        var closes = ImmutableArray.CreateBuilder<PlannedCommand>();
        foreach (var order in account.Orders)
        {
            // What was to open the other side, or anything where the wish is to be flat, no longer holds.
            if (order.Symbol == signal.Symbol && !order.IsReduceOnly && (signal.Direction == SignalDirection.Close || order.Side != SideOf(signal)))
                closes.Add(new PlannedCommand($"cancel/{order.Id}", new CancelOrder(order.Id)));
        }

        if (signal.Direction == SignalDirection.Close)
        {
            if (!leg.Terms.Allows(SignalRight.Close))
                return NotPermitted("close");
            if (held == 0m && closes.Count == 0)
                return new LegEnded(now, leg.Name, SignalReason.NothingToClose, $"no position in {signal.Symbol}");
            if (held != 0m)
                closes.Add(new PlannedCommand(Close, new ClosePosition(signal.Symbol, note)));
            return Sized(closes, 0m, 0m, "closes what is held");
        }

        var isTurn = held != 0m && Math.Sign(held) != SideOf(signal).Sign();
        if (isTurn && !leg.Terms.Allows(SignalRight.Reverse))
        {
            if (!leg.Terms.Allows(SignalRight.Close))
                return NotPermitted("reverse");
            closes.Add(new PlannedCommand(Close, new ClosePosition(signal.Symbol, note)));
            return Sized(closes, 0m, 0m, "closes the other side, may not reverse");
        }

        if (!isTurn && !leg.Terms.Allows(SignalRight.Open))
            return NotPermitted("open");
        if (isTurn)
            closes.Add(new PlannedCommand(Close, new ClosePosition(signal.Symbol, note)));
        return Opening();

        LegEnded NotPermitted(string what) => new(now, leg.Name, SignalReason.NotPermitted, $"may not {what} here");

        LegSized Sized(ImmutableArray<PlannedCommand>.Builder commands, decimal quantity, decimal leverage, string detail) =>
            new(now, leg.Name, key, cause, commands.ToImmutable(), quantity, leverage, detail);

        SignalEvent Opening()
        {
            var levels = state.Levels!;
            var price = levels.IsLimit ? levels.Entry : signal.Direction == SignalDirection.Long ? market.Ask : market.Bid;
            if ((price - levels.Stop) * SideOf(signal).Sign() <= 0m)
                return new LegEnded(now, leg.Name, SignalReason.ExitsImpossible, $"the market is beyond the stop at {Words.Number(levels.Stop)}");
            var size = SignalSizer.Size(state, leg.Terms.Sizing, market, account, SideOf(signal), price, isTurn);
            if (!size.IsTradable)
                return new LegEnded(now, leg.Name, SignalReason.TooSmall, size.Reason?.ToString() ?? "nothing that can be traded is left of the size");
            closes.Add(new PlannedCommand(Open, ExecutionPolicy.CommandFor(OrderOf(levels, size), market, StyleOf(leg.Terms.Execution), ExecutionUrgency.Normal)));
            var bound = size.Cap == SizeCap.None ? string.Empty : $", bound by {size.Cap}";
            return Sized(closes, size.Quantity, size.Leverage, string.Create(
                CultureInfo.InvariantCulture, $"{Words.Number(size.Quantity)} at leverage {Words.Number(size.Leverage)}, risks {Words.Round(size.Risk ?? 0m)} of {Words.Round(account.Equity)}{bound}"));
        }

        OrderIntent OrderOf(TradeLevels levels, SizedPosition size) => new(
            signal.Symbol, SideOf(signal), levels.IsLimit ? OrderType.Limit : OrderType.Market, size.Order)
        {
            LimitPrice = levels.IsLimit ? levels.Entry : null,
            TimeInForce = levels.IsLimit ? TimeInForce.Gtd : TimeInForce.Gtc,
            ExpiresAt = levels.IsLimit ? now + SignalTimes.EntryRestMax : null,
            Leverage = size.Leverage,
            Bracket = new Bracket(levels.Stop, levels.Target),
            Note = note,
        };
    }

    private static ExecutionStyle? StyleOf(SignalExecution execution) => execution switch
    {
        SignalExecution.Market => ExecutionStyle.Market,
        SignalExecution.Best => ExecutionStyle.LimitAtBest,
        SignalExecution.Chase => ExecutionStyle.Chase,
        SignalExecution.Twap => ExecutionStyle.Twap,
        SignalExecution.Vwap => ExecutionStyle.Vwap,
        SignalExecution.Iceberg => ExecutionStyle.Iceberg,
        _ => null,
    };

    public static Side SideOf(Signal signal) => signal.Direction == SignalDirection.Short ? Side.Sell : Side.Buy;

    private static OrderNote NoteOf(Signal signal, string cause)
    {
        var reason = $"signal: {Words.Of(signal)}";
        return new OrderNote(reason.Length > OrderNote.ReasonLengthMax ? reason[..OrderNote.ReasonLengthMax] : reason, cause);
    }
}
