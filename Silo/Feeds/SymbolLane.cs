using System.Collections.Immutable;
using System.Threading.Channels;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Silo.Feeds;

/// <summary>One symbol's market data on its way to the grain: in order, in batches, with a bounded queue of its own.</summary>
internal sealed class SymbolLane(SymbolKey key, IGrainFactory grains, long epoch, Func<CancellationToken, Task<SymbolStart>> prepare)
{
    /// <summary>Market events that may wait for the grain; the feed waits, or coalesces, beyond.</summary>
    public const int QueueEventsMax = 4_096;

    /// <summary>Most events of one grain call.</summary>
    public const int BatchEventsMax = 256;

    private readonly Channel<MarketEvent> _queue = Channel.CreateBounded<MarketEvent>(
        new BoundedChannelOptions(QueueEventsMax) { SingleReader = true, SingleWriter = true });

    public ChannelWriter<MarketEvent> Writer => _queue.Writer;

    /// <summary>Hands over until the queue is completed and empty.</summary>
    /// <exception cref="FeedReplacedException">Another feed writes this symbol now.</exception>
    public async Task Run(CancellationToken cancellation)
    {
        Caller.BecomeService();
        await Start(cancellation);
        var batch = ImmutableArray.CreateBuilder<MarketEvent>(BatchEventsMax);
        while (await _queue.Reader.WaitToReadAsync(cancellation))
        {
            while (batch.Count < BatchEventsMax && _queue.Reader.TryRead(out var happened))
                batch.Add(happened);
            await Send(batch.DrainToImmutable(), cancellation);
        }
    }

    private async Task Start(CancellationToken cancellation)
    {
        var start = await prepare(cancellation);
        Check(await grains.Symbol(key).Start(start));
    }

    private async Task Send(ImmutableArray<MarketEvent> batch, CancellationToken cancellation)
    {
        var receipt = await grains.Symbol(key).OnMarket(batch, epoch);
        if (receipt == MarketReceipt.NotStarted)
        {
            await Start(cancellation);
            receipt = await grains.Symbol(key).OnMarket(batch, epoch);
        }

        Check(receipt);
    }

    private void Check(MarketReceipt receipt)
    {
        if (receipt != MarketReceipt.Taken)
            throw new FeedReplacedException($"{key} answered {receipt} to the feed of epoch {epoch}: another feed writes it now");
    }
}

/// <summary>This feed is no longer the one that writes.</summary>
internal sealed class FeedReplacedException(string message) : Exception(message);
