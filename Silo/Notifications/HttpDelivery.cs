using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OrleansTrader.Silo.Notifications.Formats;

namespace OrleansTrader.Silo.Notifications;

/// <summary>What a destination said.</summary>
/// <param name="Fault">Null where it took the message.</param>
/// <param name="IsRefused">It will refuse the same message again.</param>
/// <param name="RetryAfter">How long it asks to be left alone.</param>
internal sealed record DeliveryAnswer(string? Fault, bool IsRefused, TimeSpan? RetryAfter)
{
    public static DeliveryAnswer Taken { get; } = new(Fault: null, IsRefused: false, RetryAfter: null);

    public static DeliveryAnswer Failed(string fault) => new(fault, IsRefused: false, RetryAfter: null);
}

/// <summary>Sends messages over HTTP. An answer is its status; of a body a little is read, and only where it says when to come again.</summary>
internal sealed class HttpDelivery(DestinationUrls urls, TimeProvider time) : IDisposable
{
    /// <summary>Longest time of one attempt, in seconds.</summary>
    public const int AttemptSecondsMax = 10;

    /// <summary>Most bytes that are read of an answer.</summary>
    public const int AnswerBytesMax = 4_096;

    private readonly HttpClient _client = new(urls.Handler()) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<DeliveryAnswer> Send(OutgoingMessage message, string id, CancellationToken cancellation)
    {
        if (urls.Refuses(message.Url) is { } reason)
            return DeliveryAnswer.Failed(reason);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(AttemptSecondsMax), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            using var request = RequestOf(message, id);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await Read(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return DeliveryAnswer.Failed($"no answer within {AttemptSecondsMax} seconds");
        }
        catch (HttpRequestException fault)
        {
            return DeliveryAnswer.Failed(WordsOf(fault));
        }
        catch (IOException)
        {
            return DeliveryAnswer.Failed("the connection broke");
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage RequestOf(OutgoingMessage message, string id)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, message.Url) { Content = new ByteArrayContent(message.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("OrleansTrader", "1"));
        request.Headers.Add(SignedFormat.DeliveryHeader, id);
        if (message.Secret is not { } secret)
            return request;
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.Add(SignedFormat.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(SignedFormat.SignatureHeader, SignedFormat.Sign(secret, timestamp, message.Body));
        return request;
    }

    private async Task<DeliveryAnswer> Read(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
            return DeliveryAnswer.Taken;
        if (status is >= 300 and < 400)
            return DeliveryAnswer.Failed($"it answers {status} and sends elsewhere, which is not followed: give the final address");
        TimeSpan? after = null;
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            after = HeaderOf(response) ?? await BodyOf(response, cancellation);
        var isRefused = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
            or HttpStatusCode.UnprocessableEntity;
        return new DeliveryAnswer($"it answers {status}", isRefused, after);
    }

    private TimeSpan? HeaderOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    // Telegram says it in "parameters.retry_after", Discord in "retry_after", in seconds.
    private static async Task<TimeSpan?> BodyOf(HttpResponseMessage response, CancellationToken cancellation)
    {
        var room = new byte[AnswerBytesMax];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var read = await stream.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, cancellation);
        try
        {
            using var answer = JsonDocument.Parse(room.AsMemory(0, read));
            var root = answer.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            if (root.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object)
                root = parameters;
            return root.TryGetProperty("retry_after", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetDouble(out var value)
                && value is > 0 and <= BackOff.RetryAfterSecondsMax * 24
                ? TimeSpan.FromSeconds(value)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The library's own words may hold the whole address.
    private static string WordsOf(HttpRequestException fault) => fault.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name cannot be resolved",
        HttpRequestError.SecureConnectionError => "its certificate is not trusted, or it speaks no TLS",
        HttpRequestError.ConnectionError when fault.InnerException is HttpRequestException own => own.Message,
        HttpRequestError.ConnectionError => "it cannot be reached",
        HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.ConfigurationLimitExceeded => "its answer is no HTTP, or too large",
        _ when fault.InnerException is System.Net.Sockets.SocketException => "it cannot be reached",
        _ => "the request failed",
    };
}
