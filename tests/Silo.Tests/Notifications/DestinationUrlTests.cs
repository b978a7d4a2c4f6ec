using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using OrleansTrader.Silo.Notifications;
using OrleansTrader.Silo.Notifications.Formats;

namespace OrleansTrader.Silo.Tests.Notifications;

public sealed class DestinationUrlTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://hooks.slack.com/services/T0/B0/x?y=1", null)]
    [InlineData("https://93.184.216.34/hook", null)]
    [InlineData("https://hooks.internal:8443/x", null)]
    [InlineData("http://hooks.internal:8443/x", null)]
    [InlineData("http://hooks.slack.com/services/T0", "https only")]
    [InlineData("https://hooks.internal/x", null)]
    [InlineData("https://user:pass@example.com/", "password")]
    [InlineData("https://example.com/#x", "hash")]
    [InlineData("ftp://example.com/", "https://")]
    [InlineData("https://127.0.0.1/", "private")]
    [InlineData("https://2130706433/", "private")]
    [InlineData("https://0x7f.1/", "private")]
    [InlineData("https://10.1.2.3/", "private")]
    [InlineData("https://172.16.0.1/", "private")]
    [InlineData("https://192.168.1.1/", "private")]
    [InlineData("https://100.100.100.200/", "private")]
    [InlineData("https://169.254.169.254/latest/meta-data", "private")]
    [InlineData("https://168.63.129.16/", "private")]
    [InlineData("https://0.0.0.0/", "private")]
    [InlineData("https://[::1]/", "private")]
    [InlineData("https://[::ffff:127.0.0.1]/", "private")]
    [InlineData("https://[::ffff:a9fe:a9fe]/", "private")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/", "private")]
    [InlineData("https://[fe80::1]/", "private")]
    [InlineData("https://[fd00:ec2::254]/", "private")]
    [InlineData("https://[2002:7f00:1::]/", "private")]
    [InlineData("https://[2606:2800:220:1:248:1893:25c8:1946]/", null)]
    public void Refuses_url_asTheDesignSays(string url, string? reason)
    {
        var refusal = new DestinationUrls(["hooks.internal:8443"]).Refuses(new Uri(url));

        if (reason is null)
            Assert.Null(refusal);
        else
            Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.8")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.8")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("fd12:3456::1")]
    public async Task Send_nameThatLeadsInside_connectsNowhere(string address)
    {
        var asked = new List<string>();
        using var delivery = new HttpDelivery(
            new DestinationUrls([], (host, _, _) =>
            {
                asked.Add(host);
                return Task.FromResult(new[] { IPAddress.Parse(address) });
            }),
            TimeProvider.System);

        var answer = await delivery.Send(new OutgoingMessage(new Uri("https://rebinding.example/secret-path"), [], Secret: null), "id", Cancellation);

        Assert.Equal(["rebinding.example"], asked);
        Assert.Contains("'rebinding.example' leads to this machine or a private network", answer.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-path", answer.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_nameThatTurnsInsideAfterItWasLookedAt_reachesNobody()
    {
        await using var inside = await Receiver.Start();
        var isPublic = true;
        var urls = new DestinationUrls([], (_, _, _) => Task.FromResult(new[] { isPublic ? IPAddress.Parse("93.184.216.34") : IPAddress.Loopback }));
        var url = new Uri($"https://rebinding.example:{inside.Address.Port}/");
        using var delivery = new HttpDelivery(urls, TimeProvider.System);
        Assert.Null(urls.Refuses(url));

        isPublic = false;
        var answer = await delivery.Send(new OutgoingMessage(url, [], Secret: null), "id", Cancellation);

        Assert.Contains("private network", answer.Fault, StringComparison.Ordinal);
        Assert.Empty(inside.All);
    }

    [Fact]
    public async Task Send_nameThatIsNotKnown_saysSo()
    {
        using var delivery = new HttpDelivery(new DestinationUrls([], static (_, _, _) => throw new SocketException((int)SocketError.HostNotFound)), TimeProvider.System);

        var answer = await delivery.Send(new OutgoingMessage(new Uri("https://nobody.example/secret-path"), [], Secret: null), "id", Cancellation);

        Assert.Equal("its name cannot be resolved", answer.Fault);
    }

    [Theory]
    [InlineData("Notifications:Endpoints", "localhost", "no host with a port")]
    [InlineData("Notifications:TelegramUrl", "bots", "no address of a server")]
    [InlineData("Notifications:TelegramUrl", "https://bots.example/bot", "no address of a server")]
    public void Read_settingThatIsWrong_isOneLine(string setting, string value, string reason)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();
        Assert.Contains(reason, Assert.Throws<StartupException>(() => NotificationSettings.Read(configuration)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_telegramOfTheOperators_mayBePrivate()
    {
        var settings = NotificationSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Notifications:TelegramUrl", "http://127.0.0.1:8081")]).Build());

        Assert.Null(settings.Urls.Refuses(new Uri("http://127.0.0.1:8081/bot1:x/sendMessage")));
        Assert.NotNull(settings.Urls.Refuses(new Uri("http://127.0.0.1:8082/")));
    }
}
