using System.Net;

namespace OrleansTrader.Cli.Tests;

public sealed class SourceTests
{
    private const string Config = """{"kind":"tradingView","authentication":"pathToken","isOn":true,"terms":{"subscriptions":[{"kind":"account","name":"old"}],"riskRewardMin":"1"}}""";

    private const string View = $$"""{"key":"demo/tv","config":{{Config}},"counts":{"accepted":1,"duplicates":2,"refused":3} }""";

    private const string Made = $$"""{"source":{{View}},"secret":"abc-secret","url":"http://x/webhook/demo/tv/abc-secret","message":"hello","curl":"curl -d '' http://x"}""";

    [Fact]
    public async Task Set_newSource_isMadeOfItsFlags_andItsSecretShown()
    {
        var service = new FakeService();
        service.On("GET sources/tv", "{}", HttpStatusCode.NotFound);
        service.On("PUT sources/tv", Made);

        var (exitCode, output, _) = await service.Run(
            "sources", "set", "tv", "--kind", "tradingView", "--known-by", "bodySecret", "--field", "direction=a.b", "--follow", "account/mine:open,close", "--follow", "agent/trend:inform");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            """PUT sources/tv {"kind":"tradingView","authentication":"bodySecret","fields":{"direction":"a.b"},"terms":{"subscriptions":[{"kind":"account","name":"mine","may":["open","close"]},{"kind":"agent","name":"trend","may":[]}]}}""",
            service.Asked[1]);
        Assert.Contains("secret, shown this once: abc-secret", output, StringComparison.Ordinal);
        Assert.Contains("address: http://x/webhook/demo/tv/abc-secret", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_knownSource_keepsWhatIsNotNamed()
    {
        var service = new FakeService();
        service.On("GET sources/tv", View);
        service.On("PUT sources/tv", Made);

        Assert.Equal(0, (await service.Run("sources", "set", "tv", "--on", "false", "--follow", "account/mine")).ExitCode);
        Assert.Equal(
            """PUT sources/tv {"kind":"tradingView","authentication":"pathToken","isOn":false,"terms":{"subscriptions":[{"kind":"account","name":"mine"}],"riskRewardMin":"1"}}""",
            service.Asked[1]);
    }

    [Theory]
    [InlineData("--follow", "mine")]
    [InlineData("--follow", "tenant/mine")]
    [InlineData("--field", "direction")]
    [InlineData("--config", "no-such-file.json")]
    public async Task Set_wrongFlag_isWrongUsage(string flag, string value)
    {
        var service = new FakeService();
        service.On("GET sources/tv", "{}", HttpStatusCode.NotFound);

        Assert.Equal(2, (await service.Run("sources", "set", "tv", flag, value)).ExitCode);
    }

    [Fact]
    public async Task Try_file_showsTheSignal_orWhatIsWrong()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "BTCUSDT buy", TestContext.Current.CancellationToken);
        try
        {
            var service = new FakeService();
            service.On("POST sources/tv/try", """{"signal":{"symbol":"BTC-USDT","direction":"long"},"errors":[]}""");
            var (exitCode, output, _) = await service.Run("sources", "try", file, "--source", "tv");
            Assert.Equal((0, """POST sources/tv/try {"alert":"BTCUSDT buy"}"""), (exitCode, service.Asked[0]));
            Assert.Contains("BTC-USDT", output, StringComparison.Ordinal);

            service.On("POST sources/tv/try", """{"errors":[{"field":"symbol","value":"X","remedy":"name a market"}]}""");
            (exitCode, output, _) = await service.Run("sources", "try", file, "--source", "tv", "--kind", "native");
            Assert.Equal((1, """POST sources/tv/try {"alert":"BTCUSDT buy","config":{"kind":"native"}}"""), (exitCode, service.Asked[1]));
            Assert.Contains("symbol: X: name a market", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task List_rotate_remove_askForThem()
    {
        var service = new FakeService();
        service.On("GET sources", $"[{View}]");
        service.On("POST sources/tv/rotate", Made);
        service.On("DELETE sources/tv", """{"status":"done","errors":[]}""");

        Assert.Contains("account/old", (await service.Run("sources", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await service.Run("sources", "rotate", "tv", "--grace", "5")).ExitCode);
        Assert.Equal(0, (await service.Run("sources", "remove", "tv")).ExitCode);
        Assert.Equal(["GET sources", """POST sources/tv/rotate {"graceMinutes":5}""", "DELETE sources/tv"], service.Asked);
    }
}
