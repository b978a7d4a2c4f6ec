using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Dashboard.Notifications;

public sealed partial class NotificationsPage : ControlPage
{
    private const int AlertsShown = 50;

    private ImmutableArray<AlertRow> _alerts = [];
    private ImmutableArray<DestinationView> _destinations = [];
    private ImmutableArray<DeadLetter> _dead = [];
    private DestinationDraft _draft = new();
    private (string Name, string Text)? _secret;
    private AlertKind? _kind;
    private long? _before;
    private long? _next;

    [Inject]
    private INotifications Notifications { get; set; } = null!;

    private bool IsOperator => Site.SignedIn is { Role: Role.Operator };

    protected override async Task Read()
    {
        var page = await Notifications.Alerts(_kind is { } kind ? [kind] : [], new PageRequest(_before, AlertsShown));
        (_alerts, _next) = (page.Rows, page.Next);
        if (!IsOperator)
            return;
        _destinations = await Notifications.Destinations();
        _dead = await Notifications.DeadLetters();
    }

    protected override Task Listen() => Task.CompletedTask;

    private Task Choose(ChangeEventArgs chosen)
    {
        _kind = Enum.TryParse<AlertKind>(chosen.Value?.ToString(), out var kind) ? kind : null;
        _before = null;
        return ReadNow();
    }

    private Task Turn(long? before)
    {
        _before = before;
        return ReadNow();
    }

    private void Edit(DestinationView destination) => _draft = DestinationDraft.Of(destination);

    private void Clear() => _draft = new DestinationDraft();

    private Task Set()
    {
        var given = _draft.Input();

        // The fields forget them whatever becomes of it.
        _draft.Forget();
        return Change($"{given.Name} is set", async () =>
        {
            var made = await Notifications.Set(given);
            _secret = made.Secret is { } text ? (given.Name, text) : null;
            if (!made.Reply.IsRefused)
                Clear();
            return made.Reply;
        });
    }

    private Task Test(string name) => Change($"a test to {name} is on its way", () => Notifications.Test(name));

    private Task Switch(DestinationView destination) => Change(
        $"{destination.Name} is {(destination.IsEnabled ? "off" : "on")}",
        async () => (await Notifications.Set(DestinationDraft.Of(destination).Input() with { IsEnabled = !destination.IsEnabled })).Reply);

    private Task Remove(string name) => Change($"{name} is removed", () => Notifications.Remove(name));
}
