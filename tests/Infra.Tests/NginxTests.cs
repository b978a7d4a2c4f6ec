using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace OrleansTrader.Infra.Tests;

/// <summary>The nginx example, checked by nginx itself, and carried for real: what a service behind it is told, and what clients get.</summary>
public sealed class NginxTests : IAsyncLifetime
{
    private readonly Nginx _nginx = new();
    private WebApplication? _service;
    private IHeaderDictionary? _seen;

    public async ValueTask InitializeAsync()
    {
        if (Installed.Find("nginx") is null)
            return;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _service = builder.Build();
        _service.UseWebSockets();
        _service.Run(Answer);
        await _service.StartAsync();
        await _nginx.Configure(new Uri(_service.Urls.Single()).Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        if (_service is not null)
            await _service.DisposeAsync();
    }

    [Fact]
    public async Task Example_nginxTakesIt()
    {
        Installed.Need("nginx");
        var (exitCode, output) = await Installed.Run("nginx", _nginx.Directory, "-t", "-q", "-p", _nginx.Directory, "-c", "nginx.conf");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Request_forgedForwarding_isReplacedByWhatNginxKnows()
    {
        using var client = await Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/accounts");
        request.Headers.Host = "trader.example.org";
        foreach (var forged in new[] { "X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host", "Via" })
            request.Headers.TryAddWithoutValidation(forged, "203.0.113.9");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("127.0.0.1", "https", "trader.example.org"), (Seen("X-Forwarded-For"), Seen("X-Forwarded-Proto"), Seen("Host")));
        Assert.All(["Forwarded", "X-Real-IP", "X-Forwarded-Host", "Via"], name => Assert.False(_seen!.ContainsKey(name), name));
        Assert.DoesNotContain(answer.Headers.Server, static server => server.Product?.Version is not null);
    }

    [Theory]
    [InlineData("/metrics", HttpStatusCode.NotFound)]
    [InlineData("/Metrics/", HttpStatusCode.NotFound)]
    [InlineData("/health/ready", HttpStatusCode.NotFound)]
    [InlineData("/Health/Ready", HttpStatusCode.NotFound)]
    [InlineData("//health//ready/?x=1", HttpStatusCode.NotFound)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/metrics-of-an-agent", HttpStatusCode.OK)]
    public async Task Path_ofSupervisorsAndScrapers_isNotForTheInternet(string path, HttpStatusCode status)
    {
        using var client = await Start();
        using var answer = await client.GetAsync(new Uri(_nginx.Address + path[1..]));
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Body_tooLarge_isRefusedAtTheDoor()
    {
        using var client = await Start();
        using var content = new ByteArrayContent(new byte[9 * 1024 * 1024]);
        using var answer = await client.PostAsync(new Uri("/api/v1/accounts", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Logins_inAFlood_get429()
    {
        using var client = await Start();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.GetAsync(new Uri("/session/login", UriKind.Relative))));
        Assert.Contains(answers, static answer => answer.StatusCode == HttpStatusCode.OK && answer.Headers.RetryAfter is null);
        Assert.Contains(answers, static answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.All(
            answers.Where(static answer => answer.StatusCode == HttpStatusCode.TooManyRequests),
            static answer => Assert.Equal(TimeSpan.FromSeconds(6), answer.Headers.RetryAfter?.Delta));
    }

    [Fact]
    public async Task LivePage_webSocket_passes()
    {
        using var client = await Start();
        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        await socket.ConnectAsync(new UriBuilder(_nginx.Address) { Scheme = "wss", Path = "/_blazor" }.Uri, CancellationToken.None);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("hello"u8.ToArray(), buffer[..received.Count]);
    }

    [Fact]
    public async Task PlainHttp_isSentToTls()
    {
        using var client = await Start();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseProxy = false };
        using var plain = new HttpClient(handler);
        using var answer = await plain.GetAsync(new Uri(_nginx.PlainAddress, "/accounts?page=2"));
        Assert.Equal((HttpStatusCode.PermanentRedirect, "https://127.0.0.1/accounts?page=2"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    private string Seen(string name) => _seen!.TryGetValue(name, out var value) ? value.ToString() : StringValues.Empty.ToString();

    private async Task Answer(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            _seen = new HeaderDictionary(context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value, StringComparer.OrdinalIgnoreCase));
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
        await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
    }

    private Task<HttpClient> Start()
    {
        Installed.Need("nginx");
        return _nginx.Start();
    }
}
