using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Trading.Accounts;

/// <summary>
/// All that a decision may know besides the account: the instant, the instruments, the venue's rules and the market of each
/// symbol that matters (the command's, and every symbol that the account holds). Reused by its owner; not thread-safe.
/// </summary>
public sealed class DecisionContext(IReadOnlyDictionary<Symbol, Instrument> instruments, ExchangeRules rules)
{
    /// <summary>Most markets in one context.</summary>
    public const int MarketsMax = 256;

    private MarketView[] _markets = new MarketView[2];

    public IReadOnlyDictionary<Symbol, Instrument> Instruments { get; } = instruments;

    public ExchangeRules Rules { get; } = rules;

    public DateTimeOffset Now { get; set; }

    /// <summary>The account's part of its tenant's limits; null where the tenant has none.</summary>
    public TenantHeadroom? Headroom { get; set; }

    public int Count { get; private set; }

    public ref readonly MarketView this[int index] => ref _markets[index];

    /// <summary>Forgets the markets, keeps the memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds the market or replaces the one of the same symbol.</summary>
    /// <exception cref="InvalidOperationException">More than <see cref="MarketsMax"/> symbols.</exception>
    public void Set(in MarketView view)
    {
        var index = IndexOf(view.Symbol);
        if (index < 0)
        {
            if (Count == MarketsMax)
                throw new InvalidOperationException($"a decision sees at most {MarketsMax} markets");
            if (Count == _markets.Length)
                Array.Resize(ref _markets, Count * 2);
            index = Count++;
        }

        _markets[index] = view;
    }

    /// <summary>Index of the symbol's market, or −1.</summary>
    public int IndexOf(Symbol symbol)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_markets[i].Instrument.Symbol == symbol)
                return i;
        }

        return -1;
    }
}
