using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Venues.Live;

/// <summary>Whether a symbol's prices are told at the moment.</summary>
internal enum LineState
{
    /// <summary>Waits for the venue's first whole book on this connection.</summary>
    Waiting,

    /// <summary>The book is back; what was missed is fetched from history, quotes and trades are held until then.</summary>
    Filling,

    Live,
}

/// <summary>One symbol of a live feed: its book, its place in the sequences, and what was told last. Not safe for two threads at once.</summary>
/// <param name="symbol">In the project's spelling.</param>
/// <param name="options">Bounds.</param>
/// <param name="tell">Takes each event.</param>
/// <param name="firstSequence">Where the sequences begin; later runs begin higher, so that a number never comes twice.</param>
internal sealed class LiveLine(Symbol symbol, LiveOptions options, Action<MarketEvent> tell, long firstSequence)
{
    /// <summary>So many updates in a row with the bid above the ask mean that the book is broken.</summary>
    private const int CrossedUpdatesMax = 100;

    private readonly List<MarketTrade> _held = [];
    private long _quotes = firstSequence;
    private long _trades = firstSequence;
    private DateTimeOffset _lastAt;
    private DateTimeOffset _bookAt;
    private bool _bookIsDue;
    private (BookLevel Bid, BookLevel Ask, decimal? Mark) _told;
    private int _crossed;

    public Symbol Symbol => symbol;

    public OrderBook Book { get; } = new();

    public LineState State { get; private set; } = LineState.Waiting;

    /// <summary>The last instant, by the venue's clock, up to which everything was told; <c>null</c> before the first quote.</summary>
    public DateTimeOffset? ToldUntil { get; private set; }

    /// <summary>When this machine last heard anything about the symbol.</summary>
    public DateTimeOffset HeardAt { get; set; }

    /// <summary>Mark price of the venue, where it has one; goes out with the next quote.</summary>
    public decimal? Mark { get; set; }

    /// <summary>Trades had to be let go while held back: the gap is fetched once more.</summary>
    public bool HeldOverflowed { get; private set; }

    /// <summary>Whether the last thing told about the symbol's prices is that they cannot be relied upon.</summary>
    public bool IsStale { get; private set; }

    /// <summary>The connection is lost: the book is worthless.</summary>
    public void Disconnect()
    {
        IsStale = true;
        Book.Clear();
        State = LineState.Waiting;
        _crossed = 0;
    }

    /// <summary>Begins to hold quotes and trades back.</summary>
    public void Hold()
    {
        State = LineState.Filling;
        HeldOverflowed = false;
        _held.Clear();
    }

    /// <summary>The gap is filled up to <paramref name="coveredUntil"/>: held trades after it are told, then the present quote.</summary>
    public void Release(DateTimeOffset coveredUntil)
    {
        Begin();
        MarketTrade[] held = [.. _held];
        _held.Clear();
        foreach (var trade in held)
        {
            // Telling may overflow the queue and send this line back to holding.
            if (trade.At < coveredUntil)
                continue;
            if (State == LineState.Live)
                Tell(trade);
            else
                _held.Add(trade);
        }

        _told = default;
        if (State == LineState.Live)
            TellTop(_lastAt);
    }

    /// <summary>The first whole book of this connection came, for a symbol without a gap behind it.</summary>
    public void Begin()
    {
        State = LineState.Live;
        IsStale = false;
    }

    /// <summary>The book changed: a quote if the top did, and the book if it is due.</summary>
    /// <exception cref="FeedFault">The book has been crossed for too long.</exception>
    public void OnBook(DateTimeOffset at)
    {
        _lastAt = at > _lastAt ? at : _lastAt;
        _bookIsDue = true;
        if (State != LineState.Live)
            return;
        TellTop(_lastAt);
        if (_lastAt - _bookAt >= TimeSpan.FromMilliseconds(options.BookEveryMs))
            TellBook();
    }

    /// <summary>A trade; held back while a gap is being filled.</summary>
    public void OnTrade(DateTimeOffset at, string id, decimal price, decimal quantity, Side aggressor)
    {
        var trade = new MarketTrade(symbol, at, id, price, quantity, aggressor, 0);
        switch (State)
        {
            case LineState.Live:
                Tell(trade);
                break;
            case LineState.Filling when _held.Count < options.HeldTradesMax:
                _held.Add(trade);
                break;
            case LineState.Filling:
                HeldOverflowed = true;
                break;
        }
    }

    /// <summary>Tells a book that was held back by the smallest distance between books.</summary>
    public void TellBook()
    {
        if (State != LineState.Live || !_bookIsDue || !Book.TryTop(out _, out _))
            return;
        _bookIsDue = false;
        _bookAt = _lastAt;
        tell(new Book(symbol, _lastAt, Book.Bids(Trading.Markets.Book.LevelsMax), Book.Asks(Trading.Markets.Book.LevelsMax), _quotes));
    }

    private void Tell(MarketTrade trade)
    {
        tell(trade with { Sequence = ++_trades });
        Told(trade.At);
    }

    private void TellTop(DateTimeOffset at)
    {
        if (!Book.TryTop(out var bid, out var ask))
            return;
        if (bid.Price >= ask.Price)
        {
            if (++_crossed >= CrossedUpdatesMax)
                throw new FeedFault(StaleReason.SequenceGap, $"{symbol}: bid {bid.Price} not below ask {ask.Price} for {CrossedUpdatesMax} updates");
            return;
        }

        _crossed = 0;
        if (_told == (bid, ask, Mark))
            return;
        _told = (bid, ask, Mark);
        _quotes++;
        tell(new Quote(symbol, at, bid.Price, bid.Quantity, ask.Price, ask.Quantity, _quotes, _quotes) { VenueMark = Mark });
        Told(at);
    }

    private void Told(DateTimeOffset at) => ToldUntil = ToldUntil is { } until && until > at ? until : at;
}
