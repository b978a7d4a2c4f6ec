namespace OrleansTrader.Cli.Tests;

public sealed class LimitTests
{
    private readonly FakeService _service = new();

    [Theory]
    [InlineData("limits show", "GET limits")]
    [InlineData("limits use mine", "GET accounts/mine/limits")]
    [InlineData("limits profiles", "GET limits/profiles")]
    [InlineData("limits set --none", "DELETE limits")]
    [InlineData("limits set --none --gross 100000 --positions 5", """PUT limits {"grossNotionalMax":"100000","openPositionsMax":5}""")]
    [InlineData("accounts limits mine --profile moderate --leverage 2", """PUT accounts/mine/limits {"profile":"moderate","leverageMax":"2"}""")]
    [InlineData(
        "accounts limits mine --none --gross 5 --effective-leverage 2 --asset 3 --group 4 --trade-risk 0.01 --orders-per-minute 6 --liquidation 0.2 --hold-min 5 --hold-max 60",
        """PUT accounts/mine/limits {"grossNotionalMax":"5","effectiveLeverageMax":"2","assetExposureMax":"3","groupExposureMax":"4","tradeRiskMax":"0.01","ordersPerMinuteMax":6,"liquidationDistanceMin":"0.2","holdMinutesMin":"5","holdMinutesMax":"60"}""")]
    public async Task Limits_verb_asksTheService(string line, string asked)
    {
        await _service.Run([.. line.Split(' '), "--json"]);

        Assert.Equal(asked, _service.Asked[0]);
    }

    [Fact]
    public async Task Limits_writtenAsText_areSentAsTheyAre()
    {
        await _service.Run("accounts", "limits", "mine", "--none", "--groups", "majors: BTC ETH", "--hours", "mon-fri 08:00-20:00", "--allow", "BTC-USDT, ETH-USDT", "--block", "DOGE-USDT", "--symbol-notional", "BTC-USDT 5", "--json");

        Assert.Equal(
            """PUT accounts/mine/limits {"symbolNotionalMax":"BTC-USDT 5","groups":"majors: BTC ETH","hours":"mon-fri 08:00-20:00","symbolsAllowed":"BTC-USDT, ETH-USDT","symbolsBlocked":"DOGE-USDT"}""",
            _service.Asked[0]);
    }

    [Fact]
    public async Task Set_someNamed_leavesTheOthers()
    {
        _service.On("GET limits", """{"limits":{"grossNotionalMax":"100","openPositionsMax":3},"uses":[]}""");

        await _service.Run("limits", "set", "--gross", "200", "--json");

        Assert.Equal("""PUT limits {"grossNotionalMax":"200","openPositionsMax":3}""", _service.Asked[1]);
    }

    [Fact]
    public async Task Use_showsValueBoundAndShare()
    {
        _service.On("GET accounts/mine/limits", """{"uses":[{"limit":"grossNotionalMax","value":"750.5","bound":"1000","used":"0.7505","unit":"amount"},{"limit":"hours","of":"open now","unit":"text","text":"daily 08:00-20:00"}]}""");

        var (code, output, _) = await _service.Run("limits", "use", "mine");

        Assert.Equal(0, code);
        var rows = output.Split('\n').Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        Assert.Superset(new HashSet<string> { "grossNotionalMax 750.5 1000 75 %", "hours open now daily 08:00-20:00" }, rows.ToHashSet());
    }

    [Fact]
    public async Task Set_aShareOfAPosition_isRefusedBeforeItIsSent()
    {
        var (code, _, error) = await _service.Run("limits", "set", "--positions", "1.5");

        Assert.NotEqual(0, code);
        Assert.Contains("--positions is '1.5'", error, StringComparison.Ordinal);
        Assert.Empty(_service.Asked);
    }

    [Fact]
    public async Task Limits_someNamed_leaveTheOthersAsTheyAre()
    {
        _service.On("GET accounts/mine", """{"key":"demo/mine","books":{"ownLimits":{"leverageMax":"3","drawdownMax":"0.2","onBreach":"halt"}}}""");

        await _service.Run("accounts", "limits", "mine", "--drawdown", "0.1", "--collar", "0.02", "--json");

        Assert.Equal("""PUT accounts/mine/limits {"leverageMax":"3","drawdownMax":"0.1","onBreach":"halt","priceCollar":"0.02"}""", _service.Asked[1]);
    }

    [Fact]
    public async Task Limits_shown_sayWhoseTheyAre()
    {
        _service.On("GET accounts/mine",
            """
            {"key":"demo/mine","books":{"limits":{"leverageMax":"3","drawdownMax":"0.2","onBreach":"halt"},"ownLimits":{"leverageMax":"5","onBreach":"haltAndFlatten"},
              "agentLimits":[{"agent":"crosser","limits":{"leverageMax":"3","drawdownMax":"0.2","onBreach":"halt"}}]}}
            """);

        var (code, output, _) = await _service.Run("accounts", "limits", "mine");

        Assert.Equal(0, code);
        var rows = output.Split('\n').Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        Assert.Superset(new HashSet<string> { "the account 5 flatten", "agent crosser 3 0.2 halt", "all: in force 3 0.2 halt" }, rows.ToHashSet());
    }
}
