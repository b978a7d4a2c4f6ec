using System.Text.Json.Nodes;
using OrleansTrader.LanguageModels.Decisions;
using static OrleansTrader.LanguageModels.Tests.Decisions.Answers;

namespace OrleansTrader.LanguageModels.Tests.Decisions;

/// <summary>Whatever a model says, it gets an error that names field, value and remedy; nothing is thrown and nothing is traded.</summary>
public sealed class BadAnswerTests
{
    [Theory]
    [InlineData("quantity", "-1", "positions.SOL-USDT.quantity")]
    [InlineData("quantity", "0", "positions.SOL-USDT.quantity")]
    [InlineData("quantity", "1e400", "positions.SOL-USDT.quantity")]
    [InlineData("quantity", "1e11", "positions.SOL-USDT.quantity")]
    [InlineData("quantity", "0.0000001", "positions.SOL-USDT.quantity")] // nothing is left on the lot
    [InlineData("quantity", "0.01", "positions.SOL-USDT.quantity")] // below the least notional
    [InlineData("quantity", "\"10\"", "positions.SOL-USDT.quantity")]
    [InlineData("quantity", "null", "positions.SOL-USDT.quantity")]
    [InlineData("quantity", "[10]", "positions.SOL-USDT.quantity")]
    [InlineData("leverage", "0", "positions.SOL-USDT.leverage")]
    [InlineData("leverage", "0.5", "positions.SOL-USDT.leverage")]
    [InlineData("leverage", "51", "positions.SOL-USDT.leverage")]
    [InlineData("leverage", "-3", "positions.SOL-USDT.leverage")]
    [InlineData("leverage", "\"5x\"", "positions.SOL-USDT.leverage")]
    [InlineData("confidence", "75", "positions.SOL-USDT.confidence")]
    [InlineData("confidence", "-0.1", "positions.SOL-USDT.confidence")]
    [InlineData("confidence", "null", "positions.SOL-USDT.confidence")]
    [InlineData("risk_usd", "-5", "positions.SOL-USDT.risk_usd")]
    [InlineData("signal", "\"long\"", "positions.SOL-USDT.signal")]
    [InlineData("signal", "1", "positions.SOL-USDT.signal")]
    [InlineData("signal", "null", "positions.SOL-USDT.signal")]
    [InlineData("symbol", "\"GOLD-USDT\"", "positions[0].symbol")]
    [InlineData("symbol", "\"SOL\"", "positions[0].symbol")]
    [InlineData("symbol", "\"\\ud800\"", "positions[0].symbol")]
    [InlineData("symbol", "null", "positions[0].symbol")]
    [InlineData("symbol", "7", "positions[0].symbol")]
    [InlineData("justification", "\"  \"", "positions.SOL-USDT.justification")]
    [InlineData("justification", "null", "positions.SOL-USDT.justification")]
    [InlineData("justification", "{}", "positions.SOL-USDT.justification")]
    [InlineData("risk_level", "\"extreme\"", "positions.SOL-USDT.risk_level")]
    [InlineData("key_indicators", "\"rsi\"", "positions.SOL-USDT.key_indicators")]
    [InlineData("key_indicators", "[1]", "positions.SOL-USDT.key_indicators")]
    [InlineData("factor_weights", "{\"technical\":2}", "positions.SOL-USDT.factor_weights.technical")]
    [InlineData("factor_weights", "{\"astrology\":1}", "positions.SOL-USDT.factor_weights.astrology")]
    [InlineData("exit_plan", "[]", "positions.SOL-USDT.exit_plan")]
    [InlineData("exit_plan", "{\"stop_loss\":100000}", "positions.SOL-USDT.exit_plan.stop_loss")] // wrong side
    [InlineData("exit_plan", "{\"stop_loss\":0}", "positions.SOL-USDT.exit_plan.stop_loss")]
    [InlineData("exit_plan", "{\"stop_loss\":1e30}", "positions.SOL-USDT.exit_plan.stop_loss")]
    [InlineData("exit_plan", "{\"profit_target\":1}", "positions.SOL-USDT.exit_plan.profit_target")]
    [InlineData("exit_plan", "{\"stop_los\":100}", "positions.SOL-USDT.exit_plan.stop_los")] // a slip must not cost the stop
    [InlineData("entry", "{\"order_type\":\"limit\"}", "positions.SOL-USDT.entry.price")]
    [InlineData("entry", "{\"order_type\":\"stop\",\"price\":100}", "positions.SOL-USDT.entry.order_type")]
    [InlineData("entry", "{\"order_type\":\"limit\",\"price\":1}", "positions.SOL-USDT.entry.price")] // far away
    [InlineData("entry", "{\"order_type\":\"limit\",\"price_low\":140,\"price_high\":130}", "positions.SOL-USDT.entry.price_low")]
    [InlineData("leverage_boost", "100", "positions.SOL-USDT.leverage_boost")]
    public void Read_wrongField_namesItWithValueAndRemedy(string field, string value, string path)
    {
        var entry = Buy();
        entry[field] = JsonNode.Parse("null");
        var text = Of(entry).Replace($"\"{field}\":null", $"\"{field}\":{value}", StringComparison.Ordinal);

        var error = Refused(Read(text));

        Assert.Equal(path, error.Field);
        Assert.NotEmpty(error.Remedy);
    }

    [Theory]
    [InlineData("", "answer")]
    [InlineData("   ", "answer")]
    [InlineData("I will not trade today.", "answer")]
    [InlineData("null", "answer")]
    [InlineData("[]", "answer")]
    [InlineData("{}", "answer")]
    [InlineData("{\"decision\":\"hold\"}", "answer")]
    [InlineData("{\"positions\":null}", "positions")]
    [InlineData("{\"positions\":7}", "positions")]
    [InlineData("{\"positions\":[7]}", "positions[0]")]
    [InlineData("{\"positions\":[null]}", "positions[0]")]
    [InlineData("{\"positions\":[{\"symbol\":\"SOL-USDT\",\"quantity\":NaN}]}", "answer")]
    [InlineData("{\"positions\":[{\"symbol\":\"SOL-USDT\",\"signal\":\"buy\",\"quantity\":1", "answer")] // cut off
    [InlineData("{\"positions\":[],\"positions\":[]}", "answer")]
    [InlineData("{\"positions\":{\"SOL-USDT\":{\"symbol\":\"BTC-USDT\"}}}", "positions.SOL-USDT.symbol")]
    [InlineData("{\"positions\":[],\"notes_for_audience\":7}", "answer.notes_for_audience")]
    [InlineData("{\"\\ud800\":1,\"positions\":[]}", null)] // no character at all, in a field that nobody asked for
    public void Read_wrongShape_isAnError(string answer, string? field)
    {
        if (field is null)
            Read(answer);
        else
            Assert.Equal(field, Refused(Read(answer)).Field);
    }

    [Fact]
    public void Read_repeatedSymbol_isRefused()
    {
        Assert.Equal("positions[1].symbol", Refused(Read(Of(Buy(), Buy()))).Field);
        Assert.Equal("positions", Refused(Read(Of([.. Enumerable.Range(0, 6).Select(_ => Buy())]))).Field);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Read_megabytes_areRefusedWithoutBeingRead(int megabytes)
    {
        var size = megabytes * 1024 * 1024;
        Assert.Equal("answer", Refused(Read(new string('{', size))).Field);
        Assert.Equal("answer", Refused(Read(Of(Buy()) + new string(' ', size))).Field);
    }

    [Theory]
    [InlineData('{')]
    [InlineData('[')]
    [InlineData('"')]
    [InlineData('\\')]
    public void Read_asManyAsAreTaken_ofOneSign_isAnErrorInNoTime(char sign) =>
        Assert.False(Read(new string(sign, AnswerJson.AnswerLengthMax)).IsAccepted);

    [Fact]
    public void Read_deepNesting_isAnError()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"positions\":", 5_000)) + "[]" + new string('}', 5_000);

        Assert.False(Read(deep).IsAccepted);
        Assert.Equal("answer", Refused(Read("{\"positions\":" + new string('[', 100) + new string(']', 100) + "}")).Field);
    }

    [Theory]
    [InlineData(501, 1_000, "positions.SOL-USDT.justification", "501 characters")]
    [InlineData(500, 1_001, "answer.notes_for_audience", "1001 characters")]
    public void Read_overlongText_isRefused(int justification, int notes, string field, string value)
    {
        var entry = Buy();
        entry["justification"] = new string('x', justification);
        var answer = new JsonObject { ["positions"] = new JsonArray(entry), ["notes_for_audience"] = new string('x', notes) };

        var error = Refused(Read(answer.ToJsonString()));

        Assert.Equal((field, value), (error.Field, error.Value));
    }

    [Fact]
    public void Read_manyErrors_areToldInOneGo_upToABound()
    {
        var entry = new JsonObject();
        for (var i = 0; i < 100; i++)
            entry[$"field{i}"] = i;
        entry["symbol"] = "SOL-USDT";

        var errors = Read(Of(entry)).Errors;

        Assert.Equal(ErrorList.CountMax + 1, errors.Length);
        Assert.Contains("more errors", errors[^1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_controlCharactersInTexts_areDropped()
    {
        var entry = Buy();
        entry["justification"] = "up\u202Eward\u0000s\nnow\u200B";

        Assert.Equal("upwards now", Assert.Single(Accepted(Read(Of(entry))).Positions).Justification);
    }
}
