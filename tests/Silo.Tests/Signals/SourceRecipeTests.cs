using System.Collections.Immutable;
using OrleansTrader.Dashboard.Sources;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Silo.Tests.Signals;

public sealed class SourceRecipeTests
{
    private static readonly SourceKey Key = new(new TenantId("demo"), "tv");

    [Fact]
    public void Of_textTemplate_isWhatAChartAndAShellSend()
    {
        var recipe = Of(new SourceConfig(SourceKind.TradingView, SourceAuthentication.PathToken) { Text = "{symbol} {direction} {price} at {time}" }, "abc");

        Assert.Equal("https://trader.example.org/webhook/demo/tv/abc", recipe.Url);
        Assert.Equal("{{ticker}} {{strategy.market_position}} {{close}} at {{timenow}}", recipe.Message);
        Assert.Equal("curl -d 'BTC-USDT long 60000 at '$(date -u +%FT%TZ)'' https://trader.example.org/webhook/demo/tv/abc", recipe.Curl);
    }

    [Fact]
    public void Of_jsonWithASecretInside_saysItWhereTheSourceLooks()
    {
        var fields = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("direction", "order.action"), KeyValuePair.Create("secret", "order.key")]);
        var recipe = Of(new SourceConfig(SourceKind.TradingView, SourceAuthentication.BodySecret) { Fields = fields }, null);

        Assert.Equal("""{"symbol":"{{ticker}}","order":{"action":"{{strategy.market_position}}","key":"SECRET"},"timestamp":"{{timenow}}"}""", recipe.Message);
        Assert.EndsWith("/webhook/demo/tv", recipe.Curl, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_marks_sayTheMark() => Assert.Equal(
        """{"symbol":"{{ticker}}","label":"GREEN_CIRCLE","timestamp":"{{timenow}}","timeframe":"{{interval}}"}""",
        Of(new SourceConfig(SourceKind.VuManChu, SourceAuthentication.PathToken) { Table = VuManChuTable.Default }, "abc").Message);

    [Fact]
    public void Of_signedSource_isForProgramsOnly()
    {
        var recipe = Of(new SourceConfig(SourceKind.Native, SourceAuthentication.Signature), "abc");

        Assert.Null(recipe.Message);
        Assert.Contains("openssl dgst -sha256 -hmac 'abc'", recipe.Curl, StringComparison.Ordinal);
        Assert.EndsWith("/webhook/demo/tv", recipe.Url, StringComparison.Ordinal);
    }

    private static SourceRecipe Of(SourceConfig config, string? secret) => SourceRecipe.Of("https://trader.example.org/", Key, config, secret);
}
