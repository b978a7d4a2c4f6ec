using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Tests.Accounts;

/// <summary>An account with a market, driven as a grain would: decide, apply, fire what the new triggers already cross.</summary>
internal sealed class Desk
{
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    public static readonly DateTimeOffset Start = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    // No slippage and round fees, so that a reader can do the sums: maker 0.01 %, taker 0.1 %, liquidation 1 %.
    public static readonly ExchangeRules Plain = ExchangeRules.Default with { Slippage = SlippageModel.None };

    private long _sequence;

    public Desk(decimal cash = 10_000m, AccountLimits? limits = null, ExchangeRules? rules = null)
    {
        Context = new DecisionContext(new Dictionary<Symbol, Instrument> { [Btc] = Instrument(Btc), [Eth] = Instrument(Eth) }, rules ?? Plain) { Now = Start };
        if (cash >= 0m)
            Do(new OpenAccount("USDT", cash, limits));
    }

    public AccountState State { get; private set; } = new();

    /// <summary>Goes on with another state, as after a restart.</summary>
    public void Reload(AccountState state) => State = state;

    public DecisionContext Context { get; }

    public EventBuffer Buffer { get; } = new();

    public List<AccountEvent> Journal { get; } = [];

    public Position Position(Symbol? symbol = null) => State.Positions[State.IndexOf(symbol ?? Btc)];

    public AccountSnapshot Snapshot => State.Snapshot(Context);

    public static Instrument Instrument(Symbol symbol) => new(
        symbol, TickSize: 0.5m, LotSize: 0.001m, QuantityMin: 0.001m, QuantityMax: 1_000m, NotionalMin: 5m, LeverageMax: 50m,
        new FeeSchedule(0.0001m, 0.001m, 0.01m), new FundingRule(FundingSource.Fixed, TimeSpan.FromHours(8), 0.0001m),
        MarginTable.Continuous((100_000m, 0.01m, 50m), (1_000_000m, 0.02m, 20m), (10_000_000m, 0.05m, 10m)));

    public CommandResult Do(AccountCommand command)
    {
        var result = Ledger.Decide(State, command, Context, Buffer);
        foreach (ref readonly var happened in Buffer.Events)
        {
            Journal.Add(happened);
            Ledger.Apply(State, happened);
        }

        return result;
    }

    /// <summary>What a crash leaves: the state as it was stored.</summary>
    public void Restart() => State = State.ToData().ToState();

    public OrderId Submit(OrderIntent intent)
    {
        var result = Do(new SubmitOrder(intent));
        Assert.True(result.IsAccepted, result.Refusal?.ToString());
        return result.Order!.Value;
    }

    public Refusal Refused(AccountCommand command)
    {
        var before = State.ToData();
        var result = Do(command);
        Assert.False(result.IsAccepted);
        Assert.Equal(0, Buffer.Count);
        Assert.True(AccountStates.AreEqual(before, State.ToData()));
        return result.Refusal!;
    }

    /// <summary>A quote of bid and ask one second on, then whatever it crosses.</summary>
    public void Quote(decimal bid, decimal? ask = null, Symbol? symbol = null, decimal? size = null, (decimal Low, decimal High)? bids = null, TimeSpan? after = null)
    {
        Context.Now += after ?? TimeSpan.FromSeconds(1);
        Show(bid, ask ?? bid, symbol ?? Btc, size ?? 0m, bids);
        Fire(symbol ?? Btc);
    }

    public void Show(decimal bid, decimal ask, Symbol symbol, decimal size = 0m, (decimal Low, decimal High)? bids = null)
    {
        _sequence++;
        var (low, high) = bids ?? (bid, bid);
        Context.Set(MarketView.Of(Context.Instruments[symbol], new Quote(symbol, Context.Now, bid, size, ask, size, _sequence, _sequence)
        {
            LowBid = low,
            HighBid = high,
            LowAsk = Math.Min(ask, low + ask - bid),
            HighAsk = Math.Max(ask, high + ask - bid),
        }));
    }

    /// <summary>A book, best prices first, and the quote at its touch.</summary>
    public void ShowBook((decimal Price, decimal Quantity)[] bids, (decimal Price, decimal Quantity)[] asks, Symbol? symbol = null)
    {
        var of = symbol ?? Btc;
        Show(bids[0].Price, asks[0].Price, of, bids[0].Quantity);
        var book = new Book(
            of, Context.Now, [.. bids.Select(static l => new BookLevel(l.Price, l.Quantity))], [.. asks.Select(static l => new BookLevel(l.Price, l.Quantity))], _sequence);
        Context.Set(Context[Context.IndexOf(of)] with { Book = book });
    }

    /// <summary>Fires as the trigger book would, until nothing is crossed; a loop without end fails.</summary>
    public void Fire(Symbol symbol)
    {
        for (var round = 0; round < 20; round++)
        {
            if (!IsCrossed(symbol))
                return;
            Do(new TriggersFired(symbol));
        }

        Assert.Fail("triggers fire without end:\n" + string.Join('\n', Crossed(symbol)));
    }

    public bool IsCrossed(Symbol symbol) => Crossed(symbol).Any();

    private IEnumerable<Trigger> Crossed(Symbol symbol)
    {
        var triggers = new List<Trigger>();
        Triggers.Of(State, symbol, Context, triggers);
        var view = Context[Context.IndexOf(symbol)];
        return triggers.Where(t => t.Condition.IsMetBy(view, Context.Now));
    }

    public IEnumerable<OrderFilled> Fills => Journal.Where(e => e.Kind == AccountEventKind.OrderFilled).Select(e => e.OrderFilled());

    public IEnumerable<ClosedTrade> Trades => Journal.Where(e => e.Kind == AccountEventKind.TradeClosed).Select(e => e.TradeClosed().Trade);

    public IEnumerable<OrderEnded> Ended => Journal.Where(e => e.Kind == AccountEventKind.OrderEnded).Select(e => e.OrderEnded());

    public static OrderIntent Market(Side side, decimal quantity, Symbol? symbol = null) =>
        new(symbol ?? Btc, side, OrderType.Market, OrderQuantity.InBase(quantity)) { Leverage = 10m };

    public static OrderIntent Limit(Side side, decimal quantity, decimal price, Symbol? symbol = null) =>
        new(symbol ?? Btc, side, OrderType.Limit, OrderQuantity.InBase(quantity)) { LimitPrice = price, Leverage = 10m };

    public static OrderIntent Stop(Side side, decimal quantity, decimal trigger) =>
        new(Btc, side, OrderType.Stop, OrderQuantity.InBase(quantity)) { TriggerPrice = trigger, Leverage = 10m };
}
