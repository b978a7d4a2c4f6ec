using System.IO.Compression;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Replay;

namespace OrleansTrader.Venues.Tests.Replay;

public sealed class LeanReplayTests
{
    [Fact]
    public void Load_perp_minutes_with_quotes_and_funding_tells_both_sides_and_rates()
    {
        var source = Load(SharedData.Path("ohlcv", "lean", "cryptofuture", "bybit", "minute", "btcusdt"));
        Assert.Equal([Symbol.Parse("BTC-USDT")], source.Symbols);
        Assert.Equal(721, source.Bars);
        Assert.Equal(new DateTimeOffset(2022, 12, 13, 0, 0, 0, TimeSpan.Zero), source.Start);
        Assert.Equal(721 - 460, source.Report.WithoutQuotes);

        var events = source.Events().ToArray();
        var first = Assert.IsType<FundingRate>(events[0]);
        Assert.Equal((-0.0002016m, source.Start), (first.Rate, first.At));
        var quotes = events.OfType<Quote>().ToArray();
        Assert.Equal((17193.5m, 17194m, 135.724m, 17.697m), (quotes[0].Bid, quotes[0].Ask, quotes[0].BidSize, quotes[0].AskSize));
        Assert.Equal(78.677m, quotes.Take(4).Sum(q => q.Volume));
        Assert.Equal([-0.0002016m, -0.00022398m], events.OfType<FundingRate>().Select(f => f.Rate));
        var second = events.OfType<FundingRate>().Last();
        var before = quotes.Last(q => q.At < second.At);
        Assert.Equal(before.Mid, second.Mark);
        Assert.True(source.HasFunding(source.Symbols[0]));
    }

    [Theory]
    [InlineData("crypto/coinbase/second/btcusd", "BTC-USD", 1, 3)]
    [InlineData("crypto/bitfinex/hour/btcusd_trade.zip", "BTC-USD", 3600, 1)]
    [InlineData("crypto/coinbase/daily/btcusd_trade.zip", "BTC-USD", 86400, 1)]
    [InlineData("cryptofuture/binance/hour", "ADA-USDT", 3600, 2)]
    [InlineData("cryptofuture/dydx/minute", "BTC-USD", 60, 2)]
    public void Load_every_resolution_keeps_all_its_rows(string path, string symbol, int seconds, int files)
    {
        var full = SharedData.Path(["ohlcv", "lean", .. path.Split('/')]);
        var source = Load(full);
        Assert.Equal([Symbol.Parse(symbol)], source.Symbols);
        Assert.Equal(TimeSpan.FromSeconds(seconds), source.BarLength);
        Assert.Equal(files, source.Report.Files.Length);

        // The oracle counts the lines of the zips by plain text.
        Assert.Equal(source.Report.Files.Sum(LinesOf), source.Report.Rows);
        var told = source.Events().OfType<Quote>().ToArray();
        Assert.Equal(4 * source.Bars, told.Length);
        for (var i = 1; i < told.Length; i++)
            Assert.True(told[i].At > told[i - 1].At && told[i].Ask >= told[i].Bid);
    }

    [Fact]
    public void Load_days_of_several_symbols_merges_them()
    {
        var source = Load(SharedData.Path("ohlcv", "lean", "crypto", "coinbase", "minute", "btcusd"), SharedData.Path("ohlcv", "lean", "crypto", "coinbase", "minute", "ethusd"));
        Assert.Equal(["BTC-USD", "ETH-USD"], source.Symbols.Select(s => s.Value));
        MarketEvent? last = null;
        foreach (var item in source.Events())
        {
            Assert.True(last is null || item.At > last.At || (item.At == last.At && item.Symbol > last.Symbol));
            last = item;
        }

        Assert.True(source.Report.Gaps > 0);
    }

    [Fact]
    public void Load_a_folder_of_several_resolutions_is_refused()
    {
        var error = Assert.Throws<FeedException>(() => Load(SharedData.Path("ohlcv", "lean", "crypto", "coinbase")));
        Assert.Contains("mixed intervals", error.Message, StringComparison.Ordinal);
    }

    private static int LinesOf(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        using var reader = new StreamReader(zip.Entries[0].Open());
        return reader.ReadToEnd().Split('\n').Count(l => l.Trim().Length > 0);
    }

    private static ReplaySource Load(params string[] paths) => new ReplayLoader(new ReplayOptions { Files = [.. paths] }).Load();
}
