using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OrleansTrader.Venues.Tests.Live;

/// <summary>A venue on loopback: each WebSocket connection plays the next script, each GET asks one function.</summary>
internal sealed class LoopbackVenue : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<LoopbackConnection, Task>[] _scripts;
    private readonly CancellationTokenSource _stop = new();
    private int _connections;

    private LoopbackVenue(Func<HttpRequest, (int Status, string Body, string? RetryAfter)> rest, Func<LoopbackConnection, Task>[] scripts)
    {
        _scripts = scripts;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Map("/ws", Accept);
        _app.MapFallback(async context =>
        {
            var (status, body, retryAfter) = rest(context.Request);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            await context.Response.WriteAsync(body);
        });
    }

    public Uri WebSocket { get; private set; } = null!;

    public Uri Rest { get; private set; } = null!;

    public int Connections => Volatile.Read(ref _connections);

    public static Task<LoopbackVenue> Start(params Func<LoopbackConnection, Task>[] scripts) => Start(_ => (404, "{}", null), scripts);

    public static async Task<LoopbackVenue> Start(
        Func<HttpRequest, (int Status, string Body, string? RetryAfter)> rest, params Func<LoopbackConnection, Task>[] scripts)
    {
        var venue = new LoopbackVenue(rest, scripts);
        await venue._app.StartAsync();
        venue.Rest = new Uri(venue._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        venue.WebSocket = new Uri($"ws://127.0.0.1:{venue.Rest.Port}/ws");
        return venue;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Accept(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var number = Interlocked.Increment(ref _connections);
        var connection = new LoopbackConnection(socket, _stop.Token);
        try
        {
            await _scripts[Math.Min(number, _scripts.Length) - 1](connection);
            await connection.UntilClosed();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The feed went away, as it may at any time.
        }
    }
}

/// <summary>One connection, seen from the venue.</summary>
internal sealed class LoopbackConnection(WebSocket socket, CancellationToken stop)
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    public async Task<string> Read()
    {
        var part = await socket.ReceiveAsync(_buffer.AsMemory(), stop);
        return Encoding.UTF8.GetString(_buffer, 0, part.Count);
    }

    public async Task Send(params string[] messages)
    {
        foreach (var message in messages)
            await socket.SendAsync(Encoding.UTF8.GetBytes(message).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, stop);
    }

    public void Break() => socket.Abort();

    public async Task UntilClosed()
    {
        while (socket.State == WebSocketState.Open)
            await Read();
    }
}
