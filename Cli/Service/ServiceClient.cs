using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansTrader.Cli.Service;

/// <summary>The service's HTTP API, one request at a time.</summary>
internal sealed class ServiceClient : IDisposable
{
    /// <summary>Longer than the service waits for its grains.</summary>
    private const int AnswerSecondsMax = 45;

    private const int AnswerBytesMax = 64 * 1024 * 1024;

    /// <summary>What API keys begin with.</summary>
    private const string ApiKeyMark = "ot_";

    private readonly Uri _address;
    private readonly ControlSecret _secret;
    private readonly string _requestKey;
    private readonly HttpClient _http;
    private readonly CancellationToken _cancellation;

    public ServiceClient(Uri address, ControlSecret secret, string requestKey, HttpMessageHandler? handler, CancellationToken cancellation)
    {
        (_address, _secret, _requestKey, _cancellation) = (address, secret, requestKey, cancellation);

        // A proxy of the environment has nothing to do with a service on this machine, which refuses to be behind one.
        _http = handler is null
            ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !address.IsLoopback })
            : new HttpClient(handler, disposeHandler: false);
        _http.BaseAddress = address;
        _http.Timeout = TimeSpan.FromSeconds(AnswerSecondsMax);
        _http.MaxResponseContentBufferSize = AnswerBytesMax;
    }

    public CancellationToken Cancellation => _cancellation;

    public Task<Answer> Get(string path) => Send(Known(new HttpRequestMessage(HttpMethod.Get, $"api/v1/{path}")));

    /// <summary>Reads what takes the key, also the file's.</summary>
    public async Task<Answer> GetWithKey(string path)
    {
        RefuseClear();
        var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _secret.Read(_cancellation));
        return await Send(request);
    }

    public Task<Answer> Post(string path, JsonNode? body = null) => Change(HttpMethod.Post, path, body);

    public Task<Answer> Put(string path, JsonNode body) => Change(HttpMethod.Put, path, body);

    public Task<Answer> Patch(string path, JsonNode body) => Change(HttpMethod.Patch, path, body);

    public Task<Answer> Delete(string path) => Change(HttpMethod.Delete, path, null);

    /// <summary>An answer whose body is read as it comes.</summary>
    /// <exception cref="ServiceException">The service cannot be reached.</exception>
    public async Task<HttpResponseMessage> Open(string path)
    {
        using var request = Known(new HttpRequestMessage(HttpMethod.Get, $"api/v1/{path}"));
        return await Reach(() => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _cancellation));
    }

    /// <summary>A name as a part of a path.</summary>
    public static string Part(string name) => name is "." or ".." ? "%2E" : Uri.EscapeDataString(name).Replace("%40", "@", StringComparison.Ordinal);

    public void Dispose() => _http.Dispose();

    private async Task<Answer> Change(HttpMethod method, string path, JsonNode? body)
    {
        RefuseClear();
        var request = new HttpRequestMessage(method, $"api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _secret.Read(_cancellation));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", _requestKey);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await Send(request);
    }

    // Where people log in reading takes an API key too; the control key is for changes only.
    private HttpRequestMessage Known(HttpRequestMessage request)
    {
        if (_secret.Given?.Trim() is not { } given || !given.StartsWith(ApiKeyMark, StringComparison.Ordinal))
            return request;
        RefuseClear();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", given);
        return request;
    }

    private void RefuseClear()
    {
        if (!_address.IsLoopback && !string.Equals(_address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))
            throw new ServiceException($"a key is not sent to {_address} in the clear: use https");
    }

    private async Task<Answer> Send(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await Reach(() => _http.SendAsync(request, _cancellation));
            return await Read(response);
        }
    }

    public async Task<Answer> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(_cancellation);
        try
        {
            return new Answer(response.StatusCode, text, JsonDocument.Parse(text).RootElement);
        }
        catch (JsonException)
        {
            throw new ServiceException($"{_address} answered {(int)response.StatusCode} without JSON: is OrleansTrader there?");
        }
    }

    private async Task<HttpResponseMessage> Reach(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            return await send();
        }
        catch (HttpRequestException fault)
        {
            var why = fault.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "nothing listens there" : fault.GetBaseException().Message;
            throw new ServiceException($"the service at {_address} cannot be reached ({why}): start it with 'dotnet run --project Silo', or name it with --address");
        }
        catch (TaskCanceledException) when (!_cancellation.IsCancellationRequested)
        {
            throw new ServiceException(
                $"the service at {_address} did not answer within {AnswerSecondsMax} s; to find out what became of a change, repeat it with --idempotency-key {_requestKey}");
        }
    }
}

/// <summary>What the service said.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, JsonElement Json)
{
    public bool IsDone => (int)Status is >= 200 and < 300;
}

/// <summary>Something between this program and the service failed: the message is the one line that a person reads.</summary>
internal sealed class ServiceException(string message) : Exception(message);
