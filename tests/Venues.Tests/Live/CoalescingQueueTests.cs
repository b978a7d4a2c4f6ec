using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Venues.Live;

namespace OrleansTrader.Venues.Tests.Live;

public sealed class CoalescingQueueTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC-USD");
    private static readonly Symbol Ether = Symbol.Parse("ETH-USD");

    [Fact]
    public async Task Add_while_short_keeps_every_quote()
    {
        var queue = new CoalescingQueue(100, 50);
        for (var i = 1; i <= 10; i++)
            queue.Add(Quote(Bitcoin, 100 + i, i));
        for (var i = 1; i <= 10; i++)
            Assert.Equal(i, Assert.IsType<Quote>(await queue.Take(CancellationToken.None)).LastSequence);
        Assert.Equal(0, queue.Coalesced);
    }

    [Fact]
    public async Task Add_while_long_folds_quotes_with_their_extremes_and_sequences()
    {
        var queue = new CoalescingQueue(100, 2);
        queue.Add(Quote(Ether, 50, 1));
        queue.Add(Quote(Bitcoin, 100, 1));
        foreach (var (bid, sequence) in new[] { (90m, 2), (130m, 3), (110m, 4) })
            queue.Add(Quote(Bitcoin, bid, sequence));
        Assert.Equal(3, queue.Coalesced);
        Assert.Equal(Ether, (await queue.Take(CancellationToken.None)).Symbol);
        var folded = Assert.IsType<Quote>(await queue.Take(CancellationToken.None));
        Assert.Equal((110m, 90m, 130m, 91m, 131m), (folded.Bid, folded.LowBid, folded.HighBid, folded.LowAsk, folded.HighAsk));
        Assert.Equal((1, 4), (folded.FirstSequence, folded.LastSequence));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Add_beyond_the_bound_gives_up_the_trades_of_one_symbol_and_says_so()
    {
        var queue = new CoalescingQueue(5, 1);
        queue.Add(Trade(Ether, 1));
        (Symbol, DateTimeOffset)? overflow = null;
        for (var i = 1; i <= 5; i++)
            overflow = queue.Add(Trade(Bitcoin, i));
        Assert.Equal((Bitcoin, Start.AddSeconds(1)), overflow);
        Assert.Equal(5, queue.TradesDropped);
        Assert.Equal(Ether, (await queue.Take(CancellationToken.None)).Symbol);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Add_after_a_warning_never_folds_into_a_quote_before_it()
    {
        var queue = new CoalescingQueue(100, 1);
        queue.Add(Quote(Bitcoin, 100, 1));
        queue.Add(new FeedStale(Bitcoin, Start, StaleReason.Silent, "silent"));
        queue.Add(Quote(Bitcoin, 200, 2));
        Assert.Equal(100m, Assert.IsType<Quote>(await queue.Take(CancellationToken.None)).HighBid);
        Assert.IsType<FeedStale>(await queue.Take(CancellationToken.None));
        Assert.Equal(200m, Assert.IsType<Quote>(await queue.Take(CancellationToken.None)).LowBid);
    }

    [Fact]
    public async Task Take_from_an_empty_queue_waits_for_the_next()
    {
        var queue = new CoalescingQueue(100, 50);
        var taken = queue.Take(CancellationToken.None).AsTask();
        Assert.False(taken.IsCompleted);
        queue.Add(Quote(Bitcoin, 100, 1));
        Assert.IsType<Quote>(await taken.WaitAsync(TimeSpan.FromSeconds(10)));
        using var stop = new CancellationTokenSource();
        var cancelled = queue.Take(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    private static Quote Quote(Symbol symbol, decimal bid, long sequence) => new(symbol, Start.AddSeconds(sequence), bid, 1, bid + 1, 1, sequence, sequence);

    private static MarketTrade Trade(Symbol symbol, long id) =>
        new(symbol, Start.AddSeconds(id), id.ToString(System.Globalization.CultureInfo.InvariantCulture), 100, 1, Side.Buy, id);
}
