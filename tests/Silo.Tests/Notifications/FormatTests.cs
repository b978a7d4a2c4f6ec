using System.Text;
using System.Text.Json;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Notifications.Formats;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Notifications;

/// <summary>Bodies as the platforms' public documentation wants them, written by hand.</summary>
public sealed class FormatTests
{
    private static readonly AlertRow Nasty = new(
        new TenantId("demo"), new DateTimeOffset(2026, 11, 22, 9, 0, 5, TimeSpan.Zero), AlertSeverity.Critical, "demo/trend", "<!channel> & *bold* @everyone \"q\" 5-1")
    {
        Kind = AlertKind.Exit,
        Account = new AccountKey(new TenantId("demo"), "trend"),
        Symbol = SymbolKey.Parse("simulated/BTC-USDT"),
        Agent = new AgentKey(new TenantId("demo"), "bot"),
        Figures = [new AlertFigure("price", 42_000.500m), new AlertFigure("profit", -12m)],
    };

    [Fact]
    public void Slack_body_escapesWhatBeginsMentionsAndTurnsMarkupOff() => Assert.Equal(
        """{"text":"Exit (critical): demo/trend BTC-USDT\n&lt;!channel&gt; &amp; *bold* @everyone \"q\" 5-1\n2026-11-22 09:00:05 UTC","mrkdwn":false,"unfurl_links":false,"unfurl_media":false}""",
        Text(ChatFormats.Slack(Nasty)));

    [Fact]
    public void Discord_body_escapesMarkupAndMentionsNobody() => Assert.Equal(
        """{"content":"Exit (critical): demo/trend BTC\\-USDT\n\\<!channel\\> & \\*bold\\* @everyone \"q\" 5\\-1\n2026\\-11\\-22 09:00:05 UTC","allowed_mentions":{"parse":[]},"flags":4}""",
        Text(ChatFormats.Discord(Nasty)));

    [Fact]
    public void Telegram_body_isPlainText() => Assert.Equal(
        """{"chat_id":"@channel","text":"Exit (critical): demo/trend BTC-USDT\n<!channel> & *bold* @everyone \"q\" 5-1\n2026-11-22 09:00:05 UTC","link_preview_options":{"is_disabled":true}}""",
        Text(ChatFormats.Telegram(Nasty, "@channel")));

    [Fact]
    public void Signed_body_saysEverything()
    {
        var waiting = new WaitingAlert(7, 12, Nasty);

        var body = Text(SignedFormat.Body(Destination("ops"), waiting));

        Assert.Equal(
            $$$"""{"id":"{{{SignedFormat.IdOf(waiting)}}}","destination":"ops","sequence":12,"tenant":"demo","kind":"exit","severity":"critical","at":"2026-11-22T09:00:05.0000000Z","source":"demo/trend","account":"trend","agent":"bot","symbol":"BTC-USDT","message":"<!channel> & *bold* @everyone \"q\" 5-1","figures":{"price":"42000.5","profit":"-12"}}""",
            body);
        Assert.Equal(32, SignedFormat.IdOf(waiting).Length);
        Assert.NotEqual(SignedFormat.IdOf(waiting), SignedFormat.IdOf(waiting with { Number = 13 }));
        Assert.NotEqual(SignedFormat.IdOf(waiting), SignedFormat.IdOf(waiting with { Destination = 8 }));
        Assert.NotEqual(SignedFormat.IdOf(waiting), SignedFormat.IdOf(waiting with { Alert = Nasty with { Message = "another" } }));
    }

    // printf '%s' '1732270800.{"id":"a","message":"bought 0.1 BTC-USDT – ä"}' | openssl dgst -sha256 -hmac 'whsec_0123456789abcdef'
    [Theory]
    [InlineData("whsec_0123456789abcdef", 1732270800, """{"id":"a","message":"bought 0.1 BTC-USDT – ä"}""", "6ab16a19879ca70ec69690d54a8921f41a33aa4c8b4333e11afacbe7093cf0a1")]
    public void Sign_isWhatOpensslComputes(string secret, long timestamp, string body, string expected) =>
        Assert.Equal($"sha256={expected}", SignedFormat.Sign(secret, timestamp, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Bodies_ofAnAlertThatIsTooLong_areCutWithANoteAndWithinTheirLimits()
    {
        var longest = Nasty with { Message = string.Concat(Enumerable.Repeat("&*\U0001F680", 3_000)) };

        var slack = JsonDocument.Parse(ChatFormats.Slack(longest)).RootElement.GetProperty("text").GetString()!;
        var discord = JsonDocument.Parse(ChatFormats.Discord(longest)).RootElement.GetProperty("content").GetString()!;
        var telegram = JsonDocument.Parse(ChatFormats.Telegram(longest, "1")).RootElement.GetProperty("text").GetString()!;

        Assert.All(
            [(slack, ChatFormats.SlackLengthMax), (discord, ChatFormats.DiscordLengthMax), (telegram, ChatFormats.TelegramLengthMax)],
            static cut =>
            {
                Assert.InRange(cut.Item1.Length, cut.Item2 - 12, cut.Item2);
                Assert.EndsWith("… (cut)", cut.Item1, StringComparison.Ordinal);
                Assert.False(char.IsHighSurrogate(cut.Item1[^8]));
            });
        Assert.DoesNotMatch("&(?!amp;)", slack);
    }

    [Fact]
    public void Escaped_textThatJustFits_isWhole()
    {
        var text = new string('x', 50);
        Assert.Equal(text, AlertText.Escaped(text, 50, static _ => null));
        Assert.Equal($"{new string('x', 50 - AlertText.CutNote.Length)}{AlertText.CutNote}", AlertText.Escaped(text + "x", 50, static _ => null));
    }

    private static DestinationSetting Destination(string name) => new(
        new TenantId("demo"), name, DestinationFormat.Webhook, "shown", "sealed", [], AlertSeverity.Information, [], IsEnabled: true, default);

    private static string Text(byte[] body) => Encoding.UTF8.GetString(body);
}
