using System.Diagnostics;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Simulated;

namespace OrleansTrader.Venues.Tests.Simulated;

public sealed class SimulatedMarketTests(ITestOutputHelper output)
{
    private const long Day = 86_400_000;
    private static readonly long Start = DateTimeOffset.Parse("2026-03-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    [Fact]
    public void Price_asked_in_any_order_is_the_same()
    {
        var forward = new SimulatedMarket(7, Symbol.Parse("ETH-USDT"), InstrumentCatalog.Default);
        var instants = Enumerable.Range(0, 500).Select(i => Start + ((i * 7919L * 1013) % (3 * Day))).ToArray();
        var first = instants.Order().ToDictionary(t => t, forward.Price);
        foreach (var t in instants)
            Assert.Equal(first[t], new SimulatedMarket(7, Symbol.Parse("ETH-USDT"), InstrumentCatalog.Default).Price(t));
    }

    [Fact]
    public void Price_of_another_seed_is_another() =>
        Assert.NotEqual(
            new SimulatedMarket(1, Symbol.Parse("BTC-USDT"), InstrumentCatalog.Default).Price(Start),
            new SimulatedMarket(2, Symbol.Parse("BTC-USDT"), InstrumentCatalog.Default).Price(Start));

    [Fact]
    public void Price_of_the_first_release_has_these_bits_for_good()
    {
        // A pin, not an oracle: ledgers in use go on from these prices, so a change of the function must be noticed, on any machine.
        var market = new SimulatedMarket(1, Symbol.Parse("BTC-USDT"), InstrumentCatalog.Default);
        long[] expected = [4675364995849203596, 4675352199713758385, 4675321917325219936];
        Assert.Equal(expected, Enumerable.Range(0, 3).Select(i => BitConverter.DoubleToInt64Bits(market.Price(Start + (i * 1_234_567L)))));
    }

    [Fact]
    public void Price_between_neighbouring_milliseconds_is_continuous()
    {
        var market = new SimulatedMarket(3, Symbol.Parse("DOGE-USDT"), InstrumentCatalog.Default);
        var last = market.Price(Start);
        for (var ms = Start + 1; ms < Start + 200_000; ms++)
        {
            var price = market.Price(ms);
            Assert.True(Math.Abs((price / last) - 1) < 2e-4, $"{last} to {price} at {ms}");
            last = price;
        }

        // Also where blocks of regimes and the coarsest nodes of the lattice meet.
        foreach (var edge in new[] { RegimeTrack.BlockMs * 215_000, FractalPath.NodeMs << FractalPath.Levels, (FractalPath.NodeMs << FractalPath.Levels) * 106 })
            Assert.True(Math.Abs((market.Price(edge) / market.Price(edge - 1)) - 1) < 2e-4);
    }

    [Theory]
    [InlineData("BTC-USDT", 0.02, 0.04)]
    [InlineData("ETH-USDT", 0.022, 0.05)]
    [InlineData("SOL-USDT", 0.028, 0.06)]
    [InlineData("DOGE-USDT", 0.035, 0.07)]
    [InlineData("XRP-USDT", 0.028, 0.06)]
    [InlineData("AVAX-USDT", 0.025, 0.08)]
    public void Price_over_twenty_years_moves_as_a_market_does(string name, double sigmaMin, double sigmaMax)
    {
        var market = new SimulatedMarket(1, Symbol.Parse(name), InstrumentCatalog.Default);
        var prices = Enumerable.Range(0, 20 * 365).Select(d => market.Price(Start + (d * Day))).ToArray();
        var returns = prices.Skip(1).Zip(prices, (b, a) => Math.Log(b / a)).ToArray();
        var sigma = Math.Sqrt(returns.Average(r => r * r));
        output.WriteLine($"{name}: daily {sigma:P2}, {prices.Min():G5} to {prices.Max():G5}, first {prices[0]:G5}, last {prices[^1]:G5}");
        Assert.InRange(sigma, sigmaMin, sigmaMax);
        Assert.All(prices, p => Assert.InRange(p / prices[0], 0.05, 20));
    }

    [Fact]
    public void Returns_of_two_symbols_are_correlated()
    {
        var a = new SimulatedMarket(1, Symbol.Parse("BTC-USDT"), InstrumentCatalog.Default);
        var b = new SimulatedMarket(1, Symbol.Parse("ETH-USDT"), InstrumentCatalog.Default);
        var hour = 3_600_000L;
        var pairs = Enumerable.Range(1, 3000).Select(i =>
            (X: Math.Log(a.Price(Start + (i * hour)) / a.Price(Start + ((i - 1) * hour))),
             Y: Math.Log(b.Price(Start + (i * hour)) / b.Price(Start + ((i - 1) * hour))))).ToArray();
        var correlation = pairs.Sum(p => p.X * p.Y) / Math.Sqrt(pairs.Sum(p => p.X * p.X) * pairs.Sum(p => p.Y * p.Y));
        output.WriteLine($"hourly correlation {correlation:F2}");
        Assert.InRange(correlation, 0.5, 0.95);
    }

    [Fact]
    public void Regimes_over_a_month_all_occur_and_spread_follows()
    {
        var market = new SimulatedMarket(1, Symbol.Parse("SOL-USDT"), InstrumentCatalog.Default);
        var spreads = new Dictionary<SimulatedRegime, List<double>>();
        for (var ms = Start; ms < Start + (30 * Day); ms += 600_000)
        {
            var (bid, ask) = market.Touch(ms);
            Assert.True(bid > 0 && ask > bid);
            var regime = market.Regime(ms);
            if (!spreads.TryGetValue(regime, out var list))
                spreads[regime] = list = [];
            list.Add((ask - bid) / (double)bid);
        }

        Assert.Equal(Enum.GetValues<SimulatedRegime>().Order(), spreads.Keys.Order());
        Assert.True(spreads[SimulatedRegime.Volatile].Average() > 1.2 * spreads[SimulatedRegime.Range].Average());
    }

    [Fact]
    public void Minute_next_to_another_shares_the_price_at_the_edge()
    {
        var market = new SimulatedMarket(1, Symbol.Parse("BTC-USDT"), InstrumentCatalog.Default);
        var candles = SimulatedHistory.Candles(
            market, Interval.OneMinute, At(Start), At(Start + 3_600_000), At(Start + Day), CancellationToken.None);
        Assert.Equal(60, candles.Length);
        for (var i = 1; i < candles.Length; i++)
        {
            Assert.Equal(candles[i - 1].Close, candles[i].Open);
            Assert.Equal(candles[i - 1].Start.AddMinutes(1), candles[i].Start);
        }

        Assert.All(candles, c => Assert.True(c.High >= Math.Max(c.Open, c.Close) && c.Low <= Math.Min(c.Open, c.Close) && c.Volume > 0));
    }

    [Fact]
    public void Candle_of_the_past_agrees_with_the_quotes_and_trades_told_live()
    {
        var market = new SimulatedMarket(1, Symbol.Parse("XRP-USDT"), InstrumentCatalog.Default);
        var candle = market.Minute(Start);
        var ticks = Enumerable.Range(0, 1000).Select(i => market.FirstTickFrom(Start) + i).TakeWhile(t => market.TimeOfTick(t) < Start + 60_000).ToArray();
        Assert.InRange(ticks.Length, 240, 300);
        Assert.Equal(candle.Volume, ticks.Select(market.TradeAt).Sum(t => t?.Quantity ?? 0));
        var mids = ticks.Select(t => market.QuoteAt(t).Mid).ToArray();
        Assert.InRange(Math.Abs(mids[0] - candle.Open) / candle.Open, 0, 0.0005m);
        Assert.InRange(Math.Abs(mids[^1] - candle.Close) / candle.Close, 0, 0.0005m);
        Assert.InRange(Math.Abs(mids.Max() - candle.High) / candle.High, 0, 0.001m);
        Assert.InRange(Math.Abs(mids.Min() - candle.Low) / candle.Low, 0, 0.001m);
    }

    [Fact]
    public void Candles_of_an_hour_equal_their_sixty_minutes()
    {
        var market = new SimulatedMarket(1, Symbol.Parse("BTC-USDT"), InstrumentCatalog.Default);
        var minutes = SimulatedHistory.Candles(market, Interval.OneMinute, At(Start), At(Start + 3_600_000), At(Start + Day), CancellationToken.None);
        var hour = Assert.Single(SimulatedHistory.Candles(market, Interval.OneHour, At(Start), At(Start + 3_600_000), At(Start + Day), CancellationToken.None));
        Assert.Equal(minutes[0].Open, hour.Open);
        Assert.Equal(minutes[^1].Close, hour.Close);
        Assert.Equal(minutes.Max(m => m.High), hour.High);
        Assert.Equal(minutes.Min(m => m.Low), hour.Low);
        Assert.Equal(minutes.Sum(m => m.Volume), hour.Volume);
    }

    [Fact]
    public void Candles_with_now_inside_end_at_the_last_finished_one()
    {
        var market = new SimulatedMarket(1, Symbol.Parse("BTC-USDT"), InstrumentCatalog.Default);
        var candles = SimulatedHistory.Candles(
            market, Interval.FiveMinutes, At(Start - 1), At(Start + 3_600_000), At(Start + 899_999), CancellationToken.None);
        Assert.Equal([At(Start), At(Start + 300_000)], candles.Select(c => c.Start));
    }

    [Fact]
    public void Candles_of_a_day_for_five_symbols_come_at_once()
    {
        var watch = Stopwatch.StartNew();
        var count = 0;
        foreach (var symbol in FeedFactory.DefaultSymbols("simulated"))
            count += SimulatedHistory.Candles(new SimulatedMarket(1, symbol, InstrumentCatalog.Default), Interval.OneMinute, At(Start), At(Start + Day), At(Start + Day), CancellationToken.None).Length;
        output.WriteLine($"{count} minutes in {watch.ElapsedMilliseconds} ms");
        Assert.Equal(5 * 1440, count);
    }

    [Fact]
    public void Funding_of_a_year_stays_near_the_usual_rate()
    {
        var market = new SimulatedMarket(1, Symbol.Parse("BTC-USDT"), InstrumentCatalog.Default);
        var rates = Enumerable.Range(0, 365 * 3).Select(i => market.FundingAt(At(Start + (i * 28_800_000L)))).ToArray();
        Assert.InRange(rates.Average(r => r.Rate), 0.00002m, 0.0003m);
        Assert.Contains(rates, r => r.Rate < 0);
        Assert.All(rates, r => Assert.True(r.Mark > 0 && Math.Abs(r.Rate) <= 0.003m));
    }

    [Fact]
    public void Book_beside_the_quote_of_its_tick_has_the_same_top()
    {
        var market = new SimulatedMarket(1, Symbol.Parse("DOGE-USDT"), InstrumentCatalog.Default);
        var tick = market.FirstTickFrom(Start) / 4 * 4;
        var book = market.BookAt(tick);
        var quote = market.QuoteAt(tick);
        Assert.Equal(new BookLevel(quote.Bid, quote.BidSize), book.Bids[0]);
        Assert.Equal(new BookLevel(quote.Ask, quote.AskSize), book.Asks[0]);
        Assert.Equal(book.Bids.OrderByDescending(l => l.Price), book.Bids);
        Assert.Equal(book.Asks.OrderBy(l => l.Price), book.Asks);
        Assert.Equal(SimulatedMarket.BookLevels, book.Bids.Length);
    }

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
