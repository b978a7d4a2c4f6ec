using System.Collections.Immutable;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Accounts;

/// <summary>What an account's snapshot in the journal holds: the books, and the counts that its rows are numbered by.</summary>
/// <param name="LastTrades">The latest closed trades, newest first.</param>
/// <param name="OpenedAt">When the account was opened.</param>
/// <param name="PartFills">Notional filled so far of orders in force that are partly filled.</param>
/// <param name="PaidIn">As <see cref="EquityRow.PaidIn"/>; null in snapshots of before it was kept, when nothing but deposits and withdrawals moved it.</param>
internal sealed record AccountMemory(
    AccountStateData Books, long Fills, long Trades, ImmutableArray<TradeObservation> LastTrades, DateTimeOffset OpenedAt, ImmutableArray<PartFill> PartFills,
    decimal? PaidIn = null)
{
    /// <summary>The parent orders that ended last, newest first; null for none.</summary>
    public ImmutableArray<ParentView>? EndedParents { get; init; }
}

internal readonly record struct PartFill(OrderId Order, decimal Notional);
