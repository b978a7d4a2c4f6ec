using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Trading.Tests.Accounts;

/// <summary>A step of a random story: a kind and four numbers, so that a shorter or smaller one is still a story.</summary>
public readonly record struct Step(byte Kind, int A, int B, int C, int D);

/// <summary>Plays steps against an account and names the first broken promise, with the commands so far, one a line.</summary>
internal sealed partial class Story(ExchangeRules? rules = null, bool hasBook = false, AccountLimits? limits = null, TenantHeadroom? headroom = null)
{
    // Requirements are rounded up, amounts to even.
    private const decimal Rounding = 0.00000001m;

    private readonly Dictionary<Symbol, decimal> _filled = [];
    private readonly HashSet<long> _accepted = [];
    private readonly Dictionary<long, HashSet<long>> _filledOfGroup = [];
    private readonly Dictionary<long, long> _groupOf = [];
    private readonly HashSet<(Symbol, DateTimeOffset)> _funded = [];
    private readonly decimal[] _price = [100m, 50m];
    private readonly Desk _desk = new(rules: rules ?? ExchangeRules.Default);
    private readonly StoryExits _exits = new();
    private readonly AccountState _replayed = new();
    private readonly AccountState _input = new();

    public List<string> Lines { get; } = [];

    public int Fills => _accepted.Count == 0 ? 0 : _desk.Fills.Count();

    public IReadOnlyList<AccountEvent> Journal => _desk.Journal;

    public Desk Desk => _desk;

    /// <summary>What was refused so far, by its code.</summary>
    public Dictionary<RefusalCode, int> Refused { get; } = [];

    public static string? Play(Step[] steps, Func<Story, string?>? alsoBroken = null, Story? like = null)
    {
        var story = like is null ? new Story() : like.Anew();
        return story.Run(steps, alsoBroken) is { } broken ? $"{broken}\n{string.Join('\n', story.Lines)}" : null;
    }

    private Story Anew() => new(rules, hasBook, limits, headroom);

    public string? Run(Step[] steps, Func<Story, string?>? alsoBroken = null)
    {
        _desk.Context.Headroom = headroom;
        if (limits is not null)
            Assert.True(_desk.Do(new SetAgentLimits("limited", limits)).IsAccepted);
        foreach (var happened in _desk.Journal)
            Ledger.Apply(_replayed, happened);
        _desk.Show(100m, 100.5m, Desk.Btc);
        _desk.Show(50m, 50.5m, Desk.Eth);
        foreach (var step in steps)
        {
            if ((Play(step) ?? alsoBroken?.Invoke(this)) is { } broken)
                return broken;
        }

        return null;
    }

    private string? Play(Step step)
    {
        var symbol = (step.A & 1) == 0 ? Desk.Btc : Desk.Eth;
        _desk.Context.Now += TimeSpan.FromSeconds(step.D % 5 == 0 ? 900 + (step.D % 7200) : 1 + (step.D % 60));
        if (step.Kind % 3 == 0)
        {
            Move(step, symbol);
            return Do(new TriggersFired(symbol));
        }

        var command = Command(step, symbol);
        var broken = Do(command);
        return broken ?? (step.B % 7 == 0 && command is TriggersFired or ChargeFunding ? Do(command) : null);
    }

    private void Move(Step step, Symbol symbol)
    {
        ref var price = ref _price[symbol == Desk.Btc ? 0 : 1];
        var change = (step.B % 40 == 0 ? (step.C % 50) : (step.C % 4)) / 100m * (step.D % 2 == 0 ? 1 : -1);
        var before = price;
        price = Math.Clamp(decimal.Round(price * (1m + change), 4), 1m, 10_000m);
        var spread = 0.01m * (1 + (step.B % 60));
        _desk.Show(price, price + spread, symbol, step.B % 5 == 0 ? 1m + (step.C % 7) : 0m, step.B % 3 == 0 ? (Math.Min(before, price), Math.Max(before, price)) : null);
        if (hasBook && step.B % 4 != 0)
            ShowBook(step, symbol, price, price + spread);
        Lines.Add($"{_desk.Context.Now:HH:mm:ss} quote {symbol} {price} / {price + spread}");
    }

    private void ShowBook(Step step, Symbol symbol, decimal bid, decimal ask)
    {
        var levels = 1 + (step.C % 5);
        _desk.ShowBook(
            [.. Enumerable.Range(0, levels).Select(i => (Math.Max(0.5m, bid - (0.5m * i)), 0.5m + ((step.B + i) % 9)))],
            [.. Enumerable.Range(0, levels).Select(i => (ask + (0.5m * i), 0.5m + ((step.D + i) % 9)))], symbol);
    }

    private AccountCommand Command(Step step, Symbol symbol)
    {
        var order = new OrderId(1 + (step.C % 40));
        return (step.Kind % 32) switch
        {
            14 when step.B % 2 == 0 => new SubmitParent(Parent(step, symbol)),
            17 when step.B % 4 == 0 => new CancelParent(order),
            1 or 2 or 4 or 5 or 7 or 8 or 10 or 11 or 13 or 14 => new SubmitOrder(Intent(step, symbol)),
            16 => new SubmitOco(Intent(step, symbol), Intent(step with { B = step.B + 1, C = step.C + 3 }, symbol)),
            17 => new CancelOrder(order),
            19 => new AmendOrder(order, step.B % 2 == 0 ? Lots(step.C) : null, step.B % 3 == 0 ? Tick(symbol, step.D % 21 - 10) : null, step.B % 5 == 0 ? Tick(symbol, step.C % 21 - 10) : null),
            20 when step.B % 2 == 0 => new ReplaceExits(symbol, Exits(step, symbol), OrderNote.None),
            20 => new ClosePosition(symbol, OrderNote.None),
            22 => new ChargeFunding(symbol, new DateTimeOffset(_desk.Context.Now.Ticks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero).AddHours(-(step.B % 4)), ((step.C % 200) - 100) / 10_000m, _price[symbol == Desk.Btc ? 0 : 1]),
            23 => new SetLeverage(symbol, 1 + (step.C % 55)),
            25 => new SetMarginMode(symbol, step.C % 2 == 0 ? MarginMode.Isolated : MarginMode.Cross),
            26 => new MoveIsolatedMargin(symbol, (step.C % 400) - 200),
            28 => step.B % 4 == 0 ? new HaltAccount("test", step.C % 2 == 0) : step.B % 4 == 1 ? Breaker(step, symbol) : new ResumeAccount(),
            29 => step.B % 3 == 0 ? new ResetAccount(step.C % 2 == 0 ? 100 + (step.C % 10_000) : null) : step.B % 2 == 0 ? new Deposit(1 + (step.C % 500)) : new Withdraw(1 + (step.C % 2_000)),
            31 when step.B % 6 == 1 => new SetAgentLimits(
                step.D % 2 == 0 ? "one" : "two", step.C % 4 == 0 ? null : new(LeverageMax: 1 + (step.C % 50), DrawdownMax: step.C % 3 == 0 ? 0.4m : null, OnBreach: step.C % 2 == 0 ? BreachAction.Halt : default)),
            31 => step.B % 6 == 0 ? new CancelOrders(symbol) : new SetLimits(new(DailyLossMax: step.B % 2 == 0 ? 3_000m : null, DrawdownMax: step.C % 2 == 0 ? 0.5m : null, OnBreach: step.C % 3 == 0 ? BreachAction.Halt : default)),
            _ => new MarkEquity(),
        };
    }

    private static decimal Lots(int c) => (1 + (c % 400)) / 2m;

    private decimal Tick(Symbol symbol, int steps) =>
        Math.Max(0.5m, Math.Floor(_price[symbol == Desk.Btc ? 0 : 1] * 2m) / 2m + (0.5m * steps));

    private OrderIntent Intent(Step step, Symbol symbol)
    {
        var type = (OrderType)(Math.Abs(step.B) % 6);
        var away = 1 + (step.C % 10);
        var side = step.B / 6 % 2 == 0 ? Side.Buy : Side.Sell;
        var sign = side.Sign();
        var isLimit = type is OrderType.Limit or OrderType.StopLimit;
        var limit = Tick(symbol, step.D % 17 == 0 ? away * sign : -away * sign);
        var tif = isLimit && type == OrderType.Limit ? (TimeInForce)(step.C / 3 % 4) : TimeInForce.Gtc;
        return new OrderIntent(symbol, side, type, step.C % 9 == 0 ? OrderQuantity.InQuote(50 * Lots(step.D)) : OrderQuantity.InBase(Lots(step.C)))
        {
            LimitPrice = isLimit ? limit : null,
            TriggerPrice = type is OrderType.Stop or OrderType.StopLimit ? Tick(symbol, away * sign) : type == OrderType.TakeProfit ? Tick(symbol, -away * sign) : null,
            TrailingOffset = type == OrderType.TrailingStop ? away * 0.5m : null,
            TimeInForce = tif,
            ExpiresAt = tif == TimeInForce.Gtd ? _desk.Context.Now.AddSeconds(step.D % 4000) : null,
            PostOnly = tif == TimeInForce.Gtc && type == OrderType.Limit && step.C % 4 == 0,
            ReduceOnly = step.D % 4 == 0,
            Leverage = step.C % 3 == 0 ? null : 1 + (step.C % 50),
            Bracket = step.D % 4 == 1 && !isLimit && type is OrderType.Market
                ? step.B % 3 == 0 ? Exits(step, symbol, side) : new Bracket(Tick(symbol, -sign * (3 + away)), step.C % 2 == 0 ? Tick(symbol, sign * (3 + away)) : null, step.C % 5 == 0 ? away : null, null, step.C % 3 == 0 ? _desk.Context.Now.AddMinutes(away) : null)
                : null,
        };
    }

    private Bracket Exits(Step step, Symbol symbol, Side? of = null) => StoryExits.Of(
        step, of?.Sign() ?? (_desk.State.HeldOf(symbol) < 0m ? -1 : 1), steps => Tick(symbol, steps), _desk.Context.Now);

    private ParentIntent Parent(Step step, Symbol symbol)
    {
        var like = Intent(step with { B = step.B / 6 * 6 }, symbol);
        return new ParentIntent(symbol, like.Side, like.Quantity, (ExecutionStyle)(step.C % 6))
        {
            Duration = TimeSpan.FromSeconds(1 + (step.D % 4000)),
            Urgency = (ExecutionUrgency)(step.D % 3),
            OnDeadline = (DeadlineAction)(step.D % 2),
            DisplayQuantity = step.C % 6 == 5 ? Lots(step.D) : null,
            Profile = step.C % 6 == 4 ? new VolumeProfile(720, [3m, 5m]) : null,
            ReduceOnly = like.ReduceOnly,
            Bracket = like.ReduceOnly ? null : like.Bracket,
            Leverage = like.Leverage,
            Seed = step.A,
        };
    }

    private string? Do(AccountCommand command)
    {
        Lines.Add($"{_desk.Context.Now:HH:mm:ss} {command}");
        _input.CopyFrom(_desk.State);
        var before = _desk.State.ToData();
        var held = new[] { _desk.State.HeldOf(Desk.Btc), _desk.State.HeldOf(Desk.Eth) };
        var result = Ledger.Decide(_desk.State, command, _desk.Context, _desk.Buffer);
        if (result.Refusal is { } refusal)
            Refused[refusal.Code] = Refused.GetValueOrDefault(refusal.Code) + 1;
        if (!AccountStates.AreEqual(before, _desk.State.ToData()))
            return "Decide leaves its input untouched";
        foreach (ref readonly var happened in _desk.Buffer.Events)
        {
            if (Follow(happened, held) is { } broken)
                return broken;
            _exits.Before(_desk.State, happened);
            var reserved = _desk.State.ReservedMargin;
            _desk.Journal.Add(happened);
            Ledger.Apply(_desk.State, happened);
            Ledger.Apply(_replayed, happened);
            if (_exits.After(_desk.State, happened) is { } bare)
                return bare;
            if (TakesMargin(happened, reserved) && Available < -Rounding)
                return $"no order beyond margin: {happened.Kind} leaves {Available}";
        }

        return Check();
    }

    private bool TakesMargin(in AccountEvent happened, decimal reservedBefore) => happened.Kind switch
    {
        AccountEventKind.OrderFilled => !happened.OrderFilled().IsReducing,
        AccountEventKind.OrderAccepted or AccountEventKind.OrderAmended => _desk.State.ReservedMargin > reservedBefore,
        _ => false,
    };

    // What a new order could use, reckoned from what everybody sees; below nought where more is tied up than there is.
    private decimal Available
    {
        get
        {
            var seen = _desk.Snapshot;
            var free = seen.Cash - seen.ReservedMargin;
            foreach (var position in seen.Positions)
                free += position.Mode == MarginMode.Isolated ? -position.IsolatedMargin : position.Unrealised - position.InitialMargin;
            return free;
        }
    }

    private string? Follow(in AccountEvent happened, decimal[] held)
    {
        if (FollowBreakers(happened) is { } broken)
            return broken;
        switch (happened.Kind)
        {
            case AccountEventKind.OrderAccepted:
                var accepted = happened.OrderAccepted();
                _groupOf[accepted.Order.Value] = accepted.Group;
                return _accepted.Add(accepted.Order.Value) ? null : "an order id is given once";
            case AccountEventKind.FundingCharged:
                var funding = happened.FundingCharged();
                return _funded.Add((funding.Symbol, funding.FundingAt)) ? null : "funding is charged once a timestamp";
            case AccountEventKind.OrderFilled:
                return Follow(happened.OrderFilled(), held);
            default:
                return null;
        }
    }

    private string? Follow(OrderFilled fill, decimal[] held)
    {
        ref var position = ref held[fill.Symbol == Desk.Btc ? 0 : 1];
        var after = position + (fill.Quantity * fill.Side.Sign());
        if (!_accepted.Contains(fill.Order.Value))
            return "no fill without an accepted order";
        var index = _desk.State.IndexOf(fill.Order);
        if (index >= 0 && _desk.State.Orders[index].ReduceOnly && !fill.IsReducing)
            return "reduce-only never increases";
        if (fill.IsReducing != (position != 0m && position > 0m != after > position))
            return "a fill says whether it reduces";
        if (position != 0m && after != 0m && position > 0m != after > 0m)
            return "a flip is two fills";
        if (_groupOf[fill.Order.Value] is not 0 and var group)
        {
            var filled = _filledOfGroup.TryGetValue(group, out var known) ? known : _filledOfGroup[group] = [];
            filled.Add(fill.Order.Value);
            if (filled.Count > 1 && !_exits.IsSet(group))
                return "of a group at most one order fills";
        }

        position = after;
        _filled[fill.Symbol] = _filled.GetValueOrDefault(fill.Symbol) + (fill.Quantity * fill.Side.Sign());
        return null;
    }

    private string? Check()
    {
        var state = _desk.State;
        if (LedgerInvariants.Check(state) is { } broken)
            return broken;
        var snapshot = _desk.Snapshot;
        if (snapshot.Equity != snapshot.Cash + snapshot.Positions.Sum(p => p.Unrealised))
            return "equity = cash + Σ unrealised";
        if (snapshot.Equity < 0m)
            return $"equity is never below zero after a command ({snapshot.Equity})";
        if (state.ReservedMargin < 0m || (state.Orders.Length == 0 && state.ReservedMargin != 0m))
            return "reserved margin is never negative and zero without orders";
        if (CheckBreakers() is { } promise)
            return promise;
        foreach (var symbol in new[] { Desk.Btc, Desk.Eth })
        {
            if (state.HeldOf(symbol) != _filled.GetValueOrDefault(symbol))
                return "position = signed sum of fills";
        }

        var data = state.ToData();
        if (!AccountStates.AreEqual(data, _replayed.ToData()))
            return "replaying the journal gives the same state";
        return AccountStates.AreEqual(data, data.ToState().ToData()) && AccountStates.AreEqual(data, _desk.Buffer.After.ToData())
            ? null
            : "data, and the buffer's state, are the same state";
    }
}
