using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Grains.Accounts;

internal static class AccountSymbols
{
    /// <summary>The symbols of open orders, parent orders and positions, in order.</summary>
    public static SortedSet<Symbol> SymbolsInUse(this AccountState books)
    {
        var symbols = new SortedSet<Symbol>();
        foreach (ref readonly var order in books.Orders)
            symbols.Add(order.Symbol);
        foreach (ref readonly var position in books.Positions)
        {
            if (!position.IsFlat)
                symbols.Add(position.Symbol);
        }

        foreach (var parent in books.Parents)
            symbols.Add(parent.Symbol);
        return symbols;
    }
}
