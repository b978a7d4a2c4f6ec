using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Trading.Tests.Signals.Sources;

public sealed class SymbolNamesTests
{
    [Theory]
    [InlineData("BTC-USDT")]
    [InlineData("BTCUSDT")]
    [InlineData("btcusdt")]
    [InlineData("BTC/USDT")]
    [InlineData("BTC_USDT")]
    [InlineData("BINANCE:BTCUSDT")]
    [InlineData("BINANCE:BTCUSDT.P")]
    [InlineData("BYBIT:BTCUSDT.P")]
    [InlineData("BTC/USDT:USDT")]
    [InlineData("BTC-USDT-SWAP")]
    [InlineData("BTCUSDT_PERP")]
    [InlineData("BTCUSDTPERP")]
    [InlineData("XBTUSDT")]
    [InlineData("XBT/USDT")]
    public void Find_namesOfTheSameMarket_areIt(string name) =>
        Assert.Equal(Symbol.Parse("BTC-USDT"), SymbolNames.Find(name, SourceScene.Chart with { TakesOtherDollars = false }, SourceScene.Traded));

    [Theory]
    [InlineData("BTC-USD")]
    [InlineData("BTCUSD")]
    [InlineData("COINBASE:BTCUSD")]
    [InlineData("KRAKEN:XBTUSD")]
    [InlineData("BTC/USDC")]
    [InlineData("BTC-PERP")]
    [InlineData("BTC-USD-PERP")]
    [InlineData("BTC-PERPETUAL")]
    [InlineData("BTCFDUSD")]
    public void Find_anotherDollar_isItOnlyWhereTheSourceAllows(string name)
    {
        Assert.Equal(Symbol.Parse("BTC-USDT"), SymbolNames.Find(name, SourceScene.Chart, SourceScene.Traded));
        Assert.Null(SymbolNames.Find(name, SourceScene.Chart with { TakesOtherDollars = false }, SourceScene.Traded));
    }

    [Theory]
    [InlineData("")]
    [InlineData("BTC")]
    [InlineData("BTC-EUR")]
    [InlineData("ETHBTC")]
    [InlineData("1000PEPEUSDT")]
    [InlineData("BTCUSDT_240628")]
    [InlineData("BTC1!")]
    [InlineData("BINANCE:BTCUSDT/COINBASE:BTCUSD")]
    [InlineData("BTC/USD:BTC")]
    [InlineData("A:B:BTCUSDT")]
    [InlineData("ВТСUSDT")]
    [InlineData("ＢＴＣUSDT")]
    [InlineData("BTC\u200BUSDT")]
    [InlineData("BTC\u202EUSDT")]
    [InlineData("BTC USDT")]
    [InlineData("BTC--USDT")]
    public void Find_whatIsNotTraded_isNothing(string name) => Assert.Equal(
        name is "BTC" ? Symbol.Parse("BTC-USDT") : null, SymbolNames.Find(name, SourceScene.Chart, SourceScene.Traded));

    [Fact]
    public void Find_moreThanOneMeant_isNothing()
    {
        ImmutableArray<Symbol> traded = [Symbol.Parse("AB-CUSD"), Symbol.Parse("ABC-USD")];

        Assert.Null(SymbolNames.Find("ABCUSD", SourceScene.Chart, traded));
        Assert.Equal(traded[1], SymbolNames.Find("ABC/USD", SourceScene.Chart, traded));
    }

    [Fact]
    public void Find_tradedName_goesBeforeAnotherDollar()
    {
        ImmutableArray<Symbol> traded = [Symbol.Parse("BTC-USDT"), Symbol.Parse("BTC-USD")];

        Assert.Equal(traded[1], SymbolNames.Find("BTCUSD", SourceScene.Chart, traded));
        Assert.Equal(traded[0], SymbolNames.Find("BTCUSDC", SourceScene.Chart, traded));
    }

    [Fact]
    public void Find_ownNameOfTheSource_goesFirst()
    {
        var source = SourceScene.Chart with { Aliases = [new SymbolAlias("MYBTC", Symbol.Parse("BTC-USDT")), new SymbolAlias("BTCUSDT", Symbol.Parse("ETH-USDT"))] };

        Assert.Equal(Symbol.Parse("BTC-USDT"), SymbolNames.Find("mybtc", source, SourceScene.Traded));
        Assert.Equal(Symbol.Parse("ETH-USDT"), SymbolNames.Find("BTCUSDT", source, SourceScene.Traded));
    }
}
