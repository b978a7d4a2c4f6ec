using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrader.Service.Tests.Signals;

/// <summary>Alerts over HTTP against the service itself: every answer, hostile bodies, restarts; and no secret is found anywhere afterwards.</summary>
public sealed class WebhookTests : IDisposable
{
    private const string Long = """{"symbol":"BINANCE:BTCUSDT.P","direction":"long","id":"1"}""";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Alert_isAnsweredForWhatItIs()
    {
        await using var silo = Start(("Tenancy__WebhooksPerMinute", "1000"));
        using var sender = await AlertSender.To(silo, _directory.Path);
        var token = await sender.Set("tv", """{"kind":"native"}""");
        var door = $"/webhook/demo/tv/{token}";

        var first = await sender.Send(door, Long);
        Assert.Equal(202, first.Code);
        var again = await sender.Send(door, Long);
        Assert.Equal((200, first.Id), (again.Code, again.Id));

        var wrong = await sender.Send(door, """{"symbol":"BTCUSDT","direction":"long","id":"2","entry":"dear","stopLoss":-1}""");
        Assert.Equal(400, wrong.Code);
        Assert.Equal(["entry", "stopLoss"], wrong.Fields);
        Assert.Equal(400, (await sender.Send(door, "")).Code);
        var invalid = await sender.Send(door, new ByteArrayContent([0xff, 0xfe, 0x00, 0xc3]));
        Assert.Equal((400, "body"), (invalid.Code, invalid.Fields[0]));

        // Whether secret, source or tenant is wrong is not told.
        var stranger = await sender.Send("/webhook/demo/tv/wrong", Long);
        Assert.Equal(401, stranger.Code);
        foreach (var path in new[] { "/webhook/demo/tv", "/webhook/demo/none/wrong", "/webhook/nobody/tv/wrong", "/webhook/NO%20ONE/a%2Fb/wrong", $"/webhook/{new string('x', 300)}/y/z" })
        {
            var other = await sender.Send(path, Long);
            Assert.Equal((401, stranger.Said), (other.Code, other.Said));
        }

        // The size goes before everything else, whether it was announced or not.
        var large = new string('x', 64 * 1024 + 1);
        Assert.Equal(413, (await sender.Send(door, large)).Code);
        Assert.Equal(413, (await sender.Send("/webhook/nobody/none", large)).Code);
        Assert.Equal(413, (await sender.Send(door, new StreamContent(new Unannounced(64 * 1024 + 1)))).Code);
        Assert.Equal(400, (await sender.Send(door, new StreamContent(new Unannounced(64 * 1024)))).Code);

        var counts = (await sender.Get("/api/v1/sources/tv")).GetProperty("counts");
        Assert.Equal((1, 1), (counts.GetProperty("accepted").GetInt32(), counts.GetProperty("duplicates").GetInt32()));
        var metrics = await new HttpClient { BaseAddress = await silo.Address() }.GetStringAsync("/metrics");
        Assert.Contains("trader_webhooks_total{result=\"accepted\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("trader_webhooks_total{result=\"too_large\"} 3\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alert_tooMany_isToldWhenToComeBack()
    {
        await using var silo = Start(("Tenancy__WebhooksPerMinute", "0"), ("Tenancy__WebhooksPerMinutePerAddress", "3"));
        using var sender = await AlertSender.To(silo, _directory.Path);
        var token = await sender.Set("tv", """{"kind":"native"}""");

        // The tenant's room is asked for after the secret, the address's before it.
        Assert.Equal(401, (await sender.Send("/webhook/demo/tv/wrong", Long)).Code);
        var quota = await sender.Send($"/webhook/demo/tv/{token}", Long);
        Assert.Equal((429, "webhooksPerMinute"), (quota.Code, quota.Fields[0]));
        Assert.InRange(quota.RetryAfter!.Value.TotalSeconds, 1, 60);
        await sender.Send("/webhook/demo/tv/wrong", Long);
        var address = await sender.Send("/webhook/demo/tv/wrong", Long);
        Assert.Equal((429, "requests"), (address.Code, address.Fields[0]));
        Assert.InRange(address.RetryAfter!.Value.TotalSeconds, 1, 60);

        // The rest of the service is counted apart.
        Assert.Equal("demo/tv", (await sender.Get("/api/v1/sources/tv")).GetProperty("key").GetString());
    }

    [Fact]
    public async Task SignedAlert_opensWithItsSignatureOnly_andOnceInAllRestarts_andNoSecretIsFoundAnywhere()
    {
        string secret, token, body;
        var output = new StringBuilder();
        await using (var silo = Start(("Logging__LogLevel__Default", "Trace")))
        {
            using var sender = await AlertSender.To(silo, _directory.Path);
            secret = (await sender.Set("mine", """{"kind":"native","authentication":"signature"}"""))!;
            token = (await sender.Set("chart", """{"kind":"tradingView","text":"{symbol} {direction} {price} at {time}"}"""))!;
            body = (await sender.Set("body", """{"kind":"vuManChu","authentication":"bodySecret"}"""))!;

            var signed = await Sign(sender, secret, Long, Now());
            Assert.Equal(202, signed.Code);
            Assert.Equal((200, signed.Id), (await Sign(sender, secret, Long, Now()) is var again ? again.Code : 0, again.Id));
            Assert.Equal(401, (await Sign(sender, secret, Long, Now() - 301)).Code);
            Assert.Equal(401, (await Sign(sender, secret, Long, Now() + 330)).Code);
            Assert.Equal(401, (await Sign(sender, secret + "x", Long, Now())).Code);
            Assert.Equal(401, (await sender.Send("/webhook/demo/mine", Long)).Code);

            var at = DateTimeOffset.FromUnixTimeSeconds(Now()).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            Assert.Equal(202, (await sender.Send($"/webhook/demo/chart/{token}", $"BTCUSDT buy 60000 at {at}")).Code);
            Assert.Equal(200, (await sender.Send($"/webhook/demo/chart/{token}", $"BTCUSDT buy 60000 at {at}")).Code);
            Assert.Equal(400, (await sender.Send($"/webhook/demo/chart/{token}", "BTCUSDT buy 60000 at 2020-01-01T00:00:00Z")).Code);
            Assert.Equal(202, (await sender.Send("/webhook/demo/body", $$"""{"ticker":"ETHUSDT","signal_type":"GOLD_CIRCLE","time":"{{at}}","secret":"{{body}}"}""")).Code);
            Assert.Equal(401, (await sender.Send("/webhook/demo/body", $$"""{"ticker":"ETHUSDT","signal_type":"GOLD_CIRCLE","time":"{{at}}","secret":"{{body}}x"}""")).Code);
            output.Append((await sender.Get("/api/v1/sources")).GetRawText()).Append((await sender.Get("/api/v1/audit")).GetRawText());
            silo.SendTerminate();
            output.Append(await silo.End());
        }

        await using (var silo = Start())
        {
            using var sender = await AlertSender.To(silo, _directory.Path);
            Assert.Equal(200, (await Sign(sender, secret, Long, Now())).Code);
            silo.SendTerminate();
            output.Append(await silo.End());
        }

        Assert.Contains("source.create", output.ToString(), StringComparison.Ordinal);
        foreach (var hidden in new[] { secret, token, body })
        {
            Assert.DoesNotContain(hidden, output.ToString(), StringComparison.Ordinal);
            foreach (var file in Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories))
                Assert.False((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(hidden)) >= 0, $"{hidden} in {file}");
        }
    }

    [Fact]
    public async Task Alert_hostile_isRefusedInOrder_andTheSameAtOnceIsOneSignal()
    {
        await using var silo = Start(("Tenancy__WebhooksPerMinute", "100000"), ("Tenancy__WebhooksPerMinutePerAddress", "100000"));
        using var sender = await AlertSender.To(silo, _directory.Path);
        var door = $"/webhook/demo/tv/{await sender.Set("tv", """{"kind":"native"}""")}";
        var chance = new Random(11);
        string[] hostile =
        [
            string.Concat(Enumerable.Repeat("{\"a\":", 10_000)), string.Concat(Enumerable.Repeat("[", 60_000)), "{\"id\":" + new string('9', 60_000) + "}",
            """{"symbol":"ВТСUSDT","direction":"long","id":"1"}""", """{"symbol":"BTCUSDT\u0000","direction":"long","id":"1"}""",
            """{"symbol":"BTCUSDT","direction":"long","id":"1","entry":1e308}""", """{"symbol":["BTCUSDT"],"direction":{},"id":true}""",
            """{"symbol":"BTCUSDT","direction":"long","timestamp":"9999-12-31T23:59:59Z"}""", """{"symbol":"BTCUSDT","direction":"long","timestamp":"1969-12-31T23:59:59Z"}""",
            """{"__proto__":{},"symbol":"BTCUSDT","direction":"long","id":"1"}""", "\uFEFF" + Long, "null", "%00", "<xml/>",
        ];
        foreach (var body in hostile)
            Assert.Equal((body[..Math.Min(40, body.Length)], 400), (body[..Math.Min(40, body.Length)], (await sender.Send(door, body)).Code));
        for (var round = 0; round < 200; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Long);
            for (var change = 0; change < 4; change++)
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            Assert.True((await sender.Send(door, new ByteArrayContent(bytes))).Code is 200 or 202 or 400, Convert.ToHexString(bytes));
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => sender.Send(door, """{"symbol":"BTCUSDT","direction":"long","id":"at once"}""")));
        Assert.Single(answers, static answer => answer.Code == 202);
        Assert.Equal(63, answers.Count(static answer => answer.Code == 200));
        Assert.Single(answers.Select(static answer => answer.Id).Distinct());
    }

    private SiloProcess Start(params (string Name, string Value)[] settings) => SiloProcess.Start(
        _directory.Path, settings.ToDictionary(static s => s.Name, static s => s.Value, StringComparer.Ordinal), "--port", "0", "--data-dir", "data", "--agent", "trend");

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static Task<Answered> Sign(AlertSender sender, string secret, string body, long at)
    {
        var timestamp = at.ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));
        return sender.Send("/webhook/demo/mine", body, ("X-Signature", $"sha256={signature}"), ("X-Timestamp", timestamp));
    }

    /// <summary>So many bytes whose number nobody announces.</summary>
    private sealed class Unannounced(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
