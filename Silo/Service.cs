using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Hosting;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Replay;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Venues;
using OrleansTrader.Venues.Replay;

namespace OrleansTrader.Silo;

/// <summary>The service from its options to its end.</summary>
internal static class Service
{
    public static async Task<int> Run(SiloOptions options, CancellationToken cancellation)
    {
        options.Role.CheckRole();
        if (options.Role == ServiceRole.Dashboard)
            return await DashboardRun.Run(options, cancellation);
        Books.RefuseUsedDirectory(options);
        using var loggers = Logs.ToConsole(options.Settings);
        var isReplay = string.Equals(options.Feed, "replay", StringComparison.Ordinal);
        var clock = isReplay && options.Speed is { } speed ? new ScaledTimeProvider(TimeProvider.System, (double)speed) : TimeProvider.System;
        var feed = FeedFactory.Create(FeedChoice.Of(options), clock, loggers);
        var source = FeedFactory.SourceOf(feed);
        if (source is not null && clock is ScaledTimeProvider scaled)
            scaled.StartAt(source.Start);

        var plan = await Plan(feed, source?.Symbols ?? Symbols(options), cancellation);
        if (source is not null)
            await TellWhatWasDropped(source.Report);
        return source is not null && options.Speed is null
            ? await ReplayRun.Run(options, plan, source, loggers, cancellation)
            : await LiveRun.Run(options, plan, feed, source, clock, cancellation);
    }

    private static ImmutableArray<Symbol> Symbols(SiloOptions options) =>
        options.Symbols.IsEmpty ? FeedFactory.DefaultSymbols(options.Feed) : options.Symbols;

    private static async Task<FeedPlan> Plan(IFeed feed, ImmutableArray<Symbol> symbols, CancellationToken cancellation)
    {
        try
        {
            return new(feed.Venue, feed.Description, await feed.Instruments(symbols, cancellation));
        }
        catch (FeedException fault) when (fault.InnerException is HttpRequestException)
        {
            throw new StartupException(
                $"feed '{feed.Venue}' cannot be reached ({fault.Message}): look at the network, or start without --feed for the simulated market", fault);
        }
    }

    /// <summary>Rows that were dropped or repaired by the stated rules, so that nothing of a file is passed over in silence.</summary>
    private static async Task TellWhatWasDropped(ReplayReport report)
    {
        var dropped = report.Rejected + report.Duplicates + report.OutOfOrder;
        if (dropped + report.Repaired > 0)
        {
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Of {report.Rows} rows {dropped} were dropped ({report.Rejected} without usable prices, {report.Duplicates} repeated, "
                + $"{report.OutOfOrder} out of order) and {report.Repaired} repaired. The first: {report.First}."));
        }
    }
}
