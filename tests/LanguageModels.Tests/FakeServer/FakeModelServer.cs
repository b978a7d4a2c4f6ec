using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansTrader.LanguageModels.Tests.FakeServer;

/// <summary>
/// Model providers on loopback: OpenAI's chat completions and responses, Anthropic's messages and Perplexity's agent, each whole or, but for
/// responses, streamed. It plays the queued replies in order, then asks <see cref="Otherwise"/>. A wrong key gets 401, a request
/// without what its protocol demands 400.
/// </summary>
internal sealed class FakeModelServer : IAsyncDisposable
{
    public const string Key = "sk-test-0123456789abcdef";

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<FakeReply> _queued = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = new();

    private FakeModelServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/chat/completions", context => Serve(context, ChatCompletionsSpeech.Instance));
        _app.MapPost("/openai/v1/chat/completions", context => Serve(context, ChatCompletionsSpeech.Instance));
        _app.MapPost("/v1/messages", context => Serve(context, MessagesSpeech.Instance));
        _app.MapPost("/v1/responses", context => Serve(context, ResponsesSpeech.Instance));
    }

    /// <summary>The server itself, e.g. Anthropic's base.</summary>
    public string Root { get; private set; } = "";

    /// <summary>OpenAI's and Perplexity's base.</summary>
    public string V1 => $"{Root}/v1";

    /// <summary>Whether a request without the key gets 401; a server of somebody's own may want none.</summary>
    public bool WantsKey { get; set; } = true;

    /// <summary>What is answered when nothing is queued.</summary>
    public Func<FakeRequest, FakeReply> Otherwise { get; set; } = _ => FakeReply.Answer("""{"positions":[]}""");

    /// <summary>All requests so far, in order of arrival, refused ones included.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    public static async Task<FakeModelServer> Start()
    {
        var server = new FakeModelServer();
        await server._app.StartAsync();
        server.Root = server._app.Urls.First();
        return server;
    }

    public FakeModelServer Then(params FakeReply[] replies)
    {
        foreach (var reply in replies)
            _queued.Enqueue(reply);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Serve(HttpContext context, IFakeSpeech speech)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: ended.Token);
        var request = new FakeRequest(context.Request.Path, KeyOf(context.Request), context.Request.Headers["anthropic-version"].ToString(), body.RootElement.Clone());
        _requests.Enqueue(request);
        var reply = WantsKey && !string.Equals(request.Key, Key, StringComparison.Ordinal)
            ? FakeReply.Error(401, "invalid_api_key", $"Incorrect API key provided: {request.Key}.")
            : speech.Refuses(request) is { } reason ? FakeReply.Error(400, "invalid_request_error", reason)
            : _queued.TryDequeue(out var queued) ? queued : Otherwise(request);
        try
        {
            await Play(context, speech, request, reply, ended.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client went away, as it may at any time.
        }
    }

    private static async Task Play(HttpContext context, IFakeSpeech speech, FakeRequest request, FakeReply reply, CancellationToken cancellation)
    {
        await reply.Gate.WaitAsync(cancellation);
        var response = context.Response;
        response.StatusCode = reply.Status;
        if (reply.RetryAfter is not null)
            response.Headers.RetryAfter = reply.RetryAfter;
        if (reply.Location is not null)
            response.Headers.Location = reply.Location;
        var isStreamed = request.IsStreamed && reply is { Status: 200, Body: null };
        response.ContentType = isStreamed ? "text/event-stream" : "application/json";
        IEnumerable<string> pieces = reply switch
        {
            { Location: not null } => [],
            { Status: >= 400 } => [speech.Error(reply)],
            { Body: { } raw } => [raw],
            _ => isStreamed ? speech.Streamed(request, reply) : Halves(speech.Whole(request, reply)),
        };
        var count = 0;
        foreach (var piece in pieces)
        {
            await response.WriteAsync(piece, cancellation);
            await response.Body.FlushAsync(cancellation);
            if (++count != 1)
                continue;
            await reply.Midway.WaitAsync(cancellation);
            if (reply.Ending == FakeEnding.Broken)
            {
                context.Abort();
                return;
            }
        }
    }

    private static IEnumerable<string> Halves(IEnumerable<string> whole)
    {
        foreach (var piece in whole)
        {
            yield return piece[..(piece.Length / 2)];
            yield return piece[(piece.Length / 2)..];
        }
    }

    private static string KeyOf(HttpRequest request)
    {
        foreach (var header in new[] { "x-api-key", "api-key", "Authorization" })
        {
            if (request.Headers[header].ToString() is { Length: > 0 } value)
                return value.Replace("Bearer ", "", StringComparison.Ordinal);
        }

        return "";
    }
}
