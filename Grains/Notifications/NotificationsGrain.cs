using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Notifications;

/// <summary>A tenant's destinations. It keeps none of them itself: they lie beside the outbox, where the journal's transactions find them.</summary>
[GrainType(GrainTypes.Notifications)]
internal sealed class NotificationsGrain(IOutbox outbox, ICredentialSealer sealer, TimeProvider time) : Grain, INotificationsGrain
{
    private TenantId _tenant;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = new TenantId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<SetupReply> Set(DestinationInput destination)
    {
        var known = await outbox.Destinations(_tenant, CancellationToken.None);
        var before = known.FirstOrDefault(entry => string.Equals(entry.Setting.Name, destination.Name, StringComparison.Ordinal))?.Setting;
        if (DestinationRules.Refuse(destination, before is null || before.Format != destination.Format) is { IsEmpty: false } errors)
            return SetupReply.Refuse(errors);
        if (sealer.Refusal is { } reason)
            return SetupReply.Refuse("destinations", destination.Name, reason);
        if (before is null && known.Length >= INotificationsGrain.DestinationsMax)
            return SetupReply.Refuse("destinations", known.Length.ToString(CultureInfo.InvariantCulture), "remove one that is not needed");
        if (SecretsOf(destination, before) is not { } secrets)
            return SetupReply.Refuse("url", string.Empty, "what was kept cannot be opened with the keys that are here: give address and secret again");
        await outbox.Set(new DestinationSetting(
            _tenant, destination.Name, destination.Format, DestinationRules.TargetOf(destination.Format, secrets), secrets.Seal(sealer, _tenant, destination.Name),
            [.. destination.Kinds.Distinct().Order()], destination.Severity, [.. destination.Accounts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            destination.IsEnabled, time.GetUtcNow()));
        return SetupReply.Done;
    }

    public async Task<SetupReply> Remove(string name) => await outbox.Remove(_tenant, name ?? string.Empty) ? SetupReply.Done : SetupReply.Unchanged;

    public async Task<SetupReply> Test(string name)
    {
        var alert = new AlertRow(_tenant, time.GetUtcNow(), AlertSeverity.Information, "notifications", $"This is a test of the destination {name}.");
        return await outbox.Add(_tenant, name ?? string.Empty, alert)
            ? SetupReply.Done
            : SetupReply.Refuse("name", name ?? string.Empty, "there is no such destination: set it first");
    }

    public async Task<ImmutableArray<DestinationView>> GetDestinations() =>
    [
        .. (await outbox.Destinations(_tenant, CancellationToken.None)).Select(static entry => new DestinationView(
            entry.Setting.Name, entry.Setting.Format, entry.Setting.Target, entry.Setting.Kinds, entry.Setting.Severity, entry.Setting.Accounts,
            entry.Setting.IsEnabled, entry.Setting.SetAt, entry.State)),
    ];

    public async Task<ImmutableArray<DeadLetter>> GetDeadLetters(int take) => await outbox.DeadLetters(_tenant, take, CancellationToken.None);

    // What is not given stays as it was, of a destination of the same format.
    private DestinationSecrets? SecretsOf(DestinationInput given, DestinationSetting? before)
    {
        var isWhole = given.Format == DestinationFormat.Telegram ? given is { Secret: not null, Chat: not null }
            : given.Url is not null && (given.Secret is not null || given.Format != DestinationFormat.Webhook);
        if (isWhole || before is null || before.Format != given.Format)
            return new DestinationSecrets(given.Url, given.Secret, given.Chat);
        return DestinationSecrets.Open(sealer, _tenant, given.Name, before.Sealed) is { } kept
            ? new DestinationSecrets(given.Url ?? kept.Url, given.Secret ?? kept.Secret, given.Chat ?? kept.Chat)
            : null;
    }
}
