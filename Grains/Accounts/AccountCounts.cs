using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Accounts;

/// <summary>What rows and planners need and the books don't keep; follows from the events like them.</summary>
internal sealed class AccountCounts
{
    /// <summary>Closed trades that a planner is shown.</summary>
    public const int LastTradesMax = 10;

    private Dictionary<OrderId, decimal>? _notionals;

    public long Fills { get; private set; }

    public long Trades { get; private set; }

    /// <summary>The latest closed trades, newest first.</summary>
    public ImmutableArray<TradeObservation> LastTrades { get; private set; } = [];

    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>As <see cref="EquityRow.PaidIn"/>.</summary>
    public decimal PaidIn { get; private set; }

    /// <summary>Notional filled so far of an order in force.</summary>
    public decimal FilledNotional(OrderId order) => _notionals?.GetValueOrDefault(order) ?? 0m;

    /// <summary>What an event paid in; below zero what it took out.</summary>
    public static decimal PaidInBy(in AccountEvent happened) => happened.Kind switch
    {
        AccountEventKind.AccountOpened => happened.AccountOpened().Cash,
        AccountEventKind.CashDeposited => happened.CashDeposited().Amount,
        AccountEventKind.CashWithdrawn => -happened.CashWithdrawn().Amount,
        AccountEventKind.AccountReset when happened.AccountReset() is var reset => reset.Cash - reset.Released,
        _ => 0m,
    };

    public void Apply(in AccountEvent happened)
    {
        PaidIn += PaidInBy(happened);
        switch (happened.Kind)
        {
            case AccountEventKind.AccountOpened:
                OpenedAt = happened.At;
                break;
            case AccountEventKind.OrderFilled:
                var fill = happened.OrderFilled();
                Fills++;
                _notionals ??= [];
                _notionals[fill.Order] = FilledNotional(fill.Order) + fill.Notional;
                break;
            case AccountEventKind.OrderEnded:
                _notionals?.Remove(happened.OrderEnded().Order);
                break;
            case AccountEventKind.AccountReset:
                LastTrades = [];
                break;
            case AccountEventKind.TradeClosed:
                Trades++;
                LastTrades = [AccountObservations.From(happened.TradeClosed().Trade), .. LastTrades.Take(LastTradesMax - 1)];
                break;
        }
    }

    /// <summary>Forgets orders that are no longer in force.</summary>
    public void Prune(AccountState books)
    {
        if (_notionals is not { Count: > 0 } notionals)
            return;
        foreach (var order in notionals.Keys)
        {
            if (books.IndexOf(order) < 0)
                notionals.Remove(order);
        }
    }

    public AccountMemory Save(AccountState books)
    {
        Prune(books);
        var parts = ImmutableArray.CreateBuilder<PartFill>(_notionals?.Count ?? 0);
        if (_notionals is not null)
        {
            foreach (var (order, notional) in _notionals)
                parts.Add(new PartFill(order, notional));
            parts.Sort(static (left, right) => left.Order.CompareTo(right.Order));
        }

        return new AccountMemory(books.ToData(), Fills, Trades, LastTrades, OpenedAt, parts.MoveToImmutable(), PaidIn);
    }

    public static AccountCounts Load(AccountMemory memory)
    {
        var counts = new AccountCounts
        {
            Fills = memory.Fills,
            Trades = memory.Trades,
            LastTrades = memory.LastTrades,
            OpenedAt = memory.OpenedAt,
            PaidIn = memory.PaidIn ?? memory.Books.Deposited,
        };
        foreach (var part in memory.PartFills)
            (counts._notionals ??= [])[part.Order] = part.Notional;
        return counts;
    }
}
