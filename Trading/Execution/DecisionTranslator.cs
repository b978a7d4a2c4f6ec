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
/// grows, shrinks or keeps its size; trailing stop and time exit stay as they were opened. Where there is not one leg of each for the whole,
/// one set of exits takes the place of all, in one commit.</para>
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
                draft.MoveExits(wanted, market.Instrument, position, Math.Abs(held));
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
            draft.MoveExits(wanted, market.Instrument, position!, staying);
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
                Bracket = BracketOf(plan, market.Instrument),
            };
            AccountCommand command = wanted.Entry?.Style is not null || choosesExecution
                ? ExecutionPolicy.CommandFor(intent, market, wanted.Entry?.Style, UrgencyOf(wanted.Entry))
                : new SubmitOrder(intent);
            _openings.Add(new PlannedCommand($"{wanted.Symbol}/open", command));
        }

        private static Bracket? BracketOf(ExitPlan? plan, Instrument instrument)
        {
            if (plan is null or { StopLoss: null, ProfitTarget: null, TrailingOffset: null, TimeExit: null, TrailingPercent: null, Targets: null })
                return null;
            return new Bracket(OnTick(plan.StopLoss), plan.Targets is null ? OnTick(plan.ProfitTarget) : null, OnTick(plan.TrailingOffset), ExitAt: plan.TimeExit)
            {
                TrailingPercent = plan.TrailingPercent,
                BreakEven = plan.BreakEven,
                Targets = plan.Targets is { } levels ? [.. levels.Select(level => level with { Price = instrument.PriceNearest(level.Price) })] : null,
            };

            decimal? OnTick(decimal? price) => price is { } p ? instrument.PriceNearest(p) : null;
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

        /// <summary>Moves the legs that there are, or gives the position one set of exits in place of all that it has.</summary>
        /// <param name="quantity">What stays of the position, above zero.</param>
        public void MoveExits(SymbolDecision wanted, Instrument instrument, PositionObservation position, decimal quantity)
        {
            if (wanted.ExitPlan is not { } plan)
                return;
            // A ladder stands as it was set: one target would take its place.
            decimal? stop = OnTick(plan.StopLoss), target = position.Exits is { Bracket.Targets: not null } ? null : OnTick(plan.ProfitTarget);
            var (stops, targets) = (Legs(position, OrderType.Stop), Legs(position, OrderType.TakeProfit));
            if (CanMove(stop, stops) && CanMove(target, targets))
            {
                Move(stop, stops, "stop");
                Move(target, targets, "target");
                return;
            }

            var now = position.Exits?.Bracket;
            var exits = new Bracket(
                stop ?? Standing(stops), target ?? (now?.Targets is null ? Standing(targets) : null), position.ExitPlan?.TrailingOffset, ExitAt: position.ExitPlan?.TimeExit)
            {
                TrailingPercent = now?.TrailingPercent, BreakEven = now?.BreakEven, Targets = now?.Targets,
            };
            _exits.Add(new PlannedCommand($"{wanted.Symbol}/exits", new ReplaceExits(wanted.Symbol, exits, Note(wanted))));

            decimal? OnTick(decimal? price) => price is { } given ? instrument.PriceNearest(given) : null;

            bool CanMove(decimal? price, OrderObservation[] legs) => price is null || (legs is [var only] && only.QuantityLeft >= quantity);

            void Move(decimal? price, OrderObservation[] legs, string name)
            {
                if (price is { } to && legs[0].TriggerPrice != to)
                    _exits.Add(new PlannedCommand($"{wanted.Symbol}/{name}/{legs[0].Id}", new AmendOrder(legs[0].Id, TriggerPrice: to)));
            }

            // The nearest to the market: of a long the highest stop, the lowest target.
            decimal? Standing(OrderObservation[] legs) => legs.Length == 0 ? null
                : position.IsLong == (legs[0].Type == OrderType.Stop) ? legs.Max(static leg => leg.TriggerPrice) : legs.Min(static leg => leg.TriggerPrice);
        }

        private OrderObservation[] Legs(PositionObservation position, OrderType type) =>
            [.. Account.Orders.Where(leg => leg.Symbol == position.Symbol && leg.Type == type && leg.IsReduceOnly)];

        private static string Cut(string text, int lengthMax) => text.Length <= lengthMax ? text : text[..lengthMax];
    }
}
