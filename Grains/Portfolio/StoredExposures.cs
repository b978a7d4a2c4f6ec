using System.Collections.Immutable;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Grains.Portfolio;

/// <summary>What accounts use of their tenant's limits by the rows that stand in the transaction of their journal: true whatever crashed.</summary>
internal sealed class StoredExposures(IGrainFactory grains, IReadModel readModel)
{
    private readonly Dictionary<SymbolKey, decimal> _marks = [];

    public async Task<ImmutableArray<AssetNotional>> Of(AccountKey account)
    {
        var held = new Dictionary<SymbolKey, (decimal Held, decimal Buys, decimal Sells)>();
        foreach (var position in await readModel.Positions(account, CancellationToken.None))
            held[position.Symbol] = (position.Quantity * await MarkOf(position.Symbol, position.EntryPrice), 0m, 0m);
        foreach (var order in await readModel.OpenOrders(account, CancellationToken.None))
        {
            if (order.ReduceOnly)
                continue;
            var known = held.GetValueOrDefault(order.Symbol);
            var notional = (order.Quantity - order.Filled) * await PriceOf(order);
            held[order.Symbol] = order.Side == Side.Buy ? known with { Buys = known.Buys + notional } : known with { Sells = known.Sells + notional };
        }

        var used = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (symbol, (value, buys, sells)) in held)
            used[symbol.Symbol.Base] = used.GetValueOrDefault(symbol.Symbol.Base) + Math.Max(Math.Abs(value), Math.Max(value + buys, sells - value));
        return [.. used.Select(static use => new AssetNotional(use.Key, use.Value))];
    }

    private async Task<decimal> PriceOf(OrderRow order) => order.LimitPrice ?? order.TriggerPrice ?? await MarkOf(order.Symbol, order.AveragePrice ?? 0m);

    private async Task<decimal> MarkOf(SymbolKey symbol, decimal otherwise)
    {
        if (!_marks.TryGetValue(symbol, out var mark))
            _marks[symbol] = mark = (await grains.Symbol(symbol).GetMarket())?.Quote?.Mark ?? 0m;
        return mark > 0m ? mark : otherwise;
    }
}
