using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Replay;

/// <summary>Tells recorded candles as if they happened now: when its clock gets to them, or as fast as the reader takes them.</summary>
internal sealed class ReplayFeed : IFeed
{
    private readonly ReplaySource _source;
    private readonly InstrumentCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly bool _keepsTime;
    private readonly FeedMeter _meter = new();
    private long _positionTicks;

    /// <exception cref="FeedException">A file that cannot be replayed.</exception>
    public ReplayFeed(ReplayOptions options, InstrumentCatalog catalog, TimeProvider time)
    {
        _source = new ReplayLoader(options).Load();
        _catalog = catalog;
        _time = time;
        _keepsTime = options.KeepsTime;
        _positionTicks = _source.Start.UtcTicks;
        var report = _source.Report;
        _meter.Change(s => s with
        {
            Gaps = report.Gaps,
            Duplicates = report.Duplicates,
            OutOfOrder = report.OutOfOrder,
            Rejected = report.Rejected,
            Repaired = report.Repaired,
        });
    }

    public string Venue => "replay";

    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"Replay of recorded prices: {_source.Bars} bars of {_source.BarLength}, {_source.Start:yyyy-MM-dd HH:mm} to {_source.End:yyyy-MM-dd HH:mm} UTC.");

    public bool UsesBackPressure => true;

    public FeedStatus Status => _meter.Read();

    /// <summary>The same data for a driver that pulls.</summary>
    public IReplaySource Source => _source;

    public Task<ImmutableArray<Instrument>> Instruments(IReadOnlyList<Symbol> symbols, CancellationToken cancellation) =>
        Task.FromResult(symbols.Select(s => ReplayInstruments.Of(Known(s), _catalog)).ToImmutableArray());

    /// <summary>Only what the replay has already passed: a bar is known once its end is reached, so that nobody sees the future.</summary>
    public Task<ImmutableArray<Candle>> History(
        Symbol symbol, Interval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        Task.FromResult(ReplayHistory.Candles(Known(symbol), _source.BarLength, interval, from, to, new DateTimeOffset(Volatile.Read(ref _positionTicks), TimeSpan.Zero)));

    public async Task Run(IReadOnlyList<Symbol> symbols, ChannelWriter<MarketEvent> events, CancellationToken cancellation)
    {
        var wanted = symbols.Select(s => Known(s).Symbol).ToHashSet();
        _meter.Change(s => s with { Connected = true });
        try
        {
            foreach (var item in _source.Events())
            {
                if (!wanted.Contains(item.Symbol))
                    continue;
                if (_keepsTime)
                    await Until(item.At, cancellation);
                await events.WriteAsync(item, cancellation);
                Volatile.Write(ref _positionTicks, item.At.UtcTicks);
                _meter.Message(_time.GetUtcNow(), null);
            }

            Volatile.Write(ref _positionTicks, _source.End.UtcTicks);
        }
        finally
        {
            _meter.Change(s => s with { Connected = false });
        }
    }

    private async Task Until(DateTimeOffset due, CancellationToken cancellation)
    {
        var wait = due - _time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, cancellation);
    }

    private ReplayTape Known(Symbol symbol) =>
        _source.Tape(symbol)
        ?? throw new FeedException($"symbol {symbol} is not in the replay's files, which hold {string.Join(", ", _source.Symbols)}");
}
