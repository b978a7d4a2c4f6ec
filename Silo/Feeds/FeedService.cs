using System.Collections.Immutable;
using System.Threading.Channels;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Silo.Supervision;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Silo.Feeds;

/// <summary>Carries a feed's events to the symbols' grains; first the history that warms them.</summary>
internal sealed class FeedService(
    IFeed feed, FeedPlan plan, MarketOptions market, IGrainFactory grains, ILeases leases, ThisProcess process, ServiceRegistry registry, TimeProvider time,
    ILogger<FeedService> logger)
    : SupervisedService(Name, registry, time, logger), IFeedDuty
{
    public const string Name = "market feed";

    /// <summary>Events between the feed and the lanes.</summary>
    public const int QueueEventsMax = 8_192;

    // A lease runs out in real time, however fast the market's clock goes.
    private readonly OneOfAKind _turn = new(leases, $"feed/{plan.Venue}", process.Start, TimeProvider.System);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the feed came to its end and all that it told has been dealt with: a file does, a venue never.</summary>
    public Task Ended => _ended.Task;

    public bool IsElsewhere => _turn.IsElsewhere;

    protected override Task Work(CancellationToken cancellation) => _turn.Run(Carry, cancellation);

    private async Task Carry(long epoch, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lanes = plan.Instruments.ToDictionary(
            instrument => instrument.Symbol,
            instrument => new SymbolLane(new(plan.Venue, instrument.Symbol), grains, epoch, token => Prepare(instrument, epoch, token)));
        var queue = Channel.CreateBounded<MarketEvent>(new BoundedChannelOptions(QueueEventsMax) { SingleReader = true, SingleWriter = true });

        var work = lanes.Values.Select(lane => lane.Run(ending.Token))
            .Append(Feed(queue.Writer, ending.Token))
            .Append(Route(queue.Reader, lanes, ending.Token))
            .ToList();
        await AllOrNone(work, ending);
        _ended.TrySetResult();
    }

    private async Task Feed(ChannelWriter<MarketEvent> writer, CancellationToken cancellation)
    {
        await feed.Run([.. plan.Instruments.Select(instrument => instrument.Symbol)], writer, cancellation);
        writer.TryComplete();
    }

    private static async Task Route(
        ChannelReader<MarketEvent> reader, Dictionary<Symbol, SymbolLane> lanes, CancellationToken cancellation)
    {
        await foreach (var happened in reader.ReadAllAsync(cancellation))
            await lanes[happened.Symbol].Writer.WriteAsync(happened, cancellation);
        foreach (var lane in lanes.Values)
            lane.Writer.TryComplete();
    }

    private async Task<SymbolStart> Prepare(Instrument instrument, long epoch, CancellationToken cancellation)
    {
        var now = Time.GetUtcNow();
        var history = ImmutableArray.CreateBuilder<CandleSlice>();
        foreach (var interval in Intervals.All)
        {
            if (interval < market.BaseInterval)
                continue;
            var kept = interval == market.BaseInterval ? market.BaseCandlesMax : market.CoarserCandlesMax;
            var to = interval.Floor(now);
            var candles = await feed.History(instrument.Symbol, interval, to - (interval.Length() * kept), to, cancellation);
            if (candles.Length > 0)
                history.Add(new CandleSlice(interval, candles));
        }

        // In real time nobody holds up the market. It would be worse than late: a symbol that is told to leave its silo while it waits for an
        // account takes no call any more, the account's neither, and both stand still until a time-out.
        var waits = feed.UsesBackPressure && Time != TimeProvider.System;
        return new SymbolStart(instrument, epoch, waits, market, history.ToImmutable());
    }

    /// <summary>Waits for all; the first that fails ends the others, and its fault is the one that is told.</summary>
    private static async Task AllOrNone(List<Task> work, CancellationTokenSource ending)
    {
        Task? failed = null;
        var running = work.ToList();
        while (running.Count > 0)
        {
            var done = await Task.WhenAny(running);
            running.Remove(done);
            if (done.IsCompletedSuccessfully || failed is not null)
                continue;
            failed = done;
            await ending.CancelAsync();
        }

        if (failed is not null)
            await failed;
    }
}
