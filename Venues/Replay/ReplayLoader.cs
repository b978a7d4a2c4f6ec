using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Venues.Replay;

/// <summary>Reads and checks every file of a replay before anything is told.</summary>
internal sealed class ReplayLoader(ReplayOptions options)
{
    /// <summary>What one name of the data has: prices of trades, of quotes, or of both, and funding.</summary>
    private sealed class Entry(string name)
    {
        public BarSeries Trades { get; } = new(name);

        public BarSeries Quotes { get; } = new(name);

        public List<(long Ticks, decimal Rate)> Funding { get; set; } = [];

        public TimeSpan Known { get; set; }

        public string FirstFile { get; set; } = name;
    }

    private readonly List<string> _order = [];
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <exception cref="FeedException">Anything that cannot be replayed, with file, line and reason.</exception>
    public ReplaySource Load()
    {
        if (options.SpreadBps is < 0 or >= 10_000)
            throw new FeedException($"spread of {options.SpreadBps} bps lies outside 0 to 9999");
        var files = ReplayFiles.Expand(options.Files);
        foreach (var file in files)
            ReadFile(file);
        var report = new ReplayReport { Files = files };
        var tapes = new List<ReplayTape>();
        foreach (var (key, symbol) in Named())
            tapes.Add(Tape(_entries[key], symbol, ref report));
        if (tapes.Count == 0)
            throw new FeedException($"{options.Files[0]}: holds funding rates but no prices");
        tapes.Sort((a, b) => a.Symbol.CompareTo(b.Symbol));
        return new ReplaySource([.. tapes], Length(tapes), report);
    }

    private void ReadFile(string file)
    {
        if (LeanPath.Of(file) is { } lean)
        {
            var entry = Find(SymbolNames.TrySplit(lean.Symbol, out var symbol) ? symbol.Value : lean.Symbol, file);
            if (entry.Known != TimeSpan.Zero && entry.Known != lean.Resolution)
                throw new FeedException($"{file}, line 1: mixed intervals: bars of {entry.Known} and of {lean.Resolution}; name one resolution's folder");
            entry.Known = lean.Resolution;
            LeanBars.Read(file, lean, ReplayFiles.Read(file), lean.IsQuotes ? entry.Quotes : entry.Trades, options.RowsMax);
            if (entry.Funding.Count == 0 && File.Exists(lean.FundingFile(file)))
                entry.Funding = LeanBars.Funding(lean.FundingFile(file), ReplayFiles.Read(lean.FundingFile(file)));
            return;
        }

        var name = Path.GetFileNameWithoutExtension(file);
        if (string.Equals(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))), LeanBars.FundingFolder, StringComparison.OrdinalIgnoreCase))
        {
            var entry = Find(SymbolNames.TrySplit(name, out var symbol) ? symbol.Value : name, file);
            entry.Funding = LeanBars.Funding(file, ReplayFiles.Read(file));
            return;
        }

        var plain = Find(SymbolNames.TryGuess(file, out var guess) ? guess.Value : name, file);
        CsvBars.Read(file, ReplayFiles.Read(file), options.VolumeInQuote, plain.Trades, options.RowsMax);
    }

    private Entry Find(string key, string file)
    {
        if (_entries.TryGetValue(key, out var entry))
            return entry;
        _order.Add(key);
        return _entries[key] = new Entry(key) { FirstFile = file };
    }

    /// <summary>The wanted symbols with the names that the data goes by.</summary>
    private List<(string Key, Symbol Symbol)> Named()
    {
        var keys = _order.Where(k => _entries[k].Trades.Rows + _entries[k].Quotes.Rows > 0 || _entries[k].Funding.Count == 0).ToList();
        var wanted = options.Symbols.IsDefault ? [] : options.Symbols;
        if (wanted.Length == 0)
            return keys.ConvertAll(k => (k, Symbol.TryParse(k, out var symbol) ? symbol : throw Nameless(k)));
        if (wanted.All(s => keys.Contains(s.Value)))
            return [.. wanted.Distinct().Select(s => (s.Value, s))];
        if (wanted.Length == keys.Count)
            return [.. keys.Zip(wanted)];
        throw new FeedException(
            $"symbols {string.Join(", ", wanted)} do not fit the data, which holds {string.Join(", ", keys)}: "
            + "name some of these, or as many as there are, in this order");
    }

    private FeedException Nameless(string key) =>
        new($"{_entries[key].FirstFile}: the file's name tells no symbol: name it, e.g. --symbols BTC-USDT");

    private ReplayTape Tape(Entry entry, Symbol symbol, ref ReplayReport report)
    {
        foreach (var series in new[] { entry.Trades, entry.Quotes })
        {
            if (series.Rows == 0 && series.Counts.Rows == 0)
                continue;
            series.Finish(entry.Known);
            report = report with
            {
                Rows = report.Rows + series.Counts.Rows,
                Duplicates = report.Duplicates + series.Counts.Duplicates,
                OutOfOrder = report.OutOfOrder + series.Counts.OutOfOrder,
                Rejected = report.Rejected + series.Counts.Rejected,
                Repaired = report.Repaired + series.Counts.Repaired,
                First = report.First ?? series.Counts.First,
            };
        }

        if (entry.Trades.Bars.Count + entry.Quotes.Bars.Count == 0)
            throw new FeedException($"{entry.FirstFile}: no rows");
        var length = entry.Trades.Length > TimeSpan.Zero ? entry.Trades.Length : entry.Quotes.Length;
        var bars = ReplayTape.Join(entry.Trades.Bars, entry.Quotes.Bars, options.SpreadBps, out var withoutQuotes);
        var tape = new ReplayTape(symbol, bars, length, entry.Funding);
        report = report with
        {
            WithoutQuotes = report.WithoutQuotes + withoutQuotes,
            FundingRates = report.FundingRates + tape.Funding.Count,
            Gaps = report.Gaps + tape.Gaps(),
        };
        return tape;
    }

    /// <summary>The one length of all bars.</summary>
    private static TimeSpan Length(List<ReplayTape> tapes)
    {
        var known = tapes.Find(t => t.Length > TimeSpan.Zero)
            ?? throw new FeedException($"{tapes[0].Symbol}: a single bar does not tell its interval: at least two are needed");
        foreach (var tape in tapes)
        {
            if (tape.Length != TimeSpan.Zero && tape.Length != known.Length)
            {
                throw new FeedException(
                    $"mixed intervals: {known.Symbol} has bars of {known.Length}, {tape.Symbol} of {tape.Length}; replay one interval at a time");
            }
        }

        return known.Length >= TimeSpan.FromSeconds(1) && TimeSpan.TicksPerDay % known.Length.Ticks == 0
            ? known.Length
            : throw new FeedException($"{known.Symbol}: bars of {known.Length} cannot be replayed: a bar must last a whole part of a day, one second or more");
    }
}
