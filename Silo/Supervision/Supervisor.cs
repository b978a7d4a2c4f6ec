using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace OrleansTrader.Silo.Supervision;

public enum ServiceState
{
    Starting,
    Running,
    WaitingToRestart,
    Finished,
    Stopped,
}

/// <summary>How a background service is doing, for page and health.</summary>
/// <param name="Restarts">Restarts since the process began.</param>
/// <param name="LastError">What ended it the last time, in one line; <c>null</c> if nothing did.</param>
public sealed record ServiceStatus(string Name, ServiceState State, int Restarts, string? LastError, DateTimeOffset Since);

/// <summary>Keeps the state of every supervised service, so that none is ever silently gone.</summary>
public sealed class ServiceRegistry
{
    private readonly ConcurrentDictionary<string, ServiceStatus> _statuses = new(StringComparer.Ordinal);

    public ImmutableArray<ServiceStatus> Statuses => [.. _statuses.Values.OrderBy(status => status.Name, StringComparer.Ordinal)];

    internal void Set(ServiceStatus status) => _statuses[status.Name] = status;
}

/// <summary>A background service that is started again, with backoff, when it fails; its state is in the <see cref="ServiceRegistry"/>.</summary>
internal abstract partial class SupervisedService(string name, ServiceRegistry registry, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>Wait before the first restart, in seconds; doubles with each failure in a row.</summary>
    public const int BackoffSecondsMin = 1;

    /// <summary>Longest wait before a restart, in seconds.</summary>
    public const int BackoffSecondsMax = 60;

    /// <summary>A run of this many seconds counts as healthy: the next failure starts at the shortest wait again.</summary>
    public const int HealthySeconds = 120;

    protected TimeProvider Time => time;

    private int _restarts;
    private string? _lastError;

    /// <summary>The service's work: ends when it is done, throws when it failed.</summary>
    protected abstract Task Work(CancellationToken cancellation);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Start-up must not wait for what a service does before its first await.
        await Task.Yield();
        var failuresInARow = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            try
            {
                Report(ServiceState.Running);
                await Work(stoppingToken);
                Report(ServiceState.Finished);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                // Whatever the fault is, the service comes back; the fault is logged and shown.
                failuresInARow = time.GetElapsedTime(began).TotalSeconds >= HealthySeconds ? 1 : failuresInARow + 1;
                _restarts++;
                _lastError = fault.Message;
                LogFailure(logger, fault, name, _restarts);
                Report(ServiceState.WaitingToRestart);
            }

            if (!await Pause(failuresInARow, stoppingToken))
                break;
        }

        Report(ServiceState.Stopped);
    }

    private async Task<bool> Pause(int failuresInARow, CancellationToken cancellation)
    {
        var seconds = Math.Min(BackoffSecondsMax, BackoffSecondsMin * Math.Pow(2, Math.Min(failuresInARow - 1, 16)));
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Report(ServiceState state) => registry.Set(new ServiceStatus(name, state, _restarts, _lastError, time.GetUtcNow()));

    [LoggerMessage(Level = LogLevel.Error, Message = "Service {Name} failed and is restarted (restart {Restarts})")]
    private static partial void LogFailure(ILogger logger, Exception fault, string name, int restarts);
}
