using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Benchmarks.Memory;

/// <summary>A market with a day of history whose price stands still: one quote a second.</summary>
internal sealed class QuietMarket : IAsyncDisposable
{
    private const int HistoryMinutes = 1_440;
    private const decimal Price = 60_000m;

    private readonly ISymbolGrain _grain;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _ticking;
    private long _sequence;

    private QuietMarket(ISymbolGrain grain)
    {
        _grain = grain;
        _ticking = Tick();
    }

    public static Symbol Symbol { get; } = Symbol.Parse("BTC-USDT");

    public static async Task<QuietMarket> Start(IGrainFactory grains)
    {
        var grain = grains.Symbol(new SymbolKey(BenchmarkServices.Venue, Symbol));
        var now = DateTimeOffset.UtcNow;
        var first = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(-HistoryMinutes);
        var history = ImmutableArray.CreateRange(
            Enumerable.Range(0, HistoryMinutes).Select(minute => new Candle(first.AddMinutes(minute), Price, Price, Price, Price, 1m)));
        await grain.Start(new SymbolStart(
            InstrumentCatalog.Default.Get(Symbol), 1, UsesBackPressure: false, new MarketOptions(), [new CandleSlice(Interval.OneMinute, history)]));
        var market = new QuietMarket(grain);
        await market.Quote();
        return market;
    }

    /// <exception cref="InvalidOperationException">Other than so many triggers rest.</exception>
    public async Task Check(int triggers)
    {
        var seen = await _grain.GetSnapshot();
        if (seen?.RestingTriggers != triggers)
            throw new InvalidOperationException($"{seen?.RestingTriggers} triggers rest instead of {triggers}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _ticking;
        _stopped.Dispose();
    }

    private async Task Tick()
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await pace.WaitForNextTickAsync(_stopped.Token))
                await Quote();
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private async Task Quote()
    {
        var number = Interlocked.Increment(ref _sequence);
        await _grain.OnMarket([new Quote(Symbol, DateTimeOffset.UtcNow, Price - 0.1m, 1m, Price + 0.1m, 1m, number, number)], 1);
    }
}
