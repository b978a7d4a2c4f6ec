using System.Net;
using System.Net.Sockets;

namespace OrleansTrader.Service.Tests.BadInput;

public sealed class OptionTests
{
    [Theory]
    [InlineData("--feed nasdaq", "unknown feed 'nasdaq'", "simulated")]
    [InlineData("--agent martingale", "'martingale'", "sma-cross")]
    [InlineData("--agent trend|--agent sma-cross fast=ten", "fast", "'ten'")]
    [InlineData("--agent sma-cross fast=30 slow=10", "must be below slow")]
    [InlineData("--agent sma-cross colour=red", "'red'", "it takes fast, slow")]
    [InlineData("--agent sma-cross fast", "'fast' is not of the form name=value")]
    [InlineData("--agent openai/", "does not name a model")]
    [InlineData("--agent openai/gpt-5 mode=7", "mode '7' is none of single")]
    [InlineData("--feed coinbase|--anonymise", "--anonymise goes with --feed replay")]
    [InlineData("--models ask", "--models goes with --feed replay")]
    [InlineData("--agent openai/gpt-5 memory=forever", "memory 'forever' is none of off, rules, model")]
    [InlineData("--symbols BTCUSDT", "'BTCUSDT' is not of the form BASE-QUOTE")]
    [InlineData("--symbols BTC-USDT,ETH-USD", "USDT and USD", "--symbols")]
    [InlineData("--symbols BTC-USDT,BTC-USDT", "stands there twice")]
    [InlineData("--port 70000", "--port 70000", "65535")]
    [InlineData("--port http", "'http'", "--port")]
    [InlineData("--cash 0", "--cash 0", "above zero")]
    [InlineData("--cash much", "'much'", "--cash")]
    [InlineData("--seed -1", "'-1'", "--seed")]
    [InlineData("--cycle 0", "--cycle 0")]
    [InlineData("--speed 2", "--speed goes with --feed replay")]
    [InlineData("--exit", "--exit goes with --feed replay")]
    [InlineData("--colour red", "'--colour'")]
    [InlineData("--instruments nowhere.json", "'nowhere.json'")]
    [InlineData("--role dashboard", "--role dashboard needs the cluster flavour")]
    [InlineData("--role boss", "--role 'boss' is none of all, silo, dashboard")]
    [InlineData("--config nowhere.json", "--config: there is no file 'nowhere.json'")]
    [InlineData("--feed replay", "--data FILE")]
    [InlineData("--feed replay|--data x.csv|--speed fast", "--speed 'fast'")]
    [InlineData("--feed replay|--data x.csv|--speed 0", "--speed '0'")]
    public async Task Start_badOption_refusedInOneLine(string options, params string[] words)
    {
        using var directory = new TemporaryDirectory();
        await Refusal.Check(directory, ["--data-dir", directory.Data, .. Words(options)], words);
    }

    [Theory]
    [InlineData("TRADING_MODE", "live", "TRADING_MODE live", "not built yet")]
    [InlineData("RISK_TOLERANCE", "reckless", "RISK_TOLERANCE 'reckless'", "conservative")]
    [InlineData("TRADER_FED", "bybit", "no setting TRADER_FED", "did you mean FEED?")]
    [InlineData("Service__Role", "silo", "--role silo needs the cluster flavour")]
    public async Task Start_badVariable_refusedInOneLine(string name, string value, params string[] words)
    {
        using var directory = new TemporaryDirectory();
        var variables = new Dictionary<string, string> { [name] = value, ["DATA_DIR"] = directory.Data };
        var ending = await SiloProcess.Run(directory.Path, variables, "--port", "0");
        Assert.True(ending.ExitCode == 2, ending.ToString());
        var line = Assert.Single(ending.ErrorLines);
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
        Assert.Empty(directory.Listing());
    }

    [Fact]
    public async Task Start_portInUse_refused()
    {
        using var directory = new TemporaryDirectory();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = $"{((IPEndPoint)other.LocalEndpoint).Port}";
        await Refusal.Check(directory, ["--data-dir", directory.Data, "--port", port], $"port {port}", "--port");
    }

    [Theory]
    [InlineData("bybit")]
    [InlineData("coinbase")]
    public async Task Start_venueNotReachable_refused(string feed)
    {
        using var directory = new TemporaryDirectory();
        var proxy = new Dictionary<string, string> { ["HTTPS_PROXY"] = "http://127.0.0.1:9", ["ALL_PROXY"] = "http://127.0.0.1:9" };
        var ending = await SiloProcess.Run(directory.Path, proxy, "--feed", feed, "--data-dir", directory.Data, "--port", "0");
        Assert.True(ending.ExitCode == 2, ending.ToString());
        Assert.Contains($"feed '{feed}' cannot be reached", Assert.Single(ending.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(directory.Listing());
    }

    [Fact]
    public async Task Verify_noJournal_refused()
    {
        using var directory = new TemporaryDirectory();
        await Refusal.Check(directory, ["verify", "--data-dir", directory.Data], "there is no journal", "--data-dir");
    }

    /// <summary>Options apart by bars; each is a name and, after the first space, its value.</summary>
    private static IEnumerable<string> Words(string options) => options.Split('|').SelectMany(static option => option.Split(' ', 2));
}
