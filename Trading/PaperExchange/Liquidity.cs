using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>
/// What a taker finds, best first: the book's levels where there is a book, else the best price with slippage. Quantities come
/// on the lot; a level of less than a lot counts as a lot, so that every look at it makes progress.
/// </summary>
internal struct Liquidity
{
    private readonly ExchangeRules _rules;
    private readonly Side _side;
    private readonly decimal _from;
    private readonly decimal _worst;
    private readonly bool _isForced;
    private readonly bool _walksBook;
    private int _level;

    /// <param name="from">The best price to begin at where no book is walked: the touch, or a stop's price that was passed.</param>
    /// <param name="neverBetterThan">Fills are at this price or worse; 0 for no such bound.</param>
    /// <param name="limit">Fills are at this price or better; 0 for no limit.</param>
    /// <param name="isForced">Whatever the levels do not hold goes at the worst of them: liquidations always end.</param>
    public Liquidity(ExchangeRules rules, in MarketView view, Side side, decimal from, decimal neverBetterThan, decimal limit, bool isForced)
    {
        _rules = rules;
        _side = side;
        _from = from;
        _worst = limit;
        _isForced = isForced;
        NeverBetterThan = neverBetterThan;
        var touch = side == Side.Buy ? view.Ask : view.Bid;
        _walksBook = view.Book is { } book && from == touch && (side == Side.Buy ? book.Asks : book.Bids) is { IsDefaultOrEmpty: false };
    }

    public decimal NeverBetterThan { get; }

    /// <summary>The next slice of at most <paramref name="wanted"/>; false where nothing is left at an allowed price.</summary>
    public bool TryNext(in MarketView view, decimal wanted, out decimal price, out decimal quantity)
    {
        quantity = 0m;
        if (_walksBook)
            return TryLevel(view, wanted, out price, out quantity);
        price = Bounded(TakerPrice.Slipped(_rules, view, _side, _from, wanted));
        var size = _side == Side.Buy ? view.AskSize : view.BidSize;
        var isLimited = _rules.Slippage == SlippageModel.None && size > 0m && !_isForced;
        if (_level++ > 0 || !IsAllowed(_from))
            return false;
        price = _worst == 0m ? price : Better(price, _worst);
        quantity = isLimited ? OnLot(view.Instrument, size, wanted) : wanted;
        return true;
    }

    private bool TryLevel(in MarketView view, decimal wanted, out decimal price, out decimal quantity)
    {
        var levels = _side == Side.Buy ? view.Book!.Asks : view.Book!.Bids;
        while (_level < levels.Length)
        {
            var level = levels[_level++];
            if (level.Price <= 0m || level.Quantity <= 0m || level.Price > Accounts.Amounts.PriceMax)
                continue;
            price = Bounded(level.Price);
            quantity = OnLot(view.Instrument, level.Quantity, wanted);
            return IsAllowed(level.Price);
        }

        price = Bounded(TakerPrice.Slipped(_rules, view, _side, Worse(levels[^1].Price, _from), wanted));
        quantity = wanted;
        return _isForced && _level++ == levels.Length;
    }

    private readonly decimal Bounded(decimal price) => NeverBetterThan == 0m ? price : Worse(price, NeverBetterThan);

    private readonly bool IsAllowed(decimal price) => _worst == 0m || (_side == Side.Buy ? price <= _worst : price >= _worst);

    private readonly decimal Worse(decimal a, decimal b) => _side == Side.Buy ? Math.Max(a, b) : Math.Min(a, b);

    private readonly decimal Better(decimal a, decimal b) => _side == Side.Buy ? Math.Min(a, b) : Math.Max(a, b);

    /// <summary>What of <paramref name="size"/> is on the lot, at least a lot, at most what is wanted.</summary>
    public static decimal OnLot(Instrument instrument, decimal size, decimal wanted) =>
        size >= wanted ? wanted : Math.Min(wanted, Math.Max(instrument.LotSize, instrument.QuantityDown(size)));
}
