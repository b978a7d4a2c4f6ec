using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;

namespace OrleansTrader.Grains.Accounts;

/// <summary>History, from the read model.</summary>
internal sealed partial class AccountGrain
{
    public async Task<Page<OrderRow>> GetOrders(PageRequest page) => await readModel.Orders(_key, page, CancellationToken.None);

    public async Task<Page<FillRow>> GetFills(PageRequest page) => await readModel.Fills(_key, page, CancellationToken.None);

    public async Task<Page<ClosedTradeRow>> GetClosedTrades(PageRequest page) => await readModel.ClosedTrades(_key, page, CancellationToken.None);

    public async Task<ImmutableArray<EquityRow>> GetEquity(DateTimeOffset from, DateTimeOffset to, int pointsMax) =>
        await readModel.Equity(_key, from, to, pointsMax, CancellationToken.None);
}
