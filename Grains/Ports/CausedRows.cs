using System.Collections.Immutable;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;

namespace OrleansTrader.Grains.Ports;

/// <summary>What became of one cause, as it is now.</summary>
/// <param name="Orders">By id; the exits that hang on an entry too.</param>
/// <param name="Trades">Closed trades that it opened, by number.</param>
public sealed record CausedRows(ImmutableArray<OrderRow> Orders, ImmutableArray<ClosedTradeRow> Trades)
{
    /// <summary>Most orders, and most trades, of one cause that are read.</summary>
    public const int RowsMax = 500;
}
