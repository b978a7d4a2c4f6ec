using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Trading.Numerics;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace OrleansTrader.LanguageModels.Resilience;

/// <summary>
/// Everything between a question and a call to one provider with one key: a bounded number in flight, our rate limit, retries with jitter that
/// honour the provider's wish, and a circuit breaker.
/// </summary>
internal sealed class ProviderGate : IDisposable
{
    /// <summary>Attempts after the first.</summary>
    public const int RetriesMax = 3;

    /// <summary>Questions that wait for a place among those in flight.</summary>
    public const int WaitingMax = 2_000;

    public const int BreakerFailuresMin = 5;

    private const double BreakerFailureRatio = 0.5;
    private const double FirstDelaySeconds = 1;
    private const double DelaySecondsMax = 30;

    public static readonly TimeSpan BreakerSampling = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan BreakerPause = TimeSpan.FromSeconds(30);

    private static readonly ResiliencePropertyKey<Question> Asked = new("question");

    private readonly string _provider;
    private readonly int _requestsPerMinute;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Pace _pace;
    private readonly SemaphoreSlim _places;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<Attempt> _breaker;
    private readonly ResiliencePipeline<Attempt> _retry;
    private readonly Lock _chanceLock = new();
    private SeededRandom _chance;
    private int _waiting;
    private string _lastOutage = "";

    public ProviderGate(string provider, int requestsPerMinute, int concurrentMax, TimeProvider time, ulong seed, ILogger log)
    {
        _provider = provider;
        _requestsPerMinute = requestsPerMinute;
        _time = time;
        _log = log;
        _chance = new SeededRandom(seed);
        _pace = new Pace(requestsPerMinute, time);
        _places = new SemaphoreSlim(concurrentMax, concurrentMax);
        _breaker = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }.AddCircuitBreaker(Breaker()).Build();
        _retry = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }.AddRetry(Retry()).Build();
    }

    public bool IsOpen => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>Runs the call until it succeeds, cannot, or time is up; the second value is how often it was called.</summary>
    /// <exception cref="OperationCanceledException">Time is up or the caller gave up, while waiting.</exception>
    public async ValueTask<(Attempt Last, int Attempts)> Run(
        Func<CancellationToken, ValueTask<Attempt>> call, Deadline deadline, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) > WaitingMax)
        {
            Interlocked.Decrement(ref _waiting);
            return (Attempt.Final(new ModelFault(ModelFaultCode.RateLimited, $"{WaitingMax} questions already wait for {_provider}: ask less often, or raise ConcurrentMax")), 0);
        }

        try
        {
            await _places.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        var context = ResilienceContextPool.Shared.Get(cancellation);
        var question = new Question(call, deadline);
        context.Properties.Set(Asked, question);
        try
        {
            return (await _retry.ExecuteAsync(static (context, gate) => gate.Once(context), context, this), question.Attempts);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async ValueTask<Attempt> Once(ResilienceContext context)
    {
        context.Properties.TryGetValue(Asked, out var question);
        // An open breaker answers below, without a turn being used up.
        if (!IsOpen)
        {
            if (!_pace.TryTake(question!.Deadline.Left, out var wait))
                return Attempt.Final(LimitReached(wait));
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, _time, context.CancellationToken);
        }

        try
        {
            return await _breaker.ExecuteAsync(Call, context, question!);
        }
        catch (BrokenCircuitException open)
        {
            return Attempt.Final(Left(open.RetryAfter));
        }
    }

    private async ValueTask<Attempt> Call(ResilienceContext context, Question question)
    {
        question.Attempts++;
        var attempt = await question.Call(context.CancellationToken);
        if (attempt.Fault is { Code: ModelFaultCode.RateLimited, RetryAfter: { } pause })
            _pace.CloseFor(pause < BreakerPause ? pause : BreakerPause);
        if (attempt.IsOutage)
            _lastOutage = attempt.Fault!.Message;
        return attempt;
    }

    private RetryStrategyOptions<Attempt> Retry() => new()
    {
        MaxRetryAttempts = RetriesMax,
        ShouldHandle = arguments =>
        {
            if (arguments.Outcome.Result is not { Again: true, Fault: { } fault, AtOnce: var atOnce } || !arguments.Context.Properties.TryGetValue(Asked, out var question))
                return ValueTask.FromResult(false);
            question!.Delay = atOnce ? TimeSpan.Zero : Delay(arguments.AttemptNumber, fault.RetryAfter);
            return ValueTask.FromResult(question.Delay < question.Deadline.Left);
        },
        DelayGenerator = static arguments =>
            ValueTask.FromResult<TimeSpan?>(arguments.Context.Properties.TryGetValue(Asked, out var question) ? question!.Delay : TimeSpan.Zero),
    };

    private CircuitBreakerStrategyOptions<Attempt> Breaker() => new()
    {
        FailureRatio = BreakerFailureRatio,
        MinimumThroughput = BreakerFailuresMin,
        SamplingDuration = BreakerSampling,
        BreakDuration = BreakerPause,
        StateProvider = _state,
        ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result is { IsOutage: true }),
        OnOpened = _ =>
        {
            _log.LogWarning("Model provider {Provider} keeps failing and is left alone for {Seconds} s. Last: {Fault}", _provider, BreakerPause.TotalSeconds, _lastOutage);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            _log.LogInformation("Model provider {Provider} answers again", _provider);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>What the provider asked for and a tenth of jitter; else from a half to the whole of 1, 2, 4 ... seconds.</summary>
    private TimeSpan Delay(int retry, TimeSpan? asked)
    {
        double chance;
        lock (_chanceLock)
            chance = _chance.NextDouble();
        var whole = Math.Min(DelaySecondsMax, FirstDelaySeconds * (1 << retry));
        var own = TimeSpan.FromSeconds(whole * (0.5 + (0.5 * chance)));
        return asked is { } wish && wish > own ? wish + (wish * (0.1 * chance)) : own;
    }

    private ModelFault LimitReached(TimeSpan wait) => new(
        ModelFaultCode.RateLimited,
        $"the next turn at {_provider} ({_requestsPerMinute.ToString(CultureInfo.InvariantCulture)} requests a minute) comes after the question's time is up: ask less often, or raise RequestsPerMinute",
        wait);

    private ModelFault Left(TimeSpan? pause) => new(
        ModelFaultCode.BreakerOpen, $"{_provider} failed too often of late and is left alone for a while. The last failure: {_lastOutage}", pause);

    private sealed class Question(Func<CancellationToken, ValueTask<Attempt>> call, Deadline deadline)
    {
        public Func<CancellationToken, ValueTask<Attempt>> Call { get; } = call;

        public Deadline Deadline { get; } = deadline;

        public TimeSpan Delay { get; set; }

        public int Attempts { get; set; }
    }
}
