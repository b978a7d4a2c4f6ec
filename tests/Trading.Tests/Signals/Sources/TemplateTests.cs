using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Trading.Tests.Signals.Sources;

public sealed class TemplateTests
{
    private static readonly SourceConfig Plain = SourceScene.Chart with { Text = "{symbol} {direction} {price} at {time}" };

    [Fact]
    public void Understand_textAsTheTemplateHasIt_isTheSignal()
    {
        var signal = SourceScene.Read(Plain, "BINANCE:BTCUSDT.P  buy 45000.5\nat 2026-01-31T12:00:00Z\n").Signal!;

        Assert.Equal((Symbol.Parse("BTC-USDT"), SignalDirection.Long, 45_000.5m, SourceScene.Now), (signal.Symbol, signal.Direction, signal.Entry, signal.At));
    }

    [Theory]
    [InlineData("BTCUSDT buy 45000")]
    [InlineData("")]
    [InlineData("hello")]
    public void Understand_textThatIsNotSo_namesTheBody(string alert) => Assert.Equal("body", SourceScene.Wrong(Plain, alert).Field);

    [Fact]
    public void Understand_wrongField_isNamedByItsOwnName() => Assert.Equal("entry", SourceScene.Wrong(Plain, "BTCUSDT buy dear at 2026-01-31T12:00:00Z").Field);

    [Theory]
    [InlineData("Alert: {symbol} {direction}, stop {stop} target {target} #{id} end", "Alert: BTCUSDT long, stop 90 target 110 #77 end", true)]
    [InlineData("Alert: {symbol} {direction}, stop {stop} target {target} #{id} end", "Alert: BTCUSDT long, stop 90 target 110 #77", false)]
    [InlineData("Alert: {symbol} {direction}, stop {stop} target {target} #{id} end", "BTCUSDT long, stop 90 target 110 #77 end", false)]
    [InlineData("{*}: {symbol} {direction} {id}", "whatever it is: BTCUSDT long 5", true)]
    [InlineData("{symbol} {direction} {id} end", "BTCUSDT long 5 end of it", false)]
    public void Understand_words_standWhereTheTemplateHasThem(string template, string alert, bool fits) =>
        Assert.Equal(fits, SourceScene.Read(SourceScene.Chart with { Text = template }, alert).Signal is not null);

    [Fact]
    public void Understand_longHostileText_takesOneLook()
    {
        var template = SourceScene.Chart with { Text = string.Join(" a ", "{symbol}", "{direction}", "{price}", "{stop}", "{target}", "{note}", "{time} b") };

        var reading = SourceScene.Read(template, string.Concat(Enumerable.Repeat("a ", 30_000)));
        Assert.Null(reading.Signal);
        Assert.Equal("body", reading.Errors[0].Field);
    }

    [Theory]
    [InlineData("{symbol} {direction} {time}", null)]
    [InlineData("{symbol} {direction} {id}", null)]
    [InlineData("{symbol} {direction}", "{time} or {id}")]
    [InlineData("{direction} {time}", "{symbol}")]
    [InlineData("{symbol} {time}", "{direction}")]
    [InlineData("{symbol} {label} {time}", "{direction}")]
    [InlineData("{symbol}{direction} {time}", "between two fields")]
    [InlineData("{symbol} {direction} {time} {time}", "once")]
    [InlineData("{symbol} {direction} {timestamp} {time}", "once")]
    [InlineData("{symbol} {direction} {time} {volume}", "there are")]
    [InlineData("{symbol} {direction} {time", "close")]
    [InlineData("{symbol} {direction} {time} }", "open")]
    [InlineData("", "characters")]
    [InlineData("{symbol} {direction} {time}\u202E", "cannot be seen")]
    public void Refuse_template_saysWhatIsMissing(string template, string? remedy)
    {
        var errors = SourceRules.Refuse(SourceScene.Chart with { Text = template });

        if (remedy is null)
            Assert.Empty(errors);
        else
            Assert.Contains(errors, error => error.Field is "text" && error.Remedy.Contains(remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void Refuse_templateOfASecretInTheBody_wantsIt()
    {
        var source = Plain with { Authentication = SourceAuthentication.BodySecret };

        Assert.Contains("{secret}", Assert.Single(SourceRules.Refuse(source)).Remedy, StringComparison.Ordinal);
        Assert.Empty(SourceRules.Refuse(source with { Text = "{symbol} {direction} {time} {secret}" }));
    }

    [Fact]
    public void Understand_fieldsOfJson_areFoundWhereTheSourceSays()
    {
        var source = SourceScene.Chart with
        {
            Fields = System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
            [
                KeyValuePair.Create("direction", "strategy.order.action"), KeyValuePair.Create("entry", "strategy.order.price"),
            ]),
        };

        var signal = SourceScene.Read(
            source, """{"ticker":"BTCUSDT","strategy":{"order":{"action":"sell","price":"45000"}},"time":"2026-01-31T12:00:00Z","volume":[1,2,{"a":null}]}""");

        // The path goes through a field of the same name, which is then no text.
        Assert.Equal("strategy", Assert.Single(signal.Errors).Field);
        signal = SourceScene.Read(
            source with { Fields = source.Fields.Add("strategy", "strategy.name") },
            """{"ticker":"BTCUSDT","strategy":{"name":"x","order":{"action":"sell","price":"45000"}},"time":"2026-01-31T12:00:00Z"}""");
        Assert.Equal((SignalDirection.Short, 45_000m, "x"), (signal.Signal!.Direction, signal.Signal.Entry!.Value, signal.Signal.Strategy));
    }
}
