using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansTrader.Service.Tests.Telemetry;

/// <summary>Takes whatever is posted to it on loopback: a webhook of alerts, or an OTLP collector.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    /// <summary>Most bodies that are kept.</summary>
    private const int BodiesMax = 10_000;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string? Authorization, byte[] Body)> _posts = new();

    private Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/{**path}", Take);
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static async Task<Receiver> Start()
    {
        var receiver = new Receiver();
        await receiver._app.StartAsync();
        receiver.Address = new Uri(receiver._app.Urls.First());
        return receiver;
    }

    public byte[][] Posted(string path) => [.. _posts.Where(post => string.Equals(post.Path, path, StringComparison.Ordinal)).Select(static post => post.Body)];

    public IEnumerable<string?> Authorizations => _posts.Select(static post => post.Authorization);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (_posts.Count < BodiesMax)
            _posts.Enqueue((context.Request.Path, context.Request.Headers.Authorization, body.ToArray()));
    }
}
