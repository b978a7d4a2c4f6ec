using System.Globalization;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Silo.Hosting;
using OrleansTrader.Silo.Options;
using OrleansTrader.Storage;
using OrleansTrader.Storage.Rebuilding;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Venues;

namespace OrleansTrader.Silo;

/// <summary><c>rebuild</c>: the read model of one feed's books from their journal, while the service stands still.</summary>
internal static class Rebuild
{
    /// <returns>0; whatever keeps it from being done is refused.</returns>
    /// <exception cref="StartupException">Books that cannot be opened, are written to, are not sound, or hold a symbol that the feed does not know.</exception>
    public static async Task<int> Run(SiloOptions options, CancellationToken cancellation)
    {
        if (string.Equals(options.Feed, "replay", StringComparison.Ordinal))
            throw new StartupException("the books of a replay are not rebuilt: run the replay again, which makes the same ones");
        using var loggers = Logs.ToConsole(options.Settings);
        var feed = FeedFactory.Create(FeedChoice.Of(options), TimeProvider.System, loggers);
        var history = new BookHistory(
            new AccountHistory(new GrainSettings { Venue = feed.Venue }, (symbol, stop) => InstrumentOf(feed, symbol, stop)), new SignalHistory(feed.Venue));
        await using var store = await OpenExisting(options, loggers, cancellation);
        RebuildReport report;
        try
        {
            report = await store.Rebuild(history, new Progress(TimeProvider.System, Console.Out), cancellation);
        }
        catch (JournalException fault)
        {
            throw new StartupException(fault.Message, fault);
        }

        Tell(report, store.Place, Console.Out);
        return 0;
    }

    private static async Task<IStore> OpenExisting(SiloOptions options, ILoggerFactory loggers, CancellationToken cancellation)
    {
        // To open books that are not there would make new ones.
        var directory = Books.DirectoryOf(options)!;
        var isThere = File.Exists(Path.Combine(directory, "journal.db")) || File.Exists(Path.Combine(directory, "journal.key"))
            || StorageSettings.Read(options.Settings) is { IsPostgres: true, KeyFile: not null };
        return isThere
            ? await Books.OpenLive(options, loggers, cancellation)
            : throw new StartupException($"there is no journal of feed '{options.Feed}' in '{options.DataDirectory}': name its directory with --data-dir and the feed with --feed");
    }

    private static async ValueTask<Instrument> InstrumentOf(IFeed feed, Symbol symbol, CancellationToken cancellation)
    {
        try
        {
            return (await feed.Instruments([symbol], cancellation))[0];
        }
        catch (FeedException fault)
        {
            throw new JournalException($"{feed.Venue} does not tell what {symbol} is, which an account has traded ({fault.Message}): name a file that has it with --instruments; nothing was changed", fault);
        }
    }

    /// <summary>What was done with every table, and what could not be.</summary>
    internal static void Tell(RebuildReport report, string place, TextWriter output)
    {
        Line($"Rebuilt the read model in {place} from {report.Commits} commits.");
        foreach (var table in report.Tables.Where(static table => table.Origin == RowOrigin.Journal))
            Line($"  {table.Name}: {table.After} rows from the journal (there were {table.Before})");
        foreach (var table in report.Tables.Where(static table => table.Origin == RowOrigin.Both))
            Line($"  {table.Name}: {table.After} rows (there were {table.Before}): those that the journal has are from it, all others stay as they were");
        Line($"Not in the journal, and left as it was: {string.Join(", ", report.Tables.Where(static table => table.Origin == RowOrigin.Kept).Select(static table => string.Create(CultureInfo.InvariantCulture, $"{table.Name} ({table.After} rows)")))}.");
        if (report.MissingPoints > 0)
            Line($"Lost: the equity of {report.MissingPoints} moments at which an account held positions, for the journal does not have their marks; restore a backup to have them again.");
        if (report.NewPrices > 0)
            Line($"Of {report.NewPrices} positions the liquidation price was worked out anew, at the marks that the journal has; the next change of the account brings it up to date.");

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A line a second.</summary>
    private sealed class Progress(TimeProvider time, TextWriter output) : IProgress<RebuildProgress>
    {
        private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

        private long _last = time.GetTimestamp();

        public void Report(RebuildProgress value)
        {
            if (time.GetElapsedTime(_last) < _pause)
                return;
            _last = time.GetTimestamp();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Commits} of {value.Total} commits read"));
        }
    }
}
