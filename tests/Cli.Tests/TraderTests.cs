using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace OrleansTrader.Cli.Tests;

public sealed class TraderTests
{
    private const string Accounts =
        """
        [{"key":"demo/mine","venue":"simulated","books":{"currency":"USDT","equity":"1234567.891","cash":"10000","deposited":"10000","unrealised":"-12.345",
          "availableMargin":"9000","positions":[{"symbol":"BTC-USDT","quantity":"0.1","unrealised":"-12.345","entryNote":{"reason":"[red]no markup[/]\u001b[2J"}}],"orders":[],"haltReason":""}}]
        """;

    private const string Problem =
        """{"title":"Refused","status":422,"errors":[{"field":"amount","value":"5","remedy":"at most 4"},{"field":"name","value":"","remedy":"give one"}]}""";

    private readonly FakeService _service = new();

    [Theory]
    [InlineData("accounts list", "GET accounts")]
    [InlineData("accounts show mine", "GET accounts/mine")]
    [InlineData("accounts limits mine", "GET accounts/mine")]
    [InlineData("agents list", "GET agents")]
    [InlineData("agents show a", "GET agents/a")]
    [InlineData("versions list", "GET versions")]
    [InlineData("versions diff a@1.0.0 a@1.1.0", "GET versions/a@1.0.0/diff/a@1.1.0")]
    [InlineData("orders list mine --all --limit 7", "GET accounts/mine/orders?limit=7")]
    [InlineData("positions list mine", "GET accounts/mine/positions")]
    [InlineData("positions list", "GET accounts")]
    [InlineData("export fills mine", "GET accounts/mine/fills.csv")]
    [InlineData("export trades mine", "GET accounts/mine/closed-trades.csv")]
    [InlineData("export decisions a", "GET agents/a/decisions.csv")]
    [InlineData("export records a", "GET agents/a/records.csv")]
    [InlineData("accounts show ../agents", "GET accounts/..%2Fagents")]
    public async Task Reading_asksTheServiceWithoutTheKey(string command, string asked)
    {
        await _service.Run([.. command.Split(' '), "--json"]);

        Assert.Equal(asked, Assert.Single(_service.Asked));
        Assert.Null(Assert.Single(_service.Authorizations));
    }

    [Theory]
    [InlineData("accounts create mine --cash 5000", """POST accounts {"name":"mine","cash":"5000","currency":null}""")]
    [InlineData("accounts deposit mine 10.50", """POST accounts/mine/deposits {"amount":"10.50"}""")]
    [InlineData("accounts withdraw mine 1", """POST accounts/mine/withdrawals {"amount":"1"}""")]
    [InlineData("accounts reset mine", "POST accounts/mine/reset")]
    [InlineData("accounts reset mine --cash 7", """POST accounts/mine/reset {"cash":"7"}""")]
    [InlineData("accounts archive mine", "POST accounts/mine/archive")]
    [InlineData("accounts halt mine --reason why", """POST accounts/mine/halt {"reason":"why"}""")]
    [InlineData("accounts halt mine --flatten", """POST accounts/mine/halt?close=true {}""")]
    [InlineData("accounts resume mine", "POST accounts/mine/resume")]
    [InlineData("accounts limits mine --none", "DELETE accounts/mine/limits")]
    [InlineData(
        "accounts limits mine --none --leverage 3 --order-notional 5000 --position-notional 20000 --positions 4 --daily-loss 500 --drawdown 0.2 --collar 0.02 --on-breach flatten",
        """PUT accounts/mine/limits {"leverageMax":"3","orderNotionalMax":"5000","positionNotionalMax":"20000","openPositionsMax":4,"dailyLossMax":"500","drawdownMax":"0.2","priceCollar":"0.02","onBreach":"haltAndFlatten"}""")]
    [InlineData("agents create a --version v@1.0.0 --account mine --paused", """POST agents {"name":"a","version":"v@1.0.0","account":"mine","start":false}""")]
    [InlineData("agents start a", "POST agents/a/start")]
    [InlineData("agents pause a", "POST agents/a/pause")]
    [InlineData("agents resume a", "POST agents/a/resume")]
    [InlineData("agents stop a --positions close", """POST agents/a/stop {"positions":"close"}""")]
    [InlineData("agents rollback a --to v@1.0.0", """POST agents/a/rollback {"version":"v@1.0.0","name":null,"positions":null}""")]
    [InlineData("versions activate v@1.0.0", "POST versions/v@1.0.0/activate")]
    [InlineData("versions retire v@1.0.0", "POST versions/v@1.0.0/retire")]
    [InlineData("orders place mine buy 0.1 BTC-USDT", """POST accounts/mine/orders {"symbol":"BTC-USDT","side":"buy","quantity":"0.1","unit":"base","type":"market"}""")]
    [InlineData(
        "orders place mine sell 100 BTC-USDT --in-quote --limit 9.5 --tif gtd --expires 2026-01-01T00:00:00Z --post-only --reduce-only --leverage 2 --stop 1 --target 2 --reason why",
        """POST accounts/mine/orders {"symbol":"BTC-USDT","side":"sell","quantity":"100","unit":"quote","limitPrice":"9.5","leverage":"2","type":"limit","postOnly":true,"reduceOnly":true,"timeInForce":"gtd","expiresAt":"2026-01-01T00:00:00Z","reason":"why","bracket":{"stopPrice":"1","targetPrice":"2"}}""")]
    [InlineData(
        "orders place mine buy 1 BTC-USDT --stop 1 --target 2:0.5 --target 3:0.25 --trail-percent 2 --break-even 1R",
        """POST accounts/mine/orders {"symbol":"BTC-USDT","side":"buy","quantity":"1","unit":"base","type":"market","bracket":{"stopPrice":"1","trailingPercent":"2","targets":[{"price":"2","share":"0.5"},{"price":"3","share":"0.25"}],"breakEven":{"gain":"1","unit":"risk"}}}""")]
    [InlineData("positions exits mine BTC-USDT --stop 1 --break-even 50", """PUT accounts/mine/positions/BTC-USDT/exits {"stopPrice":"1","breakEven":{"gain":"50","unit":"price"}}""")]
    [InlineData("orders amend mine 3 --limit 5", """PATCH accounts/mine/orders/3 {"limitPrice":"5"}""")]
    [InlineData("orders cancel mine 3", "DELETE accounts/mine/orders/3")]
    [InlineData("orders cancel mine --all --symbol BTC-USDT", "DELETE accounts/mine/orders?symbol=BTC-USDT")]
    [InlineData("positions close mine BTC-USDT", "POST accounts/mine/positions/BTC-USDT/close")]
    public async Task Changing_asksTheServiceWithKeyAndAFreshRequestKey(string command, string asked)
    {
        await _service.Run([.. command.Split(' '), "--json"]);
        await _service.Run([.. command.Split(' '), "--json"]);

        Assert.Equal([asked, asked], _service.Asked);
        Assert.All(_service.Authorizations, static shown => Assert.Equal($"Bearer {FakeService.Key}", shown));
        Assert.Equal(2, _service.Keys.Distinct().Count());
    }

    [Fact]
    public async Task Changing_withARequestKeyOfOnesOwn_sendsIt()
    {
        await _service.Run("accounts", "deposit", "mine", "1", "--idempotency-key", "k1", "--json");

        Assert.Equal("k1", _service.Keys[0]);
    }

    [Fact]
    public async Task Version_created_isMadeOfFlagsAndActivatedAfterwards()
    {
        var (code, _, error) = await _service.Run(
            "versions", "create", "v@1.0.0", "--strategy", "sma-cross fast=3 slow=9", "--symbols", "BTC-USDT,ETH-USDT", "--leverage", "2.5", "--cycle", "90",
            "--notes", "n", "--dry-run", "--set", "strategy.parameters.stop=2", "--activate", "--json");

        Assert.True(code == 0, error);
        using var sent = JsonDocument.Parse(_service.Asked[0]["POST versions ".Length..]);
        Assert.Equal(
            """{"version":"v@1.0.0","config":{"strategy":{"strategy":"sma-cross","parameters":{"fast":"3","slow":"9","stop":"2"}},"symbols":["BTC-USDT","ETH-USDT"],"leverage":"2.5","cycleInterval":"00:01:30","notes":"n","dryRun":true}}""",
            sent.RootElement.GetRawText());
        Assert.Equal("POST versions/v@1.0.0/activate", _service.Asked[1]);
    }

    [Fact]
    public async Task Version_clonedWithAnotherStrategy_takesTheOldParametersAway()
    {
        _service.On("GET versions/v@1.0.0", """{"key":"demo/v@1.0.0","config":{"strategy":{"strategy":"trend","parameters":{"stop":"2","adx":"20"}}}}""");

        await _service.Run("versions", "clone", "v@1.0.0", "v@1.1.0", "--strategy", "trend stop=3", "--set", "notes", "--json");

        Assert.Equal(
            """POST versions/v@1.0.0/clone {"version":"v@1.1.0","changes":{"strategy":{"strategy":"trend","parameters":{"stop":"3","adx":null}},"model":null,"notes":null}}""",
            _service.Asked[1]);
    }

    [Fact]
    public async Task Version_ofAModel_isMadeOfFlagsAndTheFileOfItsPrompt()
    {
        var prompt = Path.Combine(Path.GetTempPath(), $"trader-{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(prompt, "Trade little.\n", TestContext.Current.CancellationToken);
        try
        {
            var (code, _, error) = await _service.Run(
                "versions", "create", "v@1.0.0", "--model", "openai/gpt-5", "--mode", "research-first", "--assistant", "perplexity/sonar", "--prompt-file", prompt,
                "--temperature", "0.5", "--output-tokens", "800", "--timeout", "20", "--indicators", "rsi 14 5m, change 15m", "--memory", "model", "--symbols", "BTC-USDT", "--json");

            Assert.True(code == 0, error);
            Assert.Equal(
                """POST versions {"version":"v@1.0.0","config":{"model":{"model":"openai/gpt-5","mode":"researchFirst","assistant":"perplexity/sonar","prompt":"Trade little.\n","temperature":0.5,"outputTokensMax":800,"timeout":"00:00:20","indicators":["rsi 14 5m","change 15m"],"memory":"model"},"strategy":{"strategy":"model","parameters":{}},"symbols":["BTC-USDT"]}}""",
                Assert.Single(_service.Asked));
        }
        finally
        {
            File.Delete(prompt);
        }
    }

    [Fact]
    public async Task Version_ofAServerOfOnesOwn_namesIt()
    {
        var (code, _, error) = await _service.Run(
            "versions", "create", "v@1.0.0", "--model", "tenant/llama3", "--endpoint", "https://models.example.com/v1", "--symbols", "BTC-USDT", "--json");

        Assert.True(code == 0, error);
        Assert.Equal(
            """POST versions {"version":"v@1.0.0","config":{"model":{"model":"tenant/llama3","endpoint":"https://models.example.com/v1"},"strategy":{"strategy":"model","parameters":{}},"symbols":["BTC-USDT"]}}""",
            Assert.Single(_service.Asked));
    }

    [Fact]
    public async Task Versions_ofModels_sayWhatIsNotAsUsual()
    {
        _service.On("GET versions", """
            [{"key":"demo/m@1.0.0","config":{"strategy":{"strategy":"model"},"model":{"model":"openai/gpt-5","mode":"secondOpinion","assistant":"a/b","memory":"off"}}},
            {"key":"demo/n@1.0.0","config":{"strategy":{"strategy":"model"},"model":{"model":"openai/gpt-4o","mode":"single","memory":"rules"}}}]
            """);
        var (_, output, _) = await _service.Run("versions", "list");
        Assert.Contains(" openai/gpt-5 mode=second-opinion assistant=a/b memory=off ", output, StringComparison.Ordinal);
        Assert.Contains(" openai/gpt-4o  ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_ofRulesClonedWithAModel_takesTheRulesAway_andBack()
    {
        _service.On("GET versions/v@1.0.0", """{"key":"demo/v@1.0.0","config":{"strategy":{"strategy":"trend","parameters":{"stop":"2"}}}}""")
            .On("GET versions/m@1.0.0", """{"key":"demo/m@1.0.0","config":{"strategy":{"strategy":"model"},"model":{"model":"openai/gpt-5"}}}""");

        await _service.Run("versions", "clone", "v@1.0.0", "v@1.1.0", "--model", "openai/gpt-5", "--json");
        await _service.Run("versions", "clone", "m@1.0.0", "m@1.1.0", "--strategy", "trend", "--json");
        await _service.Run("versions", "clone", "m@1.0.0", "m@1.2.0", "--mode", "panel", "--json");

        Assert.Equal(
            """POST versions/v@1.0.0/clone {"version":"v@1.1.0","changes":{"model":{"model":"openai/gpt-5"},"strategy":{"strategy":"model","parameters":{"stop":null}}}}""",
            _service.Asked[1]);
        Assert.Equal("""POST versions/m@1.0.0/clone {"version":"m@1.1.0","changes":{"strategy":{"strategy":"trend","parameters":{}},"model":null}}""", _service.Asked[3]);
        Assert.Equal("""POST versions/m@1.0.0/clone {"version":"m@1.2.0","changes":{"model":{"mode":"panel","assistant":null}}}""", _service.Asked[4]);
    }

    [Theory]
    [InlineData("--temperature 1", "--temperature is about a language model: add --model provider/model, e.g. --model openai/gpt-5")]
    [InlineData("--model a/b --strategy trend", "--strategy and --model both name who decides: give one of them")]
    [InlineData("--model a/b --mode debate", "--mode is 'debate': use one of single, research-first, second-opinion, panel")]
    [InlineData("--model a/b --mode second-opinion", "--mode second-opinion needs a second model: add --assistant provider/model")]
    [InlineData("--model a/b --assistant c/d", "--assistant is 'c/d': mode single has no work for it, leave it out or use --mode research-first or second-opinion")]
    [InlineData("--model a/b --prompt p --prompt-file f", "--prompt and --prompt-file say the same thing: give one of them")]
    [InlineData("--model a/b --memory forever", "--memory is 'forever': use one of off, rules, model")]
    [InlineData("--memory off", "--memory is about a language model: add --model provider/model, e.g. --model openai/gpt-5")]
    [InlineData("--model a/b --temperature NaN", "--temperature is 'NaN': give 0 to 2")]
    public async Task Version_ofAModelWithFlagsThatDoNotGoTogether_isToldWhich(string flags, string said)
    {
        var (code, _, error) = await _service.Run(["versions", "create", "v@1.0.0", "--symbols", "BTC-USDT", .. flags.Split(' ')]);

        Assert.Equal((2, said), (code, error.TrimEnd()));
        Assert.Empty(_service.Asked);
    }

    [Fact]
    public async Task Version_limits_areAPartOfIt_andOfItsCopies()
    {
        await _service.Run("versions", "create", "v@1.0.0", "--strategy", "trend", "--limit-drawdown", "0.2", "--limit-positions", "3", "--limit-on-breach", "halt", "--json");
        await _service.Run("versions", "clone", "v@1.0.0", "v@1.1.0", "--limit-leverage", "2", "--json");
        await _service.Run("versions", "clone", "v@1.0.0", "v@1.2.0", "--limit-none", "--json");
        await _service.Run("versions", "clone", "v@1.0.0", "v@1.3.0", "--limit-none", "--limit-leverage", "2", "--json");

        Assert.Equal(
            [
                """POST versions {"version":"v@1.0.0","config":{"strategy":{"strategy":"trend","parameters":{}},"limits":{"openPositionsMax":3,"drawdownMax":"0.2","onBreach":"halt"}}}""",
                """POST versions/v@1.0.0/clone {"version":"v@1.1.0","changes":{"limits":{"leverageMax":"2"}}}""",
                """POST versions/v@1.0.0/clone {"version":"v@1.2.0","changes":{"limits":null}}""",
                """POST versions/v@1.0.0/clone {"version":"v@1.3.0","changes":{"limits":{"leverageMax":"2","orderNotionalMax":null,"positionNotionalMax":null,"openPositionsMax":null,"dailyLossMax":null,"drawdownMax":null,"priceCollar":null,"grossNotionalMax":null,"effectiveLeverageMax":null,"assetExposureMax":null,"groupExposureMax":null,"tradeRiskMax":null,"ordersPerMinuteMax":null,"liquidationDistanceMin":null,"holdMinutesMin":null,"holdMinutesMax":null,"symbolNotionalMax":null,"groups":null,"hours":null,"symbolsAllowed":null,"symbolsBlocked":null}}}""",
            ],
            _service.Asked);
    }

    [Fact]
    public async Task Json_printsWhatTheServiceSaid_alsoARefusal()
    {
        _service.On("GET accounts", Accounts).On("POST accounts/mine/deposits", Problem, HttpStatusCode.UnprocessableEntity);

        var list = await _service.Run("accounts", "list", "--json");
        var refusal = await _service.Run("accounts", "deposit", "mine", "5", "--json");

        Assert.Equal((0, Accounts, string.Empty), (list.ExitCode, list.Output.TrimEnd('\n', '\r'), list.Error));
        Assert.Equal((1, Problem, string.Empty), (refusal.ExitCode, refusal.Output.TrimEnd('\n', '\r'), refusal.Error));
    }

    [Fact]
    public async Task Table_hasRoundedMoneyAndNeitherColourNorMarkupNorControlCharacters()
    {
        _service.On("GET accounts", Accounts);

        var (code, accounts, _) = await _service.Run("accounts", "list");
        var (_, positions, _) = await _service.Run("positions", "list");

        Assert.Equal(0, code);
        Assert.Contains("1,234,567.89", accounts, StringComparison.Ordinal);
        Assert.Contains("-12.35", accounts, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', accounts + positions);
        Assert.Contains("[red]no markup[/] [2J", positions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_inWords_namesEachFieldAndExitsWithOne()
    {
        _service.On("POST accounts/mine/deposits", Problem, HttpStatusCode.UnprocessableEntity);

        var (code, output, error) = await _service.Run("accounts", "deposit", "mine", "5");

        Assert.Equal((1, string.Empty), (code, output));
        Assert.Equal("amount is '5': at most 4\nname is missing: give one\n", error.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("accounts")]
    [InlineData("accounts deposit mine")]
    [InlineData("accounts deposit mine ten")]
    [InlineData("accounts list --jsn")]
    [InlineData("agents stop a")]
    [InlineData("agents stop a --positions maybe")]
    [InlineData("accounts limits mine --leverage much")]
    [InlineData("accounts limits mine --on-breach panic")]
    [InlineData("accounts limits mine --none --positions 2.5")]
    [InlineData("orders place mine long 1 BTC-USDT")]
    [InlineData("orders amend mine 3")]
    [InlineData("orders cancel mine")]
    [InlineData("orders cancel mine 3 --all")]
    [InlineData("versions create v@1.0.0")]
    [InlineData("versions create v@1.0.0 --strategy trend --config /nowhere/at/all.json")]
    [InlineData("versions create v@1.0.0 --strategy trend --set =1")]
    [InlineData("versions create v@1.0.0 --model a/b --prompt-file /nowhere/at/all.txt")]
    [InlineData("accounts list --address nonsense")]
    public async Task WrongUsage_isOneLineAndExitsWithTwo(string command)
    {
        var (code, output, error) = await _service.Run(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, string.Empty), (code, output));
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(_service.Asked);
    }

    [Fact]
    public async Task Unreachable_isOneLineAndExitsWithOne()
    {
        _service.Fault = new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused));

        var (code, _, error) = await _service.Run("accounts", "list");

        Assert.Equal(1, code);
        Assert.Equal(
            "the service at http://localhost:8080/ cannot be reached (nothing listens there): start it with 'dotnet run --project Silo', or name it with --address",
            error.TrimEnd());
    }

    [Fact]
    public async Task Answer_withoutJson_saysThatSomethingElseIsThere()
    {
        _service.On("GET accounts", "<html>", HttpStatusCode.BadGateway);

        var (code, _, error) = await _service.Run("accounts", "list");

        Assert.Equal(1, code);
        Assert.Contains("502", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_isNotSentInTheClearToAnotherMachine()
    {
        var (code, _, error) = await _service.Run("agents", "start", "a", "--address", "http://example.com");

        Assert.Equal(1, code);
        Assert.Contains("https", error, StringComparison.Ordinal);
        Assert.Empty(_service.Asked);
        await _service.Run("agents", "start", "a", "--address", "https://example.com", "--json");
        Assert.Single(_service.Asked);
    }

    [Fact]
    public async Task Key_ofANamedDirectory_isReadThereAndNowhereElse()
    {
        var directory = Directory.CreateTempSubdirectory("trader-key-");
        try
        {
            Directory.CreateDirectory(Path.Combine(directory.FullName, "bybit"));
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "bybit", "control.key"), "of-the-file\n", TestContext.Current.CancellationToken);

            await _service.Run("agents", "start", "a", "--data-dir", directory.FullName, "--feed", "bybit", "--json");
            var (code, _, error) = await _service.Run("agents", "start", "a", "--data-dir", directory.FullName, "--json");

            Assert.Equal("Bearer of-the-file", Assert.Single(_service.Authorizations));
            Assert.Equal(1, code);
            Assert.Contains("TRADER_KEY", error, StringComparison.Ordinal);
            Assert.DoesNotContain(FakeService.Key, error, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Export_toAFile_isWrittenWholeOrNotAtAll()
    {
        var path = Path.Combine(Path.GetTempPath(), $"trader-{Guid.NewGuid():N}.csv");
        _service.On("GET accounts/mine/fills.csv", "a,b\r\n1,2\r\n").On("GET accounts/no/fills.csv", Problem, HttpStatusCode.NotFound);

        var (code, _, _) = await _service.Run("export", "fills", "mine", "--out", path);
        var refused = await _service.Run("export", "fills", "no", "--out", path + "2");

        Assert.Equal((0, "a,b\r\n1,2\r\n"), (code, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)));
        Assert.Equal(1, refused.ExitCode);
        Assert.False(File.Exists(path + "2") || File.Exists(path + ".part") || File.Exists(path + "2.part"));
        File.Delete(path);
    }

    [Fact]
    public async Task Export_toTheConsole_isTheCsvAlone()
    {
        _service.On("GET accounts/mine/fills.csv", "a,b\r\n1,2\r\n");

        Assert.Equal("a,b\r\n1,2\r\n", (await _service.Run("export", "fills", "mine")).Output);
    }
}
