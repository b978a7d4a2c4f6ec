using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Trading.Tests.Signals.Sources;

public sealed class AlertTests
{
    private const string Whole =
        """
        {"symbol":"BINANCE:BTCUSDT.P","direction":"long","entry":45000.5,"stopLoss":"44000","takeProfit":47000,"confidence":0.8,"timeframe":"15",
         "id":"a-1","timestamp":"2026-01-31T11:59:30Z","label":"breakout","strategy":"trend","note":"over the high"}
        """;

    [Fact]
    public void Understand_wholeNativeAlert_isTheSignal()
    {
        var signal = SourceScene.Read(SourceScene.Native, Whole).Signal;

        Assert.Equal(
            new Signal("tv", Symbol.Parse("BTC-USDT"), SignalDirection.Long, SourceScene.Now.AddSeconds(-30), SourceScene.Now)
            {
                Origin = SignalOrigin.Webhook, Entry = 45_000.5m, StopLoss = 44_000m, Target = 47_000m, Confidence = 0.8m, Timeframe = Interval.FifteenMinutes,
                Label = "breakout", Strategy = "trend", Note = "over the high",
            },
            signal);
    }

    [Fact]
    public void Understand_leastNativeAlert_leavesTheRestToTheSource()
    {
        var signal = SourceScene.Read(SourceScene.Native, """{"symbol":"ETHUSDT","direction":"SELL","timestamp":1769860800}""").Signal!;

        Assert.Equal((SignalDirection.Short, null, null, null, null), (signal.Direction, signal.Entry, signal.StopLoss, signal.Target, signal.Confidence));
        Assert.Equal(SourceScene.Now, signal.At);
    }

    [Theory]
    [InlineData("""{"direction":"long","id":"1"}""", "symbol")]
    [InlineData("""{"symbol":"BTCUSDT","id":"1"}""", "direction")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long"}""", "timestamp")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"up","id":"1"}""", "direction")]
    [InlineData("""{"symbol":"DOGEUSDT","direction":"long","id":"1"}""", "symbol")]
    [InlineData("""{"symbol":7,"direction":"long","id":"1"}""", "symbol")]
    [InlineData("""{"symbol":{"name":"BTCUSDT"},"direction":"long","id":"1"}""", "symbol")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","entry":true}""", "entry")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","entry":"1,000"}""", "entry")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","entry":"NaN"}""", "entry")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","entry":1e999}""", "entry")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","entry":0}""", "entry")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","entry":-5}""", "entry")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","entry":1000000001}""", "entry")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","entry":"٤٥"}""", "entry")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","entry":100,"stopLoss":101}""", "stopLoss")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"short","id":"1","entry":100,"stopLoss":99}""", "stopLoss")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","stopLoss":101,"takeProfit":100}""", "stopLoss")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"short","id":"1","entry":100,"takeProfit":101}""", "takeProfit")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","confidence":80}""", "confidence")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","confidence":-0.1}""", "confidence")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","timeframe":"often"}""", "timeframe")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","timestamp":"2026-01-31T11:54:59Z"}""", "timestamp")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","timestamp":"2026-01-31T12:00:31Z"}""", "timestamp")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","timestamp":"2026-01-31T12:00:00"}""", "timestamp")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","timestamp":"yesterday"}""", "timestamp")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","timestamp":99999999999999999999}""", "timestamp")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","stoploss":99}""", "stoploss")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","stopLoss":99,"stop_loss":98}""", "stop_loss")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","id":"2"}""", "body")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1","note":"a\u202Eb"}""", "note")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"a\u0000b"}""", "id")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"\ud800"}""", "body")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","\ud800":"1"}""", "body")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1",}""", "body")]
    [InlineData("""{"symbol":"BTCUSDT","direction":"long","id":"1"} {}""", "body")]
    [InlineData("""{"symbol":"BTCUSDT",/**/"direction":"long","id":"1"}""", "body")]
    [InlineData("""[{"symbol":"BTCUSDT"}]""", "body")]
    [InlineData("\"BTCUSDT\"", "body")]
    [InlineData("null", "body")]
    [InlineData("\uFEFF{}", "body")]
    [InlineData("{", "body")]
    [InlineData("", "body")]
    public void Understand_wrongNativeAlert_namesTheField(string alert, string field) => Assert.Equal(field, SourceScene.Wrong(SourceScene.Native, alert).Field);

    [Fact]
    public void Understand_deepNesting_isRefusedAtOnce() =>
        Assert.Equal("body", SourceScene.Wrong(SourceScene.Chart, string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000)).Field);

    [Fact]
    public void Understand_wrongText_isToldBackWithoutWhatCannotBeSeen()
    {
        var error = SourceScene.Wrong(SourceScene.Native, """{"symbol":"BTC\u202EUSDT\u0007","direction":"long","id":"1"}""");

        Assert.Equal("BTC\uFFFDUSDT\uFFFD", error.Value);
    }

    [Fact]
    public void Understand_manyFaults_namesAll() =>
        Assert.Equal(["direction", "symbol", "confidence"], SourceScene.Read(SourceScene.Native, """{"symbol":"?","direction":"?","confidence":7,"id":"1"}""").Errors.Select(static e => e.Field));

    [Fact]
    public void Understand_whatCloses_needsNoPrices()
    {
        var signal = SourceScene.Read(SourceScene.Native, """{"symbol":"BTCUSDT","direction":"flat","id":"1","stopLoss":5,"takeProfit":4}""").Signal!;

        Assert.Equal((SignalDirection.Close, null, null), (signal.Direction, signal.StopLoss, signal.Target));
    }

    [Fact]
    public void Id_ofAnAlertWithItsOwn_doesNotDependOnTheRest()
    {
        var one = SourceScene.Read(SourceScene.Native, """{"symbol":"BTCUSDT","direction":"long","id":"7"}""").Id;
        var other = SourceScene.Read(SourceScene.Native, """{"symbol":"ETHUSDT","direction":"short","id":"7"}""").Id;

        Assert.Equal(one, other);

        // Independently: printf 'tv\n7' | sha256sum
        Assert.Equal("3e7677d8e8af8da7d9677cc3d2211ce4", one);
    }

    [Fact]
    public void Id_ofAnAlertWithoutOne_isOfItsBytes()
    {
        const string alert = """{"symbol":"BTCUSDT","direction":"long","timestamp":1769860800}""";

        Assert.Equal(SourceScene.Read(SourceScene.Native, alert).Id, SourceScene.Read(SourceScene.Chart, alert).Id);
        Assert.NotEqual(SourceScene.Read(SourceScene.Native, alert).Id, SourceScene.Read(SourceScene.Native, alert + " ").Id);
    }

    [Theory]
    [InlineData("1", Interval.OneMinute)]
    [InlineData("15m", Interval.FifteenMinutes)]
    [InlineData("30", Interval.FifteenMinutes)]
    [InlineData("60", Interval.OneHour)]
    [InlineData("2h", Interval.OneHour)]
    [InlineData("240", Interval.FourHours)]
    [InlineData("D", Interval.OneDay)]
    [InlineData("1W", Interval.OneDay)]
    [InlineData("M", Interval.OneDay)]
    [InlineData("30S", Interval.OneMinute)]
    public void Timeframe_ofAChart_isTheLongestKnownThatIsNoLonger(string text, Interval interval) => Assert.Equal(
        interval, SourceScene.Read(SourceScene.Native, $$"""{"symbol":"BTCUSDT","direction":"long","id":"1","timeframe":"{{text}}"}""").Signal!.Timeframe);

    [Fact]
    public void Understand_anyBytes_neverThrows()
    {
        var chance = new Random(7);
        var seeds = new[] { Whole, "BTCUSDT long 5 at 2026-01-31T12:00:00Z", "{}" }.Select(System.Text.Encoding.UTF8.GetBytes).ToArray();
        foreach (var config in new[] { SourceScene.Native, SourceScene.Chart, SourceScene.Cipher, SourceScene.Chart with { Text = "{symbol} {direction} {price} at {time}" } })
        {
            for (var round = 0; round < 3_000; round++)
            {
                var bytes = (byte[])seeds[round % seeds.Length].Clone();
                for (var change = chance.Next(1, 6); change > 0; change--)
                    bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
                var alert = Alert.Read(config, bytes.AsMemory(0, chance.Next(bytes.Length + 1)));
                var reading = alert.Understand("tv", SourceScene.Traded, SourceScene.Now);

                Assert.Equal(reading.Signal is null, !reading.Errors.IsEmpty);
                Assert.Equal(SignalIds.Length, reading.Id.Length);
            }
        }
    }
}
