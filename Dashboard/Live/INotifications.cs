using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Notifications;

namespace OrleansTrader.Dashboard.Live;

/// <summary>The tenant's alerts, and where they are sent to. Destinations are for operators of the tenant: for others there are none.</summary>
public interface INotifications
{
    /// <summary>Alerts newest first, of the accounts that the asker may use.</summary>
    /// <param name="kinds">Empty for all.</param>
    Task<Page<AlertRow>> Alerts(ImmutableArray<AlertKind> kinds, PageRequest page);

    Task<ImmutableArray<DestinationView>> Destinations();

    /// <summary>The latest alerts that were given up.</summary>
    Task<ImmutableArray<DeadLetter>> DeadLetters();

    /// <summary>Sets a destination; where it signs and was given no secret, one is made, and told this once.</summary>
    Task<SecretReply> Set(DestinationInput destination);

    Task<SetupReply> Remove(string name);

    /// <summary>Sends a message that says so, behind all that waits.</summary>
    Task<SetupReply> Test(string name);
}
