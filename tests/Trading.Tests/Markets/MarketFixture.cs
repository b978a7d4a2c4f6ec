using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests.Markets;

internal static class MarketFixture
{
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly DateTimeOffset Start = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static Quote Quote(long sequence, double seconds, decimal mid, decimal spread = 0m, decimal volume = 0m) =>
        new(Btc, Start.AddSeconds(seconds), mid - (spread / 2m), 0m, mid + (spread / 2m), 0m, sequence, sequence) { Volume = volume };

    public static Candle Flat(int minute, decimal price, decimal volume = 1m) => new(Start.AddMinutes(minute), price, price, price, price, volume);

    public static SymbolMarket Market(MarketOptions? options = null) => new(InstrumentCatalog.Default.Get(Btc), options);
}

internal sealed class Recorder : ICandleSink
{
    public List<(Interval Interval, Candle Candle)> Closed { get; } = [];

    public IEnumerable<Candle> Of(Interval interval) => Closed.Where(c => c.Interval == interval).Select(c => c.Candle);

    public void OnClosed(Interval interval, in Candle candle) => Closed.Add((interval, candle));
}
