using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Risk;

/// <summary>Sums of exposures over an account's symbols, one of which is about to change. Nothing is allocated.</summary>
/// <param name="changed">The symbol whose exposure will be <paramref name="then"/>.</param>
/// <param name="withOrders">Whether open orders of the other symbols count.</param>
internal readonly ref struct ExposureSums(AccountState state, DecisionContext context, Symbol changed, decimal then, bool withOrders)
{
    private readonly AccountState _state = state;
    private readonly DecisionContext _context = context;

    public decimal Gross() => Sum(default, null);

    public decimal Asset(ReadOnlySpan<char> asset) => Sum(asset, null);

    public decimal Group(AssetGroup group) => Sum(default, group);

    /// <summary>The asset of a symbol, without making a string.</summary>
    public static ReadOnlySpan<char> AssetOf(Symbol symbol)
    {
        var text = symbol.Value.AsSpan();
        return text[..text.IndexOf('-')];
    }

    private decimal Sum(ReadOnlySpan<char> asset, AssetGroup? group)
    {
        var sum = Counts(changed, asset, group) ? then : 0m;
        foreach (ref readonly var slot in _state.Positions)
        {
            if (slot.Symbol != changed && Counts(slot.Symbol, asset, group))
                sum += Of(slot.Symbol);
        }

        if (!withOrders)
            return sum;
        for (var i = 0; i < _state.Orders.Length; i++)
        {
            var symbol = _state.Orders[i].Symbol;
            if (symbol != changed && _state.IndexOf(symbol) < 0 && IsFirst(i) && Counts(symbol, asset, group))
                sum += Of(symbol);
        }

        return sum;
    }

    private decimal Of(Symbol symbol) => withOrders ? Exposure.Of(_state, _context, symbol).Worst : Exposure.HeldOf(_state, _context, symbol);

    private static bool Counts(Symbol symbol, ReadOnlySpan<char> asset, AssetGroup? group) =>
        group is not null ? group.Contains(AssetOf(symbol)) : asset.IsEmpty || AssetOf(symbol).SequenceEqual(asset);

    // Symbols without a slot were never traded: their orders stand together under the first of them.
    private bool IsFirst(int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (_state.Orders[i].Symbol == _state.Orders[index].Symbol)
                return false;
        }

        return true;
    }
}
