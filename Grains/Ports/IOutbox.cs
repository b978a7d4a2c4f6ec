using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Ports;

/// <summary>
/// The tenants' destinations and what waits for each. The journal itself puts an alert into the outbox of every destination that wants it, in the
/// transaction that writes the alert, numbered without gaps for each destination; one process at a time takes it out again.
/// </summary>
public interface IOutbox
{
    /// <summary>Most alerts that wait for one destination; a further one pushes out the oldest, which is counted.</summary>
    const int WaitingMax = 1_000;

    /// <summary>Most alerts kept of those that were given up, a destination; older ones go.</summary>
    const int DeadMax = 100;

    /// <summary>Most rows of one answer.</summary>
    const int TakeMax = 1_000;

    /// <summary>A tenant's destinations by name.</summary>
    ValueTask<ImmutableArray<DestinationEntry>> Destinations(TenantId tenant, CancellationToken cancellation);

    /// <summary>Adds a destination, or replaces what was set of the one of that name; its sequence and its counts go on, and it is tried at once.</summary>
    ValueTask Set(DestinationSetting setting);

    /// <summary>Forgets a destination, what waits for it and what was given up; false where there is none.</summary>
    ValueTask<bool> Remove(TenantId tenant, string name);

    /// <summary>Puts one alert into a destination's outbox, which is then tried at once; false where there is none.</summary>
    ValueTask<bool> Add(TenantId tenant, string name, AlertRow alert);

    /// <summary>Destinations that are on, for which something waits, and whose next attempt is due: the longest due first.</summary>
    ValueTask<ImmutableArray<DestinationEntry>> Due(DateTimeOffset now, int limit, CancellationToken cancellation);

    /// <summary>The first alerts that wait for a destination, in their order.</summary>
    ValueTask<ImmutableArray<WaitingAlert>> Next(long destination, int limit, CancellationToken cancellation);

    /// <summary>Keeps what came of an attempt. One of an alert that does not wait any more changes no sequence.</summary>
    ValueTask Record(DeliveryAttempt attempt);

    /// <summary>A tenant's latest alerts that were given up, newest first.</summary>
    ValueTask<ImmutableArray<DeadLetter>> DeadLetters(TenantId tenant, int limit, CancellationToken cancellation);

    /// <summary>All destinations together.</summary>
    ValueTask<OutboxSums> Sums(CancellationToken cancellation);

    /// <summary>Deletes alerts that were pushed out and those of destinations that are gone.</summary>
    ValueTask Sweep(CancellationToken cancellation);
}

/// <summary>A destination as it is kept.</summary>
/// <param name="Target">What of its address may be shown.</param>
/// <param name="Sealed">Address and secrets: readable only where the keys are that sealed them.</param>
/// <param name="Accounts">Names; empty for all.</param>
public sealed record DestinationSetting(
    TenantId Tenant, string Name, DestinationFormat Format, string Target, string Sealed, ImmutableArray<AlertKind> Kinds, AlertSeverity Severity,
    ImmutableArray<string> Accounts, bool IsEnabled, DateTimeOffset SetAt)
{
    /// <summary>Whether an alert of its tenant is for it.</summary>
    public bool Wants(AlertRow alert) => IsEnabled && alert.Severity >= Severity && (Kinds.IsEmpty || Kinds.Contains(alert.Kind))
        && (Accounts.IsEmpty || alert.Account is not { } account || Accounts.Contains(account.Name, StringComparer.Ordinal));
}

/// <param name="Id">Never given to another one.</param>
public sealed record DestinationEntry(long Id, DestinationSetting Setting, DeliveryState State);

/// <param name="Number">One more than that of the alert before it.</param>
public sealed record WaitingAlert(long Destination, long Number, AlertRow Alert);

/// <summary>What came of an attempt.</summary>
/// <param name="Fault">Null where the destination took it.</param>
/// <param name="NextAt">After a fault: when the next attempt is due.</param>
/// <param name="IsGivenUp">After a fault: the alert is not tried again.</param>
public sealed record DeliveryAttempt(WaitingAlert Alert, DateTimeOffset At, string? Fault, DateTimeOffset NextAt, bool IsGivenUp)
{
    public static DeliveryAttempt Taken(WaitingAlert alert, DateTimeOffset at) => new(alert, at, Fault: null, at, IsGivenUp: false);

    /// <summary>Most characters kept of <see cref="Fault"/>.</summary>
    public const int FaultLengthMax = 300;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"attempt of {Alert.Destination}/{Alert.Number}: {Fault ?? "taken"}");
}

/// <param name="Oldest">When the oldest alert that waits at a destination that is on was raised; null where none does.</param>
/// <param name="DueSince">Since when the attempt of one of these is due that is due for longest; null where nothing waits. It may lie ahead.</param>
public sealed record OutboxSums(long Destinations, long Waiting, long Dead, long Dropped, DateTimeOffset? Oldest, DateTimeOffset? DueSince);
