using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Live;

/// <summary>
/// Between a venue that does not wait and a reader that may be slow: bounded, and loses nothing silently. From a certain length on a quote
/// is folded into the symbol's waiting one (with its extremes), and a book, estimate or open interest replaces the waiting one. When the
/// queue is full, the waiting trades of the symbol that has most of them are given up and the caller is told, who marks it stale and
/// backfills. One writer at a time; one reader.
/// </summary>
internal sealed class CoalescingQueue(int eventsMax, int coalesceFrom)
{
    private sealed class Waiting
    {
        public LinkedListNode<MarketEvent>? Quote;
        public readonly Dictionary<Type, LinkedListNode<MarketEvent>> Latest = [];
        public readonly List<LinkedListNode<MarketEvent>> Trades = [];
    }

    private readonly Lock _lock = new();
    private readonly LinkedList<MarketEvent> _events = [];
    private readonly Dictionary<Symbol, Waiting> _waiting = [];
    private TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count
    {
        get
        {
            lock (_lock)
                return _events.Count;
        }
    }

    public long Coalesced { get; private set; }

    public long TradesDropped { get; private set; }

    /// <summary>Takes an event.</summary>
    /// <returns>The symbol whose waiting trades had to be given up, with the time of the first of them; <c>null</c> as a rule.</returns>
    public (Symbol Symbol, DateTimeOffset From)? Add(MarketEvent item)
    {
        lock (_lock)
        {
            var waiting = For(item.Symbol);
            if (!Folded(item, waiting))
                Append(item, waiting);
            _filled.TrySetResult();
            return _events.Count > eventsMax ? GiveUpTrades() : null;
        }
    }

    /// <summary>The oldest event; waits for one.</summary>
    public async ValueTask<MarketEvent> Take(CancellationToken cancellation)
    {
        while (true)
        {
            Task filled;
            lock (_lock)
            {
                if (_events.First is { } first)
                {
                    Forget(first);
                    return first.Value;
                }

                if (_filled.Task.IsCompleted)
                    _filled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                filled = _filled.Task;
            }

            await filled.WaitAsync(cancellation);
        }
    }

    private bool Folded(MarketEvent item, Waiting waiting)
    {
        if (_events.Count < coalesceFrom)
            return false;
        switch (item)
        {
            case Quote quote when waiting.Quote is { } node:
                // Trades that came between the two stay behind: the extremes are kept, and no time runs backwards within one kind.
                node.Value = ((Quote)node.Value).Coalesce(quote);
                Coalesced++;
                return true;
            case Book or FundingEstimate or OpenInterest when waiting.Latest.TryGetValue(item.GetType(), out var node):
                node.Value = item;
                return true;
            default:
                return false;
        }
    }

    private void Append(MarketEvent item, Waiting waiting)
    {
        var node = _events.AddLast(item);
        switch (item)
        {
            case Quote:
                waiting.Quote = node;
                break;
            case MarketTrade:
                waiting.Trades.Add(node);
                break;
            case Book or FundingEstimate or OpenInterest:
                waiting.Latest[item.GetType()] = node;
                break;
            case FeedStale:
                // Quotes after the warning must not be folded into one before it.
                waiting.Quote = null;
                break;
        }
    }

    private void Forget(LinkedListNode<MarketEvent> node)
    {
        _events.Remove(node);
        var waiting = For(node.Value.Symbol);
        if (waiting.Quote == node)
            waiting.Quote = null;
        else if (node.Value is MarketTrade)
            waiting.Trades.Remove(node);
        else if (waiting.Latest.TryGetValue(node.Value.GetType(), out var latest) && latest == node)
            waiting.Latest.Remove(node.Value.GetType());
    }

    private (Symbol, DateTimeOffset)? GiveUpTrades()
    {
        var fullest = _waiting.MaxBy(w => w.Value.Trades.Count);
        if (fullest.Value.Trades.Count == 0)
            return null;
        var from = fullest.Value.Trades[0].Value.At;
        foreach (var node in fullest.Value.Trades)
            _events.Remove(node);
        TradesDropped += fullest.Value.Trades.Count;
        fullest.Value.Trades.Clear();
        return (fullest.Key, from);
    }

    private Waiting For(Symbol symbol)
    {
        if (!_waiting.TryGetValue(symbol, out var waiting))
            _waiting[symbol] = waiting = new Waiting();
        return waiting;
    }
}
