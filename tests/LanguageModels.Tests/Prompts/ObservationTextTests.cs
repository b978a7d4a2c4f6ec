using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Tests.Prompts;

public sealed class ObservationTextTests
{
    [Fact]
    public void Json_everyFigure_isTheOneOfTheObservation_andNoneIsMissing()
    {
        var seen = Scene.Observe(5);
        var shown = Figures.Shown(JsonDocument.Parse(ObservationText.Json(seen)).RootElement);
        var expected = Figures.Expected(seen);

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), shown.Keys.Order(StringComparer.Ordinal));
        foreach (var (path, value) in expected)
        {
            switch (value)
            {
                case decimal exact:
                    Assert.True(decimal.Parse(shown[path], CultureInfo.InvariantCulture) == exact, $"{path}: {shown[path]} is not {exact}");
                    Assert.DoesNotMatch(@"\.\d*0$|\.$|E|^-0$", shown[path]);
                    break;
                case double real when double.IsFinite(real):
                    Assert.Equal(real, double.Parse(shown[path], CultureInfo.InvariantCulture), Math.Abs(real) * 1e-7);
                    break;
                default:
                    Assert.Equal("null", shown[path]);
                    break;
            }
        }

        Assert.True(expected.Count > 3_000, $"{expected.Count} figures");
        Assert.Contains(expected, static pair => pair.Value is double.NaN); // e.g. the band that a SuperTrend does not have
    }

    [Fact]
    public void Json_whatAVersionLists_appears()
    {
        var json = JsonDocument.Parse(ObservationText.Json(Scene.Observe())).RootElement;
        var indicators = json.GetProperty("markets")[1].GetProperty("indicators");

        Assert.Equal(JsonValueKind.Number, indicators.GetProperty("rsi 14 5m").ValueKind);
        Assert.Equal(JsonValueKind.Number, indicators.GetProperty("change 1 15m").GetProperty("change").ValueKind);
    }

    [Fact]
    public void Json_sameObservation_givesTheSameBytesInEveryCulture()
    {
        var first = ObservationText.Json(Scene.Observe(5));
        var before = CultureInfo.CurrentCulture;
        try
        {
            var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (foreign.NumberFormat.NumberDecimalSeparator, foreign.NumberFormat.NegativeSign) = (",", "−");
            CultureInfo.CurrentCulture = foreign;
            var second = ObservationText.Json(Scene.Observe(5) with { LastTrades = [.. Scene.Observe(5).LastTrades] });

            Assert.Equal(first, second);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Hash_isSha256OfTheVeryBytes()
    {
        var json = ObservationText.Json(Scene.Observe());

        Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json))).ToLowerInvariant(), ObservationText.Hash(json));
        var later = ObservationText.Json(Scene.Observe() with { At = Scene.At.AddSeconds(1) });
        Assert.NotEqual(ObservationText.Hash(json), ObservationText.Hash(later));
    }

    [Fact]
    public void Json_slots_areAbsentUntilTheyAreFilled()
    {
        var bare = Scene.Observe() with { Performance = null };
        var json = JsonDocument.Parse(ObservationText.Json(bare)).RootElement;

        Assert.All(["performance_of_this_version", "sections", "last_error"], name => Assert.False(json.TryGetProperty(name, out _), name));
    }

    [Fact]
    public void Json_sections_areValuesReadAnewAndTextsByTheirHash()
    {
        var seen = Scene.Observe() with
        {
            LastError = "refused: too little margin",
            Sections =
            [
                new ObservationSection("regime_probabilities", "hmm", Scene.At, SectionForm.Json, """{"bull":0.250,"bear":1e400,"why":"a\u202Eb\nc","deep":[[1]]}"""),
                new ObservationSection("broken", "x", Scene.At, SectionForm.Json, "{\"a\":"),
                new ObservationSection("news", "wire", Scene.At, SectionForm.Text, "Bitcoin rises"),
            ],
        };
        var sections = JsonDocument.Parse(ObservationText.Json(seen)).RootElement.GetProperty("sections");

        Assert.Equal("""{"bull":0.25,"bear":null,"why":"ab c","deep":[[1]]}""", sections[0].GetProperty("content").GetRawText());
        Assert.False(sections[1].TryGetProperty("content", out _));
        Assert.Equal(ObservationText.Hash("Bitcoin rises"), sections[2].GetProperty("text_sha256").GetString());
        Assert.DoesNotContain("Bitcoin rises", ObservationText.Json(seen), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_unwarmAndStaleMarkets_saySo()
    {
        var market = Scene.Observe().Symbols[0];
        var cold = market with { IsWarm = false, StaleReason = StaleReason.Silent, Candles = [new CandleSlice(Interval.OneMinute, [])], Book = null, Funding = null, Regime = null, OpenInterest = null, Change24h = null };
        var json = JsonDocument.Parse(ObservationText.Json(Scene.Observe() with { Symbols = [cold] })).RootElement.GetProperty("markets")[0];

        Assert.True(json.GetProperty("is_warming_up").GetBoolean());
        Assert.Equal("silent", json.GetProperty("stale").GetString());
        Assert.All(["book", "funding", "regime", "open_interest"], name => Assert.False(json.TryGetProperty(name, out _), name));
    }

    [Fact]
    public void Json_lessons_standWithWhatWasExpectedAndWhatCame()
    {
        using var json = JsonDocument.Parse(ObservationText.Json(Scene.Observe() with { Lessons = [Scene.Taught] }));

        var lesson = Assert.Single(json.RootElement.GetProperty("lessons").EnumerateArray());
        Assert.Equal(
            """{"symbol":"BTC-USDT","side":"buy","closed_at":"2024-03-16T23:00:00Z","held_minutes":60,"notional":600,"net":-6.6,"net_share":-0.011,"net_r":-1.1,"expected":{"reason":"BTC-USDT breaks out","target_share":0.03,"stop_share":0.01,"r":3,"confidence":0.8,"regime":"bear"},"came":{"exit":"stop","reason":"stop","move_share":-0.01},"lesson":"The stop was hit after 60 minutes at -1.1 R; the plan asked for 3.0 R with the stop 1.00 % away; the entry came against the regime; confidence had been 0.80.","words_of":"rules"}""",
            lesson.GetRawText());
        Assert.DoesNotContain("lessons", ObservationText.Json(Scene.Observe()), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_manyLessons_showsTheFirstEight()
    {
        using var json = JsonDocument.Parse(ObservationText.Json(Scene.Observe() with { Lessons = [.. Enumerable.Repeat(Scene.Taught, 50)] }));

        Assert.Equal(8, json.RootElement.GetProperty("lessons").GetArrayLength());
    }
}
