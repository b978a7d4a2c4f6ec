using System.Diagnostics;
using System.Net;
using System.Text.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace OrleansTrader.Venues.Live;

/// <summary>
/// JSON from a venue's public REST service: bounded in time, size and concurrency; tries again on 429, 5xx, timeouts and lost
/// connections, as late as the venue's Retry-After asks.
/// </summary>
internal sealed class RestClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly LiveOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _inFlight;
    private readonly ResiliencePipeline<JsonDocument> _pipeline;

    /// <summary>A status that is worth another attempt.</summary>
    private sealed class BusyException(HttpStatusCode status, TimeSpan? retryAfter) : Exception($"answered {(int)status}")
    {
        public TimeSpan? RetryAfter { get; } = retryAfter;
    }

    public RestClient(Uri root, LiveOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _http = new HttpClient { BaseAddress = root, Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = options.AnswerBytesMax };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("OrleansTrader/0.1");
        _inFlight = new SemaphoreSlim(options.RequestsInFlightMax);
        var waits = new Backoff(options.RetryMsMin, options.RetryMsMax, options.JitterSeed + 1);
        _pipeline = new ResiliencePipelineBuilder<JsonDocument> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<JsonDocument>
            {
                MaxRetryAttempts = options.RetriesMax,
                ShouldHandle = new PredicateBuilder<JsonDocument>().Handle<BusyException>().Handle<HttpRequestException>().Handle<TimeoutRejectedException>(),
                DelayGenerator = attempt =>
                {
                    lock (waits)
                    {
                        if (attempt.AttemptNumber == 0)
                            waits.Reset();
                        var wait = waits.Next();
                        var asked = (attempt.Outcome.Exception as BusyException)?.RetryAfter ?? TimeSpan.Zero;
                        var longest = TimeSpan.FromMilliseconds(options.RetryMsMax);
                        return ValueTask.FromResult<TimeSpan?>(asked > longest ? longest : asked > wait ? asked : wait);
                    }
                },
            })
            .AddTimeout(TimeSpan.FromMilliseconds(options.RequestMsMax))
            .Build();
    }

    /// <summary>The answer to a GET of a path with its query; the caller disposes it.</summary>
    /// <exception cref="FeedException">No usable answer after all attempts; names the path and the reason.</exception>
    public async Task<JsonDocument> Get(string path, CancellationToken cancellation)
    {
        using var span = TraderTelemetry.Source.StartActivity("venue request", ActivityKind.Client);
        span?.SetTag("server.address", _http.BaseAddress!.Host).SetTag("url.path", path.Split('?')[0]);
        await _inFlight.WaitAsync(cancellation);
        try
        {
            return await _pipeline.ExecuteAsync(async token => await Once(path, token), cancellation);
        }
        catch (Exception e) when (e is BusyException or HttpRequestException or TimeoutRejectedException or JsonException)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw new FeedException($"{_http.BaseAddress!.Host}{path.Split('?')[0]}: {e.Message}", e);
        }
        finally
        {
            _inFlight.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _inFlight.Dispose();
    }

    private async Task<JsonDocument> Once(string path, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return await Ask(path, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            TargetMetrics.CountError(TargetMetrics.Venue, _http.BaseAddress!.Host, fault is BusyException ? "busy" : fault is HttpRequestException ? "connection" : "answer");
            throw;
        }
        finally
        {
            TargetMetrics.Record(TargetMetrics.Venue, _http.BaseAddress!.Host, Stopwatch.GetElapsedTime(began));
        }
    }

    private async Task<JsonDocument> Ask(string path, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500)
            throw new BusyException(answer.StatusCode, RetryAfter(answer));
        var text = await answer.Content.ReadAsByteArrayAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new FeedException($"{_http.BaseAddress!.Host}{path.Split('?')[0]}: answered {(int)answer.StatusCode}");
        return JsonDocument.Parse(text);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };
}
