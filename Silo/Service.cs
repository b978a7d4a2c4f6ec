using System.Collections.Immutable;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Hosting;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Replay;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Venues;

namespace OrleansTrader.Silo;

/// <summary>The service from its options to its end.</summary>
internal static class Service
{
    public static async Task<int> Run(SiloOptions options, CancellationToken cancellation)
    {
        Books.RefuseUsedDirectory(options);
        using var loggers = LoggerFactory.Create(Logs.ToConsole);
        var isReplay = string.Equals(options.Feed, "replay", StringComparison.Ordinal);
        var clock = isReplay && options.Speed is { } speed ? new ScaledTimeProvider(TimeProvider.System, (double)speed) : TimeProvider.System;
        var feed = FeedFactory.Create(FeedChoice.Of(options), clock, loggers);
        var source = FeedFactory.SourceOf(feed);
        if (source is not null && clock is ScaledTimeProvider scaled)
            scaled.StartAt(source.Start);

        var plan = await Plan(feed, source?.Symbols ?? Symbols(options), cancellation);
        return source is not null && options.Speed is null
            ? await ReplayRun.Run(options, plan, source, loggers, cancellation)
            : await LiveRun.Run(options, plan, feed, source, clock, cancellation);
    }

    private static ImmutableArray<Symbol> Symbols(SiloOptions options) =>
        options.Symbols.IsEmpty ? FeedFactory.DefaultSymbols(options.Feed) : options.Symbols;

    private static async Task<FeedPlan> Plan(
        IFeed feed, ImmutableArray<Symbol> symbols, CancellationToken cancellation) =>
        new(feed.Venue, feed.Description, await feed.Instruments(symbols, cancellation));
}
