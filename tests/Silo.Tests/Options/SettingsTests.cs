using Microsoft.Extensions.Configuration;
using OrleansTrader.Silo.Options;

namespace OrleansTrader.Silo.Tests.Options;

public sealed class SettingsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("settings-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Read_allSources_laterWins()
    {
        var file = Write("trader.json", """{ "Service": { "Feed": "bybit", "Port": 1111, "Cash": "1000" }, "PORT": 1111 }""");
        var settings = StartSettings.Read(file, Variables(("FEED", "coinbase"), ("PORT", "2222")), [Flag(ServiceKeys.Port, "3333")]);
        var options = new OptionsReader(settings).Read();
        Assert.Equal(("coinbase", 3333, 1000m), (options.Feed, options.Port, options.Cash));
        Assert.Equal("3333", options.Settings["Service:Port"]);
        Assert.Equal(("--port", "FEED", "Service:Cash of trader.json"), (settings.Origin(ServiceKeys.Port), settings.Origin(ServiceKeys.Feed), settings.Origin(ServiceKeys.Cash)));
    }

    [Fact]
    public void Read_nothing_isTheDemo()
    {
        var options = Options();
        Assert.Equal(("simulated", 8080, 100_000m, "data", 1UL, ServiceRole.All), (options.Feed, options.Port, options.Cash, options.DataDirectory, options.Seed, options.Role));
        Assert.Null(options.Cycle);
        Assert.Null(options.Risk);
        Assert.Empty(options.Agents);
    }

    [Theory]
    [InlineData("FEED", "coinbase")]
    [InlineData("TRADER_FEED", "coinbase")]
    [InlineData("Service__Feed", "coinbase")]
    public void Read_anyNameOfASetting_isRead(string name, string value) => Assert.Equal(value, Options((name, value)).Feed);

    [Fact]
    public void Read_emptyVariable_saysNothing() => Assert.Equal("simulated", Options(("FEED", " ")).Feed);

    [Theory]
    [InlineData("trend; sma-cross fast=3 slow=8")]
    [InlineData("trend;sma-cross fast=3 slow=8;")]
    public void Read_agentsOfTheEnvironment_dividedBySemicolons(string text) =>
        Assert.Equal(["trend", "sma-cross fast=3 slow=8"], Options(("AGENTS", text)).Agents);

    [Fact]
    public void Read_agentsOfFlags_replaceAllOthers()
    {
        var file = Write("trader.json", """{ "Service": { "Agents": ["trend", "breakout", "adaptive"] } }""");
        Assert.Equal(["trend", "breakout", "adaptive"], new OptionsReader(StartSettings.Read(file, [], [])).Read().Agents);
        var settings = StartSettings.Read(file, [], [Flag(ServiceKeys.Agents, "mean-reversion", "sma-cross fast=3 slow=8")]);
        Assert.Equal(["mean-reversion", "sma-cross fast=3 slow=8"], new OptionsReader(settings).Read().Agents);
        Assert.Equal(["trend"], new OptionsReader(StartSettings.Read(file, [], [Flag(ServiceKeys.Agents, "trend")])).Read().Agents);
    }

    [Theory]
    [InlineData("TRADING_MODE", "live", "live trading is not built yet")]
    [InlineData("TRADING_MODE", "dream", "TRADING_MODE 'dream'", "paper")]
    [InlineData("RISK_TOLERANCE", "reckless", "RISK_TOLERANCE 'reckless'", "conservative, moderate, aggressive")]
    [InlineData("RISK_TOLERANCE", "1", "RISK_TOLERANCE '1'")]
    [InlineData("MAX_POSITION_SIZE", "-5", "MAX_POSITION_SIZE -5", "above zero")]
    [InlineData("MAX_POSITION_SIZE", "big", "MAX_POSITION_SIZE 'big'")]
    [InlineData("CYCLE_INTERVAL_SECONDS", "0", "CYCLE_INTERVAL_SECONDS 0", "between 1 and 86400 seconds")]
    [InlineData("CYCLE_INTERVAL_SECONDS", "1.5", "CYCLE_INTERVAL_SECONDS '1.5'")]
    [InlineData("TRADER_PORT", "70000", "TRADER_PORT 70000", "65535")]
    [InlineData("Service__Port", "tcp://10.0.0.1:80", "Service__Port 'tcp://10.0.0.1:80'")]
    [InlineData("FEED", "nasdaq", "unknown feed 'nasdaq': FEED takes")]
    [InlineData("ROLE", "boss", "ROLE 'boss'", "all, silo, dashboard")]
    [InlineData("SYMBOLS", "BTC", "SYMBOLS: 'BTC'")]
    [InlineData("INSTRUMENTS_FILE", "nowhere.json", "INSTRUMENTS_FILE", "nowhere.json")]
    [InlineData("TRADER_TRADING_MOD", "paper", "no setting TRADER_TRADING_MOD", "did you mean TRADING_MODE?")]
    [InlineData("TRADER_CYCLE_SECONDS", "5", "did you mean CYCLE_INTERVAL_SECONDS?")]
    [InlineData("Models__DailyBudget", "5", "no setting Models__DailyBudget", "did you mean MODEL_DAILY_BUDGET_USD?")]
    [InlineData("Service__Prot", "5", "did you mean PORT?")]
    [InlineData("OPENAI_API_KEY_FILE", "nowhere/key", "OPENAI_API_KEY_FILE: 'nowhere/key' cannot be read")]
    public void Read_badSetting_refusedByTheNameItWasGivenUnder(string name, string value, params string[] words)
    {
        var refused = Assert.Throws<StartupException>(() => Options((name, value)));
        Assert.DoesNotContain('\n', refused.Message);
        foreach (var word in words)
            Assert.Contains(word, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_oneSettingTwice_refusedUnlessEqual()
    {
        var refused = Assert.Throws<StartupException>(() => Options(("PORT", "1"), ("Service__Port", "2")));
        Assert.Contains("PORT and Service__Port", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, Options(("PORT", "1"), ("Service__Port", "1")).Port);
    }

    [Theory]
    [InlineData("""{ "Service": { "Port": 1, } """, "cannot be read", "line 1")]
    [InlineData("""{ "Service": { "Prot": 1 } }""", "no setting 'Service:Prot'", "Service:Port")]
    [InlineData("""{ "Serivce": { "Port": 1 } }""", "no setting 'Serivce:Port'", "Service:Port")]
    [InlineData("""[]""", "cannot be read")]
    public void Read_badFile_refused(string text, params string[] words)
    {
        var file = Write("trader.json", text);
        var refused = Assert.Throws<StartupException>(() => StartSettings.Read(file, [], []));
        foreach (var word in words)
            Assert.Contains(word, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_noFile_refused() =>
        Assert.Contains("there is no file", Assert.Throws<StartupException>(() => StartSettings.Read("nowhere.json", [], [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_secretOfAFile_isItsText()
    {
        var file = Write("key", "sk-secret\n");
        var settings = StartSettings.Read(null, Variables(("OPENAI_API_KEY_FILE", file), ("Models__Providers__mine__Key_FILE", file)), []);
        Assert.Equal(("sk-secret", "sk-secret"), (settings.Text("OPENAI_API_KEY"), settings.Text("Models:Providers:mine:Key")));
    }

    [Fact]
    public void Read_otherVariables_areLeftAlone() =>
        Assert.Equal("x", Options(("MY_MODELS_KEY", "x"), ("Someone__Elses", "y"), ("TRADER_KEY", "z")).Settings["MY_MODELS_KEY"]);

    [Fact]
    public void Read_modelsName_mapsToItsSection() =>
        Assert.Equal("0.5", Options(("MODEL_DAILY_BUDGET_USD", "0.5")).Settings.GetSection("Models")["DailyBudgetUsd"]);

    private static SiloOptions Options(params (string Name, string Value)[] variables) =>
        new OptionsReader(StartSettings.Read(null, Variables(variables), [])).Read();

    private static IEnumerable<KeyValuePair<string, string>> Variables(params (string Name, string Value)[] variables) =>
        variables.Select(static variable => KeyValuePair.Create(variable.Name, variable.Value));

    private static (Setting, IReadOnlyList<string>) Flag(string key, params string[] texts) => (KnownSettings.Find(key)!, texts);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
