using System.Globalization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Logging;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Http.Health;

/// <summary>Asks the database for a row every few seconds, so that health knows whether it answers without waiting for it.</summary>
internal sealed partial class DatabaseProbe(IJournal journal, TimeProvider time, StoreOutage outage, ILogger<DatabaseProbe> logger) : BackgroundService, IHealthPart
{
    /// <summary>Seconds between two questions.</summary>
    public const int PeriodSeconds = 10;

    /// <summary>Seconds that an answer may take.</summary>
    public const int AnswerSecondsMax = 5;

    private const string Name = "database";

    private readonly ILogger _logger = logger;
    private volatile ComponentHealth _health = new(Name, IsReady: true, "starting", Detail: null);

    public ComponentHealth Look() => _health;

    /// <summary>Asks once.</summary>
    internal async Task Ask(CancellationToken cancellation)
    {
        try
        {
            await journal.Find("health", new CommandId("probe"), cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(AnswerSecondsMax), time, cancellation);
            _health = new ComponentHealth(Name, IsReady: true, "answers", Detail: null);
            if (!journal.Health.IsFaulted && outage.End() is { } hidden)
                LogBack(_logger, hidden);
        }
        catch (TimeoutException)
        {
            _health = Down(string.Create(CultureInfo.InvariantCulture, $"no answer within {AnswerSecondsMax} s"));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _health = Down(Redactor.Process.Clean(fault.Message.ReplaceLineEndings(" ")));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(PeriodSeconds), time);
        try
        {
            do
                await Ask(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private static ComponentHealth Down(string what) => new(Name, IsReady: false, "unreachable", $"{what}: look at the database and the network to it; nothing is lost, commands without an answer may be repeated with their ids");

    [LoggerMessage(1, LogLevel.Warning, "The database answers again. {Count} failures of timers, cycles and services were counted meanwhile and not told.")]
    private static partial void LogBack(ILogger logger, int count);
}
