using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Execution;

/// <summary>Turns a decision into commands to the account.</summary>
/// <remarks>
/// <para>Order: first everything that frees margin (closes, then reductions, in the decision's order), then what opens or adds, then changes
/// of exits. A flip is a close and then an opening order, never one order, so that its bracket is sized to the new position alone.</para>
/// <para>Targets are absolute: what is held, and what working entry orders are still to bring, counts towards them. A difference below the
/// lot or the instrument's minimum is left alone. Exit prices go to the nearest tick.</para>
/// <para>An entry at a limit waits at its price on the tick, or at the end of its range that is nearer to the market, for at most
/// <see cref="EntryRestMax"/>. A decision that says how to enter replaces working entries of its symbol that wait elsewhere.</para>
/// <para>Where a decision about a position that stays brings an exit plan, its stop and target are moved, or made if it has none, whether it
/// grows, shrinks or keeps its size; trailing stop and time exit stay as they were opened. What is added has a bracket of its own, until the
/// next such decision makes one pair of all.</para>
/// </remarks>
public static class DecisionTranslator
{
    /// <summary>How long a limit entry rests at most.</summary>
    public static readonly TimeSpan EntryRestMax = TimeSpan.FromHours(1);

    /// <param name="cause">Who decided, for the books: agent and version.</param>
    /// <param name="choosesExecution">Whether market entries that name no way of execution go by <see cref="ExecutionPolicy"/>.</param>
    public static ExecutionPlan Translate(Decision decision, Observation observation, string cause, bool choosesExecution = false)
    {
        if (decision.IsHold)
            return ExecutionPlan.Nothing;
        var draft = new Draft(observation, cause, choosesExecution);
        var seen = new HashSet<Symbol>();
        foreach (var wanted in decision.Positions)
        {
            if (wanted.Signal == TradeSignal.Hold && wanted.ExitPlan is null)
                continue;
            var field = $"positions.{wanted.Symbol}";
            if (observation.Find(wanted.Symbol) is not { } market)
                draft.Errors.Add(new FieldError(field, wanted.Signal.ToString(), "is no symbol of this strategy version, or has no quote yet"));
            else if (!seen.Add(wanted.Symbol))
                draft.Errors.Add(new FieldError(field, wanted.Signal.ToString(), "is named twice; name each symbol once"));
            else if (ExitRules.Check(wanted, market, observation.Account.Find(wanted.Symbol), field, draft.Errors))
                Translate(wanted, market, draft);
        }

        return draft.Finish();
    }

    private static void Translate(SymbolDecision wanted, SymbolObservation market, Draft draft)
    {
        var position = draft.Account.Find(wanted.Symbol);
        var held = position?.Quantity ?? 0m;
        if (wanted.Signal == TradeSignal.Hold)
        {
            if (position is not null)
                draft.MoveExits(wanted, market.Instrument, position.Side, Math.Abs(held));
            return;
        }

        var target = wanted.Signal switch
        {
            TradeSignal.Buy => market.Instrument.QuantityDown(wanted.Quantity),
            TradeSignal.Sell => -market.Instrument.QuantityDown(wanted.Quantity),
            _ => 0m,
        };
        var isTurn = held != 0m && Math.Sign(target) != Math.Sign(held);
        if (target == 0m || isTurn)
            draft.CancelEntries(wanted.Symbol);
        else if (wanted.Entry is not null)
            draft.CancelEntries(wanted.Symbol, wanted.Signal == TradeSignal.Buy ? Side.Buy : Side.Sell, Draft.LimitOf(wanted, market.Instrument));
        if (isTurn)
        {
            draft.Closes.Add(new PlannedCommand($"{wanted.Symbol}/close", new ClosePosition(wanted.Symbol, draft.Note(wanted))));
            held = 0m;
        }

        if (target == 0m)
            return;
        var coming = isTurn ? 0m : draft.Coming(wanted.Symbol);
        var missing = (target - held - coming) * Math.Sign(target);
        var staying = Math.Abs(held);
        if (missing > 0m)
            draft.Open(wanted, market, missing);
        else if (missing < 0m && held != 0m)
            staying -= draft.Reduce(wanted, market.Instrument, Math.Min(-missing, staying));
        if (staying > 0m)
            draft.MoveExits(wanted, market.Instrument, position!.Side, staying);
    }

    private sealed class Draft(Observation observation, string cause, bool choosesExecution)
    {
        private readonly HashSet<OrderId> _cancelled = [];
        private readonly string _cause = Cut(cause, OrderNote.CauseLengthMax);
        private readonly List<PlannedCommand> _reductions = [];
        private readonly List<PlannedCommand> _openings = [];
        private readonly List<PlannedCommand> _exits = [];

        public AccountObservation Account => observation.Account;

        public ImmutableArray<FieldError>.Builder Errors { get; } = ImmutableArray.CreateBuilder<FieldError>();

        public List<PlannedCommand> Closes { get; } = [];

        public OrderNote Note(SymbolDecision wanted) => new(Cut(wanted.Justification, OrderNote.ReasonLengthMax), _cause);

        public ExecutionPlan Finish() => new([.. Closes, .. _reductions, .. _openings, .. _exits], Errors.ToImmutable());

        /// <summary>Signed quantity that working entry orders of the symbol may still bring.</summary>
        public decimal Coming(Symbol symbol) =>
            Account.Orders.Where(o => o.Symbol == symbol && !o.IsReduceOnly && !_cancelled.Contains(o.Id)).Sum(static o => o.Side.Sign() * o.QuantityLeft);

        /// <summary>Cancels working entries of the symbol, but for those of that side that wait at that price.</summary>
        public void CancelEntries(Symbol symbol, Side? side = null, decimal? price = null)
        {
            foreach (var order in Account.Orders.Where(o => o.Symbol == symbol && !o.IsReduceOnly))
            {
                if (price is { } kept && order.Side == side && order.Type == OrderType.Limit && order.Price == kept)
                    continue;
                _cancelled.Add(order.Id);
                Closes.Add(new PlannedCommand($"{symbol}/cancel/{order.Id}", new CancelOrder(order.Id)));
            }
        }

        /// <summary>The limit price of an entry on the tick; null for a market order.</summary>
        public static decimal? LimitOf(SymbolDecision wanted, Instrument instrument) => wanted.Entry?.LimitFor(wanted.Signal) is { } price
            ? instrument.PricePassive(price, wanted.Signal == TradeSignal.Sell ? Side.Sell : Side.Buy)
            : null;

        public void Open(SymbolDecision wanted, SymbolObservation market, decimal quantity)
        {
            var limit = LimitOf(wanted, market.Instrument);
            if (!market.Instrument.IsTradable(quantity, limit ?? market.Mid))
            {
                // A rest below the minimum is as good as there; a whole position below it is the decision's fault.
                if (quantity == wanted.Quantity)
                {
                    Errors.Add(new FieldError(
                        $"positions.{wanted.Symbol}.quantity", FieldError.Text(wanted.Quantity),
                        string.Create(CultureInfo.InvariantCulture, $"must be {market.Instrument.QuantityMin} to {market.Instrument.QuantityMax} and worth at least {market.Instrument.NotionalMin}")));
                }

                return;
            }

            var plan = wanted.ExitPlan;
            var type = limit is null ? OrderType.Market : OrderType.Limit;
            var takesOnly = limit is not null && wanted.Entry!.Urgency == EntryUrgency.High;
            var rests = limit is not null && !takesOnly;
            var intent = new OrderIntent(wanted.Symbol, wanted.Signal == TradeSignal.Buy ? Side.Buy : Side.Sell, type, OrderQuantity.InBase(quantity))
            {
                LimitPrice = limit,
                TimeInForce = takesOnly ? TimeInForce.Ioc : rests ? TimeInForce.Gtd : TimeInForce.Gtc,
                ExpiresAt = rests ? observation.At + EntryRestMax : null,
                PostOnly = rests && wanted.Entry!.Urgency == EntryUrgency.Low,
                Leverage = wanted.Leverage,
                Note = Note(wanted),
                Bracket = plan is null or { StopLoss: null, ProfitTarget: null, TrailingOffset: null, TimeExit: null }
                    ? null
                    : new Bracket(OnTick(plan.StopLoss), OnTick(plan.ProfitTarget), OnTick(plan.TrailingOffset), ExitAt: plan.TimeExit),
            };
            AccountCommand command = wanted.Entry?.Style is not null || choosesExecution
                ? ExecutionPolicy.CommandFor(intent, market, wanted.Entry?.Style, UrgencyOf(wanted.Entry))
                : new SubmitOrder(intent);
            _openings.Add(new PlannedCommand($"{wanted.Symbol}/open", command));

            decimal? OnTick(decimal? price) => price is { } p ? market.Instrument.PriceNearest(p) : null;
        }

        private static ExecutionUrgency UrgencyOf(EntryPlan? entry) => entry?.Urgency switch
        {
            EntryUrgency.Low => ExecutionUrgency.Low,
            EntryUrgency.High => ExecutionUrgency.High,
            _ => ExecutionUrgency.Normal,
        };

        /// <returns>By how much the position will shrink.</returns>
        public decimal Reduce(SymbolDecision wanted, Instrument instrument, decimal quantity)
        {
            if (quantity < instrument.QuantityMin)
                return 0m;
            var side = wanted.Signal == TradeSignal.Buy ? Side.Sell : Side.Buy;
            var intent = new OrderIntent(wanted.Symbol, side, OrderType.Market, OrderQuantity.InBase(quantity)) { ReduceOnly = true, Note = Note(wanted) };
            _reductions.Add(new PlannedCommand($"{wanted.Symbol}/reduce", new SubmitOrder(intent)));
            return quantity;
        }

        /// <param name="side">Of the position.</param>
        /// <param name="quantity">What stays of it, above zero.</param>
        public void MoveExits(SymbolDecision wanted, Instrument instrument, Side side, decimal quantity)
        {
            if (wanted.ExitPlan is not { } plan)
                return;
            var replaced = new List<PlannedCommand>();
            var stop = Exit(OrderType.Stop, plan.StopLoss, "stop");
            var target = Exit(OrderType.TakeProfit, plan.ProfitTarget, "target");
            if (stop is not null && target is not null)
                _exits.Add(new PlannedCommand($"{wanted.Symbol}/exits", new SubmitOco(stop, target)));
            else if ((stop ?? target) is { } single)
                _exits.Add(new PlannedCommand($"{wanted.Symbol}/exits", new SubmitOrder(single)));

            // The new ones stand before the old ones go.
            _exits.AddRange(replaced);

            // Moves the leg that there is. Where there is none, or many that additions left behind, or one too small, returns the order to make.
            OrderIntent? Exit(OrderType type, decimal? wantedPrice, string name)
            {
                if (wantedPrice is not { } given)
                    return null;
                var price = instrument.PriceNearest(given);
                var legs = Account.Orders.Where(leg => leg.Symbol == wanted.Symbol && leg.Type == type && leg.IsReduceOnly).ToArray();
                if (legs is [var only] && only.QuantityLeft >= quantity)
                {
                    if (only.TriggerPrice != price)
                        _exits.Add(new PlannedCommand($"{wanted.Symbol}/{name}/{only.Id}", new AmendOrder(only.Id, TriggerPrice: price)));
                    return null;
                }

                replaced.AddRange(legs.Select(leg => new PlannedCommand($"{wanted.Symbol}/cancel/{leg.Id}", new CancelOrder(leg.Id))));
                return new OrderIntent(wanted.Symbol, side.Opposite(), type, OrderQuantity.InBase(quantity))
                {
                    TriggerPrice = price, ReduceOnly = true, Note = Note(wanted),
                };
            }
        }

        private static string Cut(string text, int lengthMax) => text.Length <= lengthMax ? text : text[..lengthMax];
    }
}
