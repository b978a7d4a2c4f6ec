using System.Collections.Immutable;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Grains.Accounts;

/// <summary>What one commit's events mean for the read model and for those who watch. Made anew for each commit that has events.</summary>
internal sealed class AccountRowWriter(
    AccountKey account, string venue, AccountState before, AccountState after, AccountSnapshot snapshot, AccountCounts counts)
{
    private readonly Dictionary<OrderId, OrderRow> _orders = [];
    private readonly Dictionary<OrderId, decimal> _notionals = [];
    private readonly SortedSet<Symbol> _moved = [];
    private long _fills = counts.Fills;
    private long _trades = counts.Trades;
    private decimal _paidIn = counts.PaidIn;
    private bool _isListed;
    private TradeAlerts? _told;

    public List<FillRow> Fills { get; } = [];

    public List<ClosedTradeRow> Trades { get; } = [];

    public List<PositionRow> Positions { get; } = [];

    public List<AlertRow> Alerts { get; } = [];

    public IEnumerable<OrderRow> Orders => _orders.Values.OrderBy(static o => o.Order.Value);

    public EquityRow Equity => EquityOf(account, snapshot, _paidIn);

    public static EquityRow EquityOf(AccountKey account, AccountSnapshot books, decimal paidIn) => new(
        account, books.At, books.Version, books.Cash, books.Equity, books.InitialMargin + books.ReservedMargin, Exposure(books),
        paidIn);

    /// <summary>Takes the next event.</summary>
    /// <param name="version">Version of the ledger after it.</param>
    public void Add(in AccountEvent happened, long version)
    {
        _paidIn += AccountCounts.PaidInBy(happened);
        switch (happened.Kind)
        {
            case AccountEventKind.OrderAccepted:
                Accepted(happened.OrderAccepted(), version);
                break;
            case AccountEventKind.OrderActivated:
                Change(happened.OrderActivated().Order, happened.At, version, static o => o with { Status = OrderStatus.Open });
                break;
            case AccountEventKind.OrderTriggered:
                Change(happened.OrderTriggered().Order, happened.At, version, static o => o);
                break;
            case AccountEventKind.StopRatcheted:
                var ratchet = happened.StopRatcheted();
                Change(ratchet.Order, ratchet.At, version, o => o with { TriggerPrice = ratchet.TriggerPrice });
                break;
            case AccountEventKind.OrderAmended:
                Amended(happened.OrderAmended(), version);
                break;
            case AccountEventKind.OrderFilled:
                Filled(happened.OrderFilled(), version);
                break;
            case AccountEventKind.OrderEnded:
                var end = happened.OrderEnded();
                Change(end.Order, end.At, version, o => o with { Status = end.Status, Reason = $"{o.Reason}; ended: {Words(end.Reason.ToString())}" });
                break;
            case AccountEventKind.TradeClosed:
                Closed(happened.TradeClosed().Trade, version);
                break;
            default:
                Other(happened);
                break;
        }
    }

    /// <summary>All rows of the commit, in the order in which a reader can make sense of them.</summary>
    public ImmutableArray<ReadModelRow> Finish(List<TriggerSetRow> triggers)
    {
        foreach (var symbol in _moved)
            Positions.Add(PositionOf(symbol));
        var rows = ImmutableArray.CreateBuilder<ReadModelRow>();
        if (_isListed)
            rows.Add(ListedAs());
        rows.AddRange(Orders);
        rows.AddRange(Fills);
        rows.AddRange(Positions);
        rows.AddRange(Trades);
        rows.Add(Equity);
        if (_told is not null)
            Alerts.InsertRange(0, _told.All(key => after.HeldOf(key.Symbol)));
        rows.AddRange(Alerts);
        rows.AddRange(triggers);
        return rows.ToImmutable();
    }

    private void Accepted(in OrderAccepted accepted, long version)
    {
        var intent = accepted.Intent;
        _orders[accepted.Order] = new OrderRow(
            account, accepted.Order, new SymbolKey(venue, intent.Symbol), version, accepted.Side, accepted.Type, intent.TimeInForce,
            accepted.ActiveAt is null ? OrderStatus.Open : OrderStatus.Pending, accepted.Quantity, 0m, OrNull(accepted.LimitPrice),
            OrNull(accepted.TriggerPrice), null, accepted.ReduceOnly, intent.Parent ?? Parent(accepted.Group), accepted.At,
            accepted.At, Purpose(accepted.Role, intent.Note), intent.Note.Cause);
    }

    private void Amended(OrderAmended amended, long version) => Change(amended.Order, amended.At, version, o => o with
    {
        Quantity = amended.Quantity,
        LimitPrice = OrNull(amended.LimitPrice),
        TriggerPrice = OrNull(amended.TriggerPrice),
    });

    private void Filled(OrderFilled fill, long version)
    {
        var notional = _notionals.GetValueOrDefault(fill.Order, counts.FilledNotional(fill.Order)) + fill.Notional;
        _notionals[fill.Order] = notional;
        Change(fill.Order, fill.At, version, o =>
        {
            var filled = o.Filled + fill.Quantity;
            return o with
            {
                Filled = filled,
                AveragePrice = notional / filled,
                Status = filled >= o.Quantity ? OrderStatus.Filled : OrderStatus.PartiallyFilled,
            };
        });
        Fills.Add(new FillRow(
            account, ++_fills, fill.Order, new SymbolKey(venue, fill.Symbol), fill.At, version, fill.Side, fill.Price, fill.Quantity, fill.Fee,
            fill.Realised, fill.IsMaker, _orders[fill.Order].Reason));
        (_told ??= new TradeAlerts(account)).Add(fill, _orders[fill.Order], fill.IsReducing);
        _moved.Add(fill.Symbol);
    }

    private void Closed(in ClosedTrade trade, long version)
    {
        Trades.Add(Row(trade, version));
        _told?.Add(Trades[^1]);
    }

    private ClosedTradeRow Row(in ClosedTrade trade, long version) => new(
        account, ++_trades, new SymbolKey(venue, trade.Symbol), version, trade.Side, trade.Quantity, trade.EntryPrice, trade.ExitPrice,
        trade.EntryAt, trade.ExitAt, trade.Realised, trade.Fees, trade.Funding, trade.Net, trade.EntryNote.Reason,
        trade.Exit is ExitKind.Signal or ExitKind.Manual && trade.ExitNote.Reason.Length > 0 ? trade.ExitNote.Reason : Words(trade.Exit.ToString()),
        trade.EntryNote.Cause, trade.Exit);

    private void Other(in AccountEvent happened)
    {
        switch (happened.Kind)
        {
            case AccountEventKind.AccountOpened or AccountEventKind.CashDeposited or AccountEventKind.CashWithdrawn or AccountEventKind.AccountResumed
                or AccountEventKind.AccountReset:
                _isListed = true;
                break;
            case AccountEventKind.AccountHalted:
                _isListed = true;
                if (happened.AccountHalted() is { Cause: not HaltCause.Archived } halt)
                    Alert(AlertKind.BreakerTripped, happened.At, AlertSeverity.Warning, $"halted: {halt.Reason}");
                break;
            case AccountEventKind.BreakerTripped:
                _isListed = true;
                Tripped(happened.At, happened.BreakerTripped().Breaker);
                break;
            case AccountEventKind.BreakerReset:
                _isListed = true;
                var reset = happened.BreakerReset();
                Alert(AlertKind.BreakerTripped, happened.At, AlertSeverity.Information, $"{BreakerWords.Of(reset.Breaker)} reset by {reset.By}");
                break;
            case AccountEventKind.LiquidationStarted:
                var liquidation = happened.LiquidationStarted();
                var what = liquidation.Symbol is { } symbol ? $"the position in {symbol} is" : "all positions are";
                Alert(AlertKind.BreakerTripped, happened.At, AlertSeverity.Critical, $"{what} liquidated at an equity of {Money(liquidation.Equity)}");
                break;
            case AccountEventKind.DeficitAbsorbed:
                Alert(AlertKind.BreakerTripped, happened.At, AlertSeverity.Critical, $"a deficit of {Money(happened.DeficitAbsorbed().Amount)} was absorbed");
                break;
            case AccountEventKind.LeverageChanged or AccountEventKind.MarginModeChanged or AccountEventKind.IsolatedMarginMoved:
                if (happened.Symbol is { } settled && after.HeldOf(settled) != 0m)
                    _moved.Add(settled);
                break;
        }
    }

    private void Tripped(DateTimeOffset at, TrippedBreaker breaker)
    {
        var what = (breaker.State, breaker.Closes) switch
        {
            (_, true) => "closing every position, exits only",
            (TradingState.Halted, _) => "halted, only cancels pass",
            _ => "exits only",
        };
        Alert(AlertKind.BreakerTripped, at, AlertSeverity.Warning, $"{what}: {BreakerWords.Of(breaker)} by {breaker.By}{(breaker.Until is { } until ? $", until {until:yyyy-MM-ddTHH:mm:ssZ}" : string.Empty)}");
    }

    private void Alert(AlertKind kind, DateTimeOffset at, AlertSeverity severity, string message) =>
        Alerts.Add(new AlertRow(account.Tenant, at, severity, account.ToString(), message) { Kind = kind, Account = account });

    private void Change(OrderId order, DateTimeOffset at, long version, Func<OrderRow, OrderRow> change)
    {
        if (!_orders.TryGetValue(order, out var row))
            row = RowOf(before.Orders[before.IndexOf(order)]);
        _orders[order] = change(row) with { Version = version, UpdatedAt = at };
    }

    private OrderRow RowOf(in Order order)
    {
        var notional = counts.FilledNotional(order.Id);
        return new OrderRow(
            account, order.Id, new SymbolKey(venue, order.Symbol), before.Version, order.Side, order.Type, order.Intent.TimeInForce,
            order.Status, order.Quantity, order.Filled, OrNull(order.LimitPrice), OrNull(order.TriggerPrice),
            order.Filled > 0m && notional > 0m ? notional / order.Filled : null, order.ReduceOnly,
            order.Intent.Parent ?? Parent(order.Group), order.AcceptedAt, order.AcceptedAt, Purpose(order.Role, order.Intent.Note), order.Intent.Note.Cause);
    }

    private PositionRow PositionOf(Symbol symbol)
    {
        foreach (var position in snapshot.Positions)
        {
            if (position.Symbol == symbol && position.Quantity != 0m)
            {
                return new PositionRow(
                    account, new SymbolKey(venue, symbol), after.Version, position.Quantity, position.EntryPrice, position.Leverage,
                    position.Mode, position.LiquidationPrice, position.EntryAt, snapshot.At, position.EntryNote.Reason);
            }
        }

        return new PositionRow(
            account, new SymbolKey(venue, symbol), after.Version, 0m, 0m, 1m, MarginMode.Cross, null, snapshot.At, snapshot.At, string.Empty);
    }

    private AccountRow ListedAs() => new(
        account, AccountKind.Paper, venue, snapshot.Currency, snapshot.Deposited,
        counts.OpenedAt == default ? snapshot.At : counts.OpenedAt, after.IsHalted ? after.HaltReason : after.Breakers?.OfAll(snapshot.At) is { } breaker ? BreakerWords.Of(breaker) : null);

    private static decimal Exposure(AccountSnapshot books)
    {
        var sum = 0m;
        foreach (var position in books.Positions)
            sum += Math.Abs(position.Notional);
        return sum;
    }

    // The exits of an entry are a group that has its number, below zero.
    private static OrderId? Parent(long group) => group < 0 ? new OrderId(-group) : null;

    private static string Purpose(OrderRole role, OrderNote note) =>
        role == OrderRole.Single ? note.Reason : Words(role.ToString());

    private static decimal? OrNull(decimal price) => price == 0m ? null : price;

    private static string Money(decimal amount) => Trading.FieldError.Text(amount);

    // PascalCase names as plain words.
    private static string Words(string name) =>
        string.Concat(name.Select(static (c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));
}
