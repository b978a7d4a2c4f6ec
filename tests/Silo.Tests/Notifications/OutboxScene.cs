using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;
using OrleansTrader.LanguageModels.Egress;
using OrleansTrader.Silo.Credentials;
using OrleansTrader.Silo.Notifications;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Venues.Tests;

namespace OrleansTrader.Silo.Tests.Notifications;

/// <summary>Books, an outbox and a sender over a clock that is moved by hand; the operator lists every receiver.</summary>
internal sealed class OutboxScene : IAsyncDisposable
{
    public static readonly TenantId Demo = new("demo");
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("outbox-tests-").FullName;
    private readonly List<Receiver> _receivers = [];
    private HttpDelivery? _delivery;

    public FakeTime Time { get; } = new(Start);

    public SqliteStore Store { get; private set; } = null!;

    public ICredentialSealer Sealer { get; } = new DataProtectionSealer(new EphemeralDataProtectionProvider(), refusal: null);

    public OutboxSender Sender { get; private set; } = null!;

    public Uri Telegram { get; private set; } = NotificationSettings.TelegramDefault;

    public AddressLookup? Lookup { get; init; }

    public static async Task<OutboxScene> Begin(int receivers = 1)
    {
        var scene = new OutboxScene();
        for (var i = 0; i < receivers; i++)
            scene._receivers.Add(await Receiver.Start());
        scene.Telegram = scene.To().Address;
        scene.OpenStore();
        scene.NewSender();
        return scene;
    }

    public Receiver To(int index = 0) => _receivers[index];

    /// <summary>As after a kill: what the sender had in its memory is gone.</summary>
    public void NewSender(IOutbox? outbox = null)
    {
        _delivery?.Dispose();
        _delivery = new HttpDelivery(new DestinationUrls(_receivers.Select(static receiver => receiver.Authority), Lookup), Time);
        Sender = new OutboxSender(outbox ?? Store.Outbox, Sealer, _delivery, Telegram, new Random(7), Time, NullLogger.Instance);
    }

    public async Task Restart()
    {
        await Store.DisposeAsync();
        OpenStore();
        NewSender();
    }

    public async Task Add(string name, DestinationFormat format = DestinationFormat.Webhook, string? url = null, string tenant = "demo")
    {
        var secrets = format == DestinationFormat.Telegram
            ? new DestinationSecrets(Url: null, "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11", "-100123")
            : new DestinationSecrets(url ?? new Uri(To().Address, $"/{name}").AbsoluteUri, format == DestinationFormat.Webhook ? "whsec_0123456789abcdef" : null, Chat: null);
        var owner = new TenantId(tenant);
        await Store.Outbox.Set(new DestinationSetting(
            owner, name, format, "shown", secrets.Seal(Sealer, owner, name), [], AlertSeverity.Information, [], IsEnabled: true, Time.GetUtcNow()));
    }

    public async Task Raise(params string[] messages) => await Store.Journal.Write([.. messages.Select(message => Alert(message))]);

    public AlertRow Alert(string message, string tenant = "demo") =>
        new(new TenantId(tenant), Time.GetUtcNow(), AlertSeverity.Information, "demo/trend", message) { Kind = AlertKind.Entry, Account = new AccountKey(new TenantId(tenant), "trend") };

    /// <summary>Sends all that is due at this moment, to the end.</summary>
    public async Task Send()
    {
        await Sender.Look(TestContext.Current.CancellationToken);
        await Sender.Idle();
    }

    public async Task<DeliveryState> State(string name = "ops") =>
        (await Store.Outbox.Destinations(Demo, TestContext.Current.CancellationToken)).Single(entry => string.Equals(entry.Setting.Name, name, StringComparison.Ordinal)).State;

    /// <summary>Waits, at most for a while, until the destination <c>ops</c> is so.</summary>
    public async Task Until(Func<DeliveryState, bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!isSo(await State()))
            await Task.Delay(5, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _delivery?.Dispose();
        await Store.DisposeAsync();
        foreach (var receiver in _receivers)
            await receiver.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private void OpenStore() => Store = SqliteStore.Open(new SqliteStoreOptions { DataDirectory = _directory }, TimeProvider.System, NullLogger.Instance);
}
