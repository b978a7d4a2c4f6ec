using System.Collections.Immutable;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Accounts;

/// <summary>What rows and planners need and the books don't keep; follows from the events like them.</summary>
internal sealed class AccountCounts
{
    /// <summary>Closed trades that a planner is shown.</summary>
    public const int LastTradesMax = 10;

    /// <summary>Ended parent orders that readers are shown; all of them stand in the journal.</summary>
    public const int EndedParentsMax = 20;

    private Dictionary<OrderId, decimal>? _notionals;
    private Dictionary<OrderId, ParentView>? _parents;

    public long Fills { get; private set; }

    public long Trades { get; private set; }

    /// <summary>The latest closed trades, newest first.</summary>
    public ImmutableArray<TradeObservation> LastTrades { get; private set; } = [];

    /// <summary>The parent orders that ended last, newest first.</summary>
    public ImmutableArray<ParentView> EndedParents { get; private set; } = [];

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
                EndedParents = [];
                break;
            case AccountEventKind.ParentAccepted or AccountEventKind.ParentEnded:
                ApplyParent(happened);
                break;
            case AccountEventKind.TradeClosed:
                Trades++;
                LastTrades = [AccountObservations.From(happened.TradeClosed().Trade), .. LastTrades.Take(LastTradesMax - 1)];
                break;
        }
    }

    private void ApplyParent(in AccountEvent happened)
    {
        switch (happened.Kind)
        {
            case AccountEventKind.ParentAccepted:
                var accepted = happened.ParentAccepted();
                (_parents ??= [])[accepted.Parent] = new ParentView(
                    accepted.Parent, accepted.Intent, accepted.Quantity, accepted.At, accepted.EndsAt, 0, null, null, ParentEndReason.None, RefusalCode.None,
                    new ShortfallReport(accepted.ArrivalPrice, accepted.ArrivalPrice, accepted.Quantity, 0m, 0m, 0m, 0m, 0m, 0m));
                break;
            case AccountEventKind.ParentEnded when happened.ParentEnded() is var ended && _parents?.Remove(ended.Parent, out var gone) == true:
                EndedParents =
                [
                    gone with { EndedAt = ended.At, Reason = ended.Reason, Refusal = ended.Refusal, Children = ended.Children, Report = ended.Report },
                    .. EndedParents.Take(EndedParentsMax - 1),
                ];
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

        return new AccountMemory(books.ToData(), Fills, Trades, LastTrades, OpenedAt, parts.MoveToImmutable(), PaidIn)
        {
            EndedParents = EndedParents.IsEmpty ? null : EndedParents,
        };
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
            EndedParents = memory.EndedParents ?? [],
        };
        foreach (var parent in memory.Books.Parents ?? [])
            (counts._parents ??= [])[parent.Id] = ParentView.Of(parent) with { NextAt = null };
        foreach (var part in memory.PartFills)
            (counts._notionals ??= [])[part.Order] = part.Notional;
        return counts;
    }
}
