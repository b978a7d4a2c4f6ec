using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.Service.Tests.Control;

namespace OrleansTrader.Service.Tests.Telemetry;

/// <summary>
/// The service as it was built, on the simulated market, with an agent of rules and one whose model buys, closes, holds and every other time
/// refuses, an OTLP collector, and orders by hand that fill, rest, are crossed, cancelled and refused: whatever is measured happens.
/// </summary>
internal sealed class WatchedService : IAsyncDisposable
{
    public const string CollectorSecret = "collector-q7Zr0pLk9Vb2";

    private readonly TemporaryDirectory _directory;
    private readonly FakeModelServer _models;
    private readonly SiloProcess _silo;
    private readonly TraderProcess _trader;

    private WatchedService(TemporaryDirectory directory, FakeModelServer models, Receiver collector, SiloProcess silo, Uri address)
    {
        (_directory, _models, _silo, Collector, Address) = (directory, models, silo, collector, address);
        _trader = new TraderProcess(directory.Path, address);
    }

    public Uri Address { get; }

    public Receiver Collector { get; }

    /// <summary>What the log's files hold.</summary>
    public string Log
    {
        get
        {
            var lines = new List<string>();
            foreach (var path in Directory.EnumerateFiles(_directory.Path, "service*.log", SearchOption.AllDirectories))
            {
                using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
                lines.Add(file.ReadToEnd());
            }

            return string.Concat(lines);
        }
    }

    public static async Task<WatchedService> Start()
    {
        var directory = new TemporaryDirectory();
        var models = await FakeModelServer.Start();
        var asked = 0;
        models.Otherwise = _ => (Interlocked.Increment(ref asked) % 6) switch
        {
            1 => Answer(Position("buy")),
            3 => Answer(Position("close")),
            5 => Answer(string.Empty),
            _ => FakeReply.Refusal("not today"),
        };
        var collector = await Receiver.Start();
        var silo = SiloProcess.Start(
            directory.Path,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OPENAI_API_KEY"] = FakeModelServer.Key,
                ["Models__Providers__openai__BaseUrl"] = models.V1,
                ["Telemetry__OtlpEndpoint"] = collector.Address.ToString(),
                ["Telemetry__OtlpIntervalSeconds"] = "1",
                ["Telemetry__OtlpHeaders"] = $"Authorization=Bearer {CollectorSecret}",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            },
            "--port", "0", "--cycle", "1", "--symbols", "BTC-USDT", "--agent", "openai/gpt-5", "--agent", "sma-cross interval=1m fast=1 slow=2 stop=1");
        return new WatchedService(directory, models, collector, silo, await silo.Address());
    }

    /// <summary>An alert to the example source, as README has it.</summary>
    public async Task Alert()
    {
        var token = await File.ReadAllTextAsync(Directory.EnumerateFiles(_directory.Path, "example.token", SearchOption.AllDirectories).Single(), TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = Address };
        using var body = new StringContent($$"""{"symbol":"BTC-USDT","direction":"long","timestamp":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}"}""");
        using var answer = await client.PostAsync($"/webhook/demo/example/{token.Trim()}", body, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <summary>Orders of every fate.</summary>
    public async Task Trade(string account)
    {
        await _trader.Do("accounts", "create", account, "--cash", "50000");
        await Eventually.Holds(
            async () => (await _trader.Run("orders", "place", account, "buy", "0.1", "BTC-USDT", "--leverage", "2")).ExitCode == 0, static () => "no order was taken");

        // The market shakes by more than the first of these within a second, and by more than the last within a minute.
        foreach (var offset in new[] { "3", "8", "20" })
            await _trader.Do("orders", "place", account, "sell", "0.02", "BTC-USDT", "--type", "trailing-stop", "--trailing-offset", offset, "--reduce-only");
        var rests = await _trader.Do("orders", "place", account, "buy", "0.01", "BTC-USDT", "--limit", "10000", "--leverage", "2");
        await _trader.Do("orders", "cancel", account, rests.GetProperty("order").GetString()!);
        var (code, _, error) = await _trader.Run("orders", "place", account, "buy", "90", "BTC-USDT", "--leverage", "2");
        Assert.True(code == 1, error);
    }

    private static FakeReply Answer(string positions) =>
        FakeReply.Answer($$"""{"positions":[{{positions}}],"notes_for_audience":null}""") with { CostUsd = 0.01m };

    private static string Position(string signal) =>
        $$"""
        {"symbol":"BTC-USDT","signal":"{{signal}}","quantity":0.1,"leverage":2,"confidence":0.6,"risk_usd":100,"exit_plan":null,
        "justification":"whatever is measured happens","entry":null,"risk_level":"medium","key_indicators":[],"factor_weights":null}
        """;

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _models.DisposeAsync();
        await Collector.DisposeAsync();
        _directory.Dispose();
    }
}
