using Orleans.Streams;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Ports.Telemetry;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>Sends an item the way of all updates every few seconds and measures when it comes: the lag that those who watch have, on either runtime.</summary>
internal sealed partial class StreamProbe(IClusterClient cluster, TimeProvider time, ILogger<StreamProbe> logger) : BackgroundService
{
    public const string Namespace = "probe";

    /// <summary>Seconds between two probes; one that has not come when the next one goes is lost.</summary>
    public const int PeriodSeconds = 5;

    private readonly string _key = Guid.NewGuid().ToString("N");
    private long _sent;
    private long _received;
    private long _sentAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        StreamSubscriptionHandle<long>? handle = null;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(PeriodSeconds), time);
        try
        {
            do
            {
                try
                {
                    var stream = cluster.GetStreamProvider(StreamNames.Provider).GetStream<long>(StreamId.Create(Namespace, _key));
                    handle ??= await stream.SubscribeAsync(Came);
                    await Send(stream);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // A runtime that does not answer yet, or no more: a probe that failed is a lost one.
                    StreamMetrics.CountLost();
                    LogFailed(logger, fault);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The service stops, and its subscription ends with the process.
        }
    }

    private async Task Send(IAsyncStream<long> stream)
    {
        if (Volatile.Read(ref _received) != _sent)
            StreamMetrics.CountLost();
        Volatile.Write(ref _sentAt, time.GetTimestamp());
        await stream.OnNextAsync(++_sent);
    }

    private Task Came(long number, StreamSequenceToken? token)
    {
        Volatile.Write(ref _received, number);
        if (number == _sent)
            StreamMetrics.RecordLag(time.GetElapsedTime(Volatile.Read(ref _sentAt)));
        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Warning, "A stream probe failed.")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
