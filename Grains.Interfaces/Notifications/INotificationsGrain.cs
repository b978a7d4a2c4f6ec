using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansTrader.Grains.Notifications;

/// <summary>Where a tenant's alerts are sent to. Keyed by the tenant.</summary>
[Alias(GrainAliases.Notifications)]
public interface INotificationsGrain : ITenantKeyed
{
    /// <summary>Most destinations of a tenant.</summary>
    const int DestinationsMax = 10;

    /// <summary>Seals and keeps a destination; of one of that name what is given replaces what was.</summary>
    [Alias("Set")]
    Task<SetupReply> Set(DestinationInput destination);

    /// <summary>Forgets a destination, with what waits for it.</summary>
    [Alias("Remove")]
    Task<SetupReply> Remove(string name);

    /// <summary>Puts a message that says so into the destination's outbox, whatever it wants else, and has it tried at once.</summary>
    [Alias("Test")]
    Task<SetupReply> Test(string name);

    /// <summary>All destinations by name.</summary>
    [Alias("GetDestinations")]
    [AlwaysInterleave]
    Task<ImmutableArray<DestinationView>> GetDestinations();

    /// <summary>The latest alerts that were given up, newest first.</summary>
    [Alias("GetDeadLetters")]
    [AlwaysInterleave]
    Task<ImmutableArray<DeadLetter>> GetDeadLetters(int take);
}
