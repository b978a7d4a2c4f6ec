using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Trading.Orders.Parents;

/// <summary>
/// The next steps of a parent order, given what the market and its child have become. One child at a time. Every step is journaled, so
/// that what comes next follows from the books alone, after a restart as before it.
/// </summary>
internal static partial class ParentSteps
{
    /// <summary>Steps within one decision; what is still to do then waits for the next quote.</summary>
    private const int RoundsMax = 8;

    /// <summary>How often the rest is taken anew at the deadline.</summary>
    private const int TriesMax = 20;

    /// <summary>How often a market order looks for more until its deadline.</summary>
    private const int LooksMax = 100;

    public static void Run(in Work work, OrderId id)
    {
        for (var round = 0; round < RoundsMax; round++)
        {
            if (work.State.FindParent(id) is not { } parent || work.TradableIndex(parent.Symbol) is not (>= 0 and var market))
                return;
            if (TryFinish(work, parent, work.Context[market]))
                return;
            if (!Next(work, parent, work.Context[market]))
                break;
        }

        MoveOn(work, id);
    }

    // Whatever was or was not done, the time that has come does not come again.
    private static void MoveOn(in Work work, OrderId id)
    {
        if (work.State.FindParent(id) is not { } parent || work.Now < parent.NextAt)
            return;
        var plan = new SlicePlan(parent);
        var next = parent.Intent.IsSliced ? plan.At(plan.DueAt(work.Now)) : parent.EndsAt;
        if (next <= work.Now)
            next = parent.EndsAt > work.Now ? parent.EndsAt : work.Now + RetryAfter(work);
        Advance(work, parent, work.Context[work.Context.IndexOf(parent.Symbol)], new ParentStep(parent.Step, parent.Tries, next, parent.Child, parent.IsTaking));
    }

    public static void Advance(in Work work, ParentOrder parent, in MarketView view, in ParentStep step) =>
        work.Emit(new AccountEvent(new ParentAdvanced(
            work.Now, parent.Id, step.Step, step.Tries, step.Child, step.IsTaking, ParentDesk.MidOf(view), step.NextAt, view.LastSequence, view.At)));

    private static bool TryFinish(in Work work, ParentOrder parent, in MarketView view)
    {
        if (parent.Remaining == 0m)
            return Ended(work, parent, ParentEndReason.Filled);
        if (parent.Intent.ReduceOnly && ChildOrders.Reducible(work, parent) == 0m)
            return Ended(work, parent, ParentEndReason.PositionClosed);
        if (IsInForce(work, parent))
            return false;
        switch (EndOf(work, parent.Child))
        {
            case OrderEndReason.Margin: return Ended(work, parent, ParentEndReason.Margin);
            case OrderEndReason.RiskLimit: return Ended(work, parent, ParentEndReason.RiskLimit);
        }

        var price = parent.Intent.LimitPrice ?? (parent.Side == Side.Buy ? view.Ask : view.Bid);
        if (parent.Remaining < ChildOrders.SmallestOf(view.Instrument, price, parent.Intent.ReduceOnly))
            return Ended(work, parent, ParentEndReason.RemainderTooSmall);
        return parent.Children >= ParentOrder.ChildrenMax && Ended(work, parent, ParentEndReason.TooManyChildren);
    }

    private static bool Ended(in Work work, ParentOrder parent, ParentEndReason reason)
    {
        ParentDesk.End(work, parent, reason);
        return true;
    }

    private static bool IsInForce(in Work work, ParentOrder parent) => parent.Child is { } child && work.State.IndexOf(child) >= 0;

    // A child that ended without being filled did so within this very decision.
    private static OrderEndReason EndOf(in Work work, OrderId? child)
    {
        if (child is not { } id)
            return OrderEndReason.None;
        foreach (ref readonly var happened in work.Buffer.Events)
        {
            if (happened.Kind == AccountEventKind.OrderEnded && happened.OrderEnded() is var ended && ended.Order == id)
                return ended.Reason;
        }

        return OrderEndReason.None;
    }

    /// <returns>Whether there may be more to do at once.</returns>
    private static bool Next(in Work work, ParentOrder parent, in MarketView view)
    {
        if (work.Now >= parent.EndsAt)
            return AtDeadline(work, parent, view);
        if (parent.Intent.IsSliced)
            return NextSlice(work, parent, view);
        var isInForce = IsInForce(work, parent);
        if (isInForce)
            return parent.Intent.Style == ExecutionStyle.Chase && Follow(work, parent, view);
        if (parent.Child is null && work.Now < parent.NextAt)
            return false;
        if (HasUsed(work, parent, view))
        {
            // The same book is not taken from twice.
            Advance(work, parent, view, new ParentStep(parent.Step, parent.Tries, Later(work, parent)));
            return false;
        }

        return parent.Intent.Style == ExecutionStyle.Market ? NextMarket(work, parent, view) : Rest(work, parent, view, parent.Remaining, parent.Step + 1);
    }

    // The child was made at this very quote, so it took; or it was filled by it, and the next one would take.
    private static bool HasUsed(in Work work, ParentOrder parent, in MarketView view)
    {
        if (parent.Child is not { } child)
            return false;
        if (parent.SeenSequence == view.LastSequence && parent.SeenAt == view.At)
            return true;
        if (parent.Intent.Style != ExecutionStyle.Iceberg || parent.Intent.LimitPrice is null || ChildOrders.TouchWithin(parent.Intent, view) is null)
            return false;
        foreach (ref readonly var happened in work.Buffer.Events)
        {
            if (happened.Kind == AccountEventKind.OrderFilled && happened.OrderFilled().Order == child)
                return true;
        }

        return false;
    }

    private static bool NextMarket(in Work work, ParentOrder parent, in MarketView view)
    {
        // With a price limit it is a limit order that takes what it can and rests with what is left.
        if (parent.Intent is { LimitPrice: not null, ParticipationMax: null })
            return Place(work, parent, view, parent.Remaining, parent.Intent.LimitPrice, takes: false, new ParentStep(parent.Step + 1, parent.Tries, parent.EndsAt));
        return Take(work, parent, view, parent.Remaining, new ParentStep(parent.Step + 1, parent.Tries, Later(work, parent)));
    }

    private static bool Follow(in Work work, ParentOrder parent, in MarketView view)
    {
        var child = work.State.Orders[work.State.IndexOf(parent.Child!.Value)];
        if (ChaseCondition(parent, child, view.Instrument) is not { } condition || !condition.IsMetBy(view, work.Now))
            return false;
        var price = ChildOrders.BestPrice(parent, view);
        if ((price - child.LimitPrice) * parent.Side.Sign() <= 0m)
        {
            // The best price was there and came back: the quote is not to be looked at again.
            Advance(work, parent, view, new ParentStep(parent.Step, parent.Tries, parent.NextAt, parent.Child));
            return false;
        }

        work.End(child.Id, OrderStatus.Cancelled, OrderEndReason.Parent);
        return Rest(work, parent, view, parent.Remaining, parent.Step + 1);
    }

    /// <summary>When a chase's child has to follow; null where it may not, or has gone as far as it may.</summary>
    public static Condition? ChaseCondition(ParentOrder parent, in Order child, Instrument instrument)
    {
        if (parent.Intent.Style != ExecutionStyle.Chase || child.Status == OrderStatus.Pending || parent.Step > parent.Intent.RepostsOrDefault)
            return null;
        var isBuy = parent.Side == Side.Buy;
        var next = child.LimitPrice + (instrument.TickSize * parent.Side.Sign());
        var farthest = ChildOrders.FarthestOf(parent, instrument);
        if ((next - farthest) * parent.Side.Sign() > 0m || (parent.Intent.LimitPrice is { } limit && (next - limit) * parent.Side.Sign() > 0m))
            return null;
        return new Condition(isBuy ? ConditionKind.BidAtLeast : ConditionKind.AskAtMost, next, null, false, default, parent.SeenSequence, parent.SeenAt);
    }

    private static bool AtDeadline(in Work work, ParentOrder parent, in MarketView view)
    {
        var isSweeping = parent.Tries > 0;
        if (isSweeping && work.Now < parent.NextAt)
            return false;
        if (parent.Intent.OnDeadline == DeadlineAction.Cancel || parent.Tries >= TriesMax || ChildOrders.TouchWithin(parent.Intent, view) is not { } touch)
            return !Ended(work, parent, ParentEndReason.Deadline);
        if (IsInForce(work, parent))
            work.End(parent.Child!.Value, OrderStatus.Cancelled, OrderEndReason.Parent);
        var step = new ParentStep(parent.Step, parent.Tries + 1, work.Now + RetryAfter(work));
        var quantity = ChildOrders.QuantityOf(work, parent, view.Instrument, parent.Remaining, touch);
        return quantity == 0m
            ? !Ended(work, parent, ParentEndReason.RemainderTooSmall)
            : Place(work, parent, view, quantity, null, takes: true, step);
    }

    private static bool Take(in Work work, ParentOrder parent, in MarketView view, decimal wanted, in ParentStep step)
    {
        if (ChildOrders.TouchWithin(parent.Intent, view) is { } touch)
        {
            var quantity = ChildOrders.QuantityOf(work, parent, view.Instrument, Math.Min(wanted, ChildOrders.DepthCap(parent.Intent, view) ?? wanted), touch);
            if (quantity > 0m)
                return Place(work, parent, view, quantity, null, takes: true, step);
        }

        Advance(work, parent, view, step);
        return step.IsTaking;
    }

    private static bool Rest(in Work work, ParentOrder parent, in MarketView view, decimal wanted, int number)
    {
        var intent = parent.Intent;
        var shown = intent.Style == ExecutionStyle.Iceberg ? Math.Min(wanted, intent.DisplayQuantity ?? wanted) : wanted;
        var price = intent is { Style: ExecutionStyle.Iceberg, LimitPrice: { } own } ? own : ChildOrders.BestPrice(parent, view);
        var quantity = ChildOrders.QuantityOf(work, parent, view.Instrument, shown, price);
        return quantity == 0m
            ? !Ended(work, parent, ParentEndReason.RemainderTooSmall)
            : Place(work, parent, view, quantity, price, takes: false, new ParentStep(number, parent.Tries, parent.EndsAt));
    }

    // A refusal that time may cure is tried again; any other ends the parent.
    private static bool Place(in Work work, ParentOrder parent, in MarketView view, decimal quantity, decimal? price, bool takes, in ParentStep step)
    {
        if (ChildOrders.Place(work, parent, view, quantity, price, takes, step) is not { } refusal)
            return true;
        var wait = refusal.RetryAfter ?? (refusal.Code is RefusalCode.WouldTake ? RetryAfter(work) : null as TimeSpan?);
        if (wait is not { } time)
        {
            // The child may have been cancelled on the way here.
            ParentDesk.End(work, work.State.FindParent(parent.Id)!, ParentEndReason.Refused, refusal.Code);
            return false;
        }

        var again = work.Now + (time > RetryAfter(work) ? time : RetryAfter(work));
        Advance(work, parent, view, new ParentStep(parent.Step, step.Tries, again < parent.EndsAt || step.Tries > parent.Tries ? again : parent.EndsAt));
        return false;
    }

    // Soon, but not so often that a long wait fills the journal.
    private static DateTimeOffset Later(in Work work, ParentOrder parent)
    {
        var wait = parent.Intent.Style == ExecutionStyle.Market ? Math.Max(RetryAfter(work).Ticks, (parent.EndsAt - parent.AcceptedAt).Ticks / LooksMax) : RetryAfter(work).Ticks;
        var later = work.Now.AddTicks(wait);
        return later < parent.EndsAt ? later : parent.EndsAt;
    }

    private static TimeSpan RetryAfter(in Work work) => work.Rules.RetryAfter > TimeSpan.Zero ? work.Rules.RetryAfter : TimeSpan.FromSeconds(1);
}
