using System.Collections.Concurrent;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Silo.Notifications.Formats;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Notifications;

/// <summary>
/// Sends what waits. Of one destination one alert is out at a time, in the order of its sequence; what came of it is kept before the next one goes.
/// A stop in between repeats at most the one that was out, with its id. Destinations wait for each other only where all places are taken, and a
/// tenant never takes more than some.
/// </summary>
internal sealed partial class OutboxSender(
    IOutbox outbox, ICredentialSealer sealer, HttpDelivery delivery, Uri telegram, Random random, TimeProvider time, ILogger logger)
{
    /// <summary>Destinations that are sent to at once.</summary>
    public const int AtOnceMax = 32;

    /// <summary>The same, of one tenant.</summary>
    public const int AtOncePerTenantMax = 4;

    /// <summary>Alerts that a destination gets before others have their turn.</summary>
    public const int TurnMax = 50;

    /// <summary>Destinations that one look takes up.</summary>
    private const int LookMax = 500;

    private readonly ConcurrentDictionary<long, (TenantId Tenant, Task Work)> _out = new();

    /// <summary>Begins with all that is due and has a place.</summary>
    public async Task Look(CancellationToken cancellation)
    {
        foreach (var destination in await outbox.Due(time.GetUtcNow(), LookMax, cancellation))
        {
            if (_out.Count >= AtOnceMax)
                return;
            var tenant = destination.Setting.Tenant;
            if (_out.ContainsKey(destination.Id) || _out.Values.Count(busy => busy.Tenant == tenant) >= AtOncePerTenantMax)
                continue;

            // The task must not end before it is noted.
            var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _out[destination.Id] = (tenant, Turn(begin.Task, destination, cancellation));
            begin.SetResult();
        }
    }

    /// <summary>Completes when nothing is out any more.</summary>
    public Task Idle() => Task.WhenAll(_out.Values.Select(static busy => busy.Work));

    private async Task Turn(Task begin, DestinationEntry destination, CancellationToken cancellation)
    {
        await begin;
        try
        {
            await Send(destination, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was out is sent again by whoever goes on.
        }
        catch (JournalException fault)
        {
            LogNotKept(logger, fault, destination.Setting.Tenant, destination.Setting.Name);
        }
        finally
        {
            _out.TryRemove(destination.Id, out _);
        }
    }

    private async Task Send(DestinationEntry destination, CancellationToken cancellation)
    {
        var setting = destination.Setting;
        var tries = destination.State.Tries;
        var secrets = DestinationSecrets.Open(sealer, setting.Tenant, setting.Name, setting.Sealed);
        foreach (var waiting in await outbox.Next(destination.Id, TurnMax, cancellation))
        {
            var answer = secrets is null
                ? DeliveryAnswer.Failed("its secrets cannot be opened with the keys that are here: set it again")
                : await delivery.Send(Messages.Of(setting, secrets, waiting, telegram), SignedFormat.IdOf(waiting), cancellation);
            var now = time.GetUtcNow();
            if (answer.Fault is not { } fault)
            {
                tries = 0;
                await outbox.Record(DeliveryAttempt.Taken(waiting, now));
                NotificationMetrics.CountSent(setting.Format, now - waiting.Alert.At);
                continue;
            }

            tries++;
            var givesUp = BackOff.GivesUp(tries, answer.IsRefused, now - waiting.Alert.At);
            await outbox.Record(new DeliveryAttempt(waiting, now, fault, now + BackOff.Of(tries, random.NextDouble(), answer.RetryAfter), givesUp));
            NotificationMetrics.CountFailed(setting.Format, givesUp);
            if (givesUp)
                LogGivenUp(logger, setting.Tenant, setting.Name, waiting.Number, fault);
            return;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Alert {Number} of the destination {Tenant}/{Name} is given up: {Fault}.")]
    private static partial void LogGivenUp(ILogger logger, TenantId tenant, string name, long number, string fault);

    [LoggerMessage(2, LogLevel.Warning, "What came of an alert for the destination {Tenant}/{Name} may not have been kept; it is sent again.")]
    private static partial void LogNotKept(ILogger logger, Exception fault, TenantId tenant, string name);
}
