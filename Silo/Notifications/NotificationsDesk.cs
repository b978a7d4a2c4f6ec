using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Silo.Notifications;

/// <summary>Alerts and destinations as the asker's role allows; each change stands in the audit, without secrets and addresses.</summary>
internal sealed class NotificationsDesk(IClusterClient cluster, ISite site, IAudit audit, NotificationSettings settings) : INotifications
{
    private const int SecretBytes = 32;

    /// <summary>Most alerts shown of those that were given up.</summary>
    private const int DeadShownMax = 50;

    public async Task<Page<AlertRow>> Alerts(ImmutableArray<AlertKind> kinds, PageRequest page)
    {
        var asker = site.Asker;
        Page<AlertRow> found;
        using (Caller.As(asker.Tenant))
            found = await cluster.Tenant(asker.Tenant).GetAlertsOf(kinds, page);

        // A key that is limited to some accounts learns of these alone; what is of no account concerns them all.
        return asker.Accounts.IsEmpty ? found : found with { Rows = [.. found.Rows.Where(alert => alert.Account is { } account && asker.MayUse(account))] };
    }

    public Task<ImmutableArray<DestinationView>> Destinations() =>
        IsOperator ? Own(static grain => grain.GetDestinations()) : Task.FromResult(ImmutableArray<DestinationView>.Empty);

    public Task<ImmutableArray<DeadLetter>> DeadLetters() =>
        IsOperator ? Own(static grain => grain.GetDeadLetters(DeadShownMax)) : Task.FromResult(ImmutableArray<DeadLetter>.Empty);

    public async Task<SecretReply> Set(DestinationInput destination)
    {
        string? made = null;
        var reply = await Noted("destination.set", destination.Name, async () =>
        {
            if (Refuse(destination) is { } refused)
                return refused;
            if (destination is { Format: DestinationFormat.Webhook, Secret: null } && !(await Destinations()).Any(known => IsSame(known, destination)))
                made = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
            return await Own(grain => grain.Set(made is null ? destination : destination with { Secret = made }));
        });
        return new SecretReply(reply, reply.IsRefused ? null : made);
    }

    public Task<SetupReply> Remove(string name) => Noted("destination.remove", name, () => AsOperator(grain => grain.Remove(name)));

    public Task<SetupReply> Test(string name) => Noted("destination.test", name, () => AsOperator(grain => grain.Test(name)));

    private bool IsOperator => site.Asker.May(Role.Operator) && site.Asker.Accounts.IsEmpty;

    private SetupReply? RefuseOthers() => !IsOperator
        ? SetupReply.Refuse("role", site.Asker.Role.ToString().ToLowerInvariant(), "only an operator of the tenant does this")
        : settings.Refusal is { } reason ? SetupReply.Refuse("destinations", string.Empty, reason) : null;

    private SetupReply? Refuse(DestinationInput destination)
    {
        if (RefuseOthers() is { } refused)
            return refused;
        return destination.Url is { } given && Uri.TryCreate(given, UriKind.Absolute, out var url) && settings.Urls.Refuses(url) is { } reason
            ? SetupReply.Refuse("url", url.IsAbsoluteUri ? url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : string.Empty, reason)
            : null;
    }

    private async Task<SetupReply> AsOperator(Func<INotificationsGrain, Task<SetupReply>> change) => RefuseOthers() ?? await Own(change);

    private static bool IsSame(DestinationView known, DestinationInput given) =>
        known.Format == given.Format && string.Equals(known.Name, given.Name, StringComparison.Ordinal);

    private T Own<T>(Func<INotificationsGrain, T> call)
    {
        var tenant = site.Asker.Tenant;
        using (Caller.As(tenant))
            return call(cluster.Notifications(tenant));
    }

    private Task<SetupReply> Noted(string action, string on, Func<Task<SetupReply>> change) => audit.Carry(
        action, on, change, static reply => reply.IsRefused ? $"refused: {reply.Errors[0]}" : reply.Status.ToString().ToLowerInvariant());
}
