using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.LanguageModels.Tests.Prompts;

/// <summary>An observation of markets that were really fed: candles, indicators, regime, funding and book come from the core.</summary>
internal static class Scene
{
    public static readonly DateTimeOffset At = new(2024, 3, 17, 0, 0, 0, TimeSpan.Zero);

    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    /// <summary>Several indicators beyond the standard ones, as a version would list them.</summary>
    public static readonly ImmutableArray<string> Extra = ["rsi 14 5m", "change 15m", "stoch 5m", "obv 1m", "supertrend 15m", "vwap 1m"];

    private static readonly string[] Names = ["BTC-USDT", "ETH-USDT", "SOL-USDT", "DOGE-USDT", "XRP-USDT", "AVAX-USDT"];

    private static readonly Lazy<ImmutableArray<SymbolObservation>> Fed = new(static () => [.. Names.Select(static name => Market(Symbol.Parse(name)))]);

    /// <summary>Markets of <paramref name="symbols"/> symbols and an account with a long of the first and a short of the second one.</summary>
    public static Observation Observe(int symbols = 2)
    {
        var markets = Fed.Value[..symbols];
        return new Observation(At, markets, Account(markets), [.. Trades(markets)], null)
        {
            Performance = new PerformanceObservation(At.AddDays(-3), 4_000, 12, 0.5, 0.0123, null, -0.02, 12.50m, 3.2m, -0.4m),
        };
    }

    /// <summary>A lesson of a lost trade.</summary>
    public static Lesson Taught { get; } = LessonReview.Of(
        3, new TradeObservation(Btc, Side.Buy, 0.01m, 60_000m, 59_400m, At.AddHours(-2), At.AddHours(-1), -6.6m, "BTC-USDT breaks out", "stop"), ExitKind.Stop,
        new SymbolDecision(Btc, TradeSignal.Buy, 0.01m, 2m, 0.8m, new ExitPlan(61_800m, 59_400m), "BTC-USDT breaks out"), "bear");

    public static Instrument Rules(Symbol symbol) => InstrumentCatalog.Default.Get(symbol);

    private static AccountObservation Account(ImmutableArray<SymbolObservation> markets)
    {
        var positions = ImmutableArray.CreateBuilder<PositionObservation>();
        var orders = ImmutableArray.CreateBuilder<OrderObservation>();
        for (var i = 0; i < Math.Min(2, markets.Length); i++)
        {
            var market = markets[i];
            var sign = i == 0 ? 1 : -1;
            var quantity = market.Instrument.QuantityDown(1_000m / market.Mid) * sign;
            var (stop, target) = (Near(market, 1m - (0.03m * sign)), Near(market, 1m + (0.05m * sign)));
            positions.Add(new PositionObservation(
                market.Symbol, quantity, Near(market, 0.995m), market.Mark, 3.1250m * sign, sign > 0 ? Near(market, 0.6m) : null, 2m, 500.0m, At.AddMinutes(-95),
                new ExitPlan(target, stop, InvalidationCondition: "closes back below the mean")));
            var side = sign > 0 ? Side.Sell : Side.Buy;
            orders.Add(new OrderObservation(new OrderId((2 * i) + 1), market.Symbol, side, OrderType.Stop, OrderRole.Stop, Math.Abs(quantity), null, stop, true));
            orders.Add(new OrderObservation(new OrderId((2 * i) + 2), market.Symbol, side, OrderType.TakeProfit, OrderRole.Target, Math.Abs(quantity), null, target, true));
        }

        return new AccountObservation(10_012.7500m, 10_000m, 9_000.00m, 1_000m, 0.2m, positions.ToImmutable(), orders.ToImmutable());
    }

    private static IEnumerable<TradeObservation> Trades(ImmutableArray<SymbolObservation> markets)
    {
        for (var i = 0; i < 12; i++)
        {
            var market = markets[i % markets.Length];
            var closed = At.AddHours(-i - 1);
            yield return new TradeObservation(
                market.Symbol, i % 2 == 0 ? Side.Buy : Side.Sell, market.Instrument.LotSize * 100m, Near(market, 0.99m), Near(market, 1.01m), closed.AddMinutes(-30), closed,
                i - 5.5m, $"entry {i}", i % 3 == 0 ? "stop_loss" : "profit_target");
        }
    }

    public static decimal Near(SymbolObservation market, decimal share) => market.Instrument.PriceNearest(market.Mid * share);

    private static SymbolObservation Market(Symbol symbol)
    {
        var instrument = Rules(symbol);
        var market = new SymbolMarket(instrument);
        var random = new SeededRandom((ulong)symbol.Value.Length * 7_919UL + symbol.Value[0]);
        var price = InstrumentCatalog.Default.Simulated(symbol).StartPrice;
        var start = At.AddDays(-16);
        for (var at = start; at < At; at = at.AddMinutes(1))
        {
            var open = price;
            price = instrument.PriceNearest(price * (1m + ((decimal)random.NextGaussian() * 0.0006m)));
            var (high, low) = (Math.Max(open, price) + instrument.TickSize, Math.Min(open, price) - instrument.TickSize);
            market.OnHistory(Interval.OneMinute, new Candle(at, open, high, low, price, instrument.LotSize * (100 + random.NextInt(1_000))));
        }

        var tick = instrument.TickSize;
        market.OnQuote(new Quote(symbol, At, price - tick, 5m, price + (2m * tick), 4m, 1, 1));
        market.On(new OpenInterest(symbol, At, 123_456.70m));
        market.On(new Book(
            symbol, At, [.. Enumerable.Range(1, 8).Select(i => new BookLevel(price - (i * tick), i * instrument.LotSize * 10m))],
            [.. Enumerable.Range(2, 8).Select(i => new BookLevel(price + (i * tick), i * instrument.LotSize * 10m))], 1));
        return market.Observe(ModelObservation.Request(Extra), At)!;
    }
}
