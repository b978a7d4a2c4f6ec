using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Dashboard.Access;

public sealed partial class AccessPage : ControlPage
{
    private const int AuditRows = 25;

    private static readonly char[] Dividers = [',', ' '];

    /// <summary>How long a key that is rotated here stays in force.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private ImmutableArray<UserView> _users = [];
    private ImmutableArray<KeyView> _keys = [];
    private ImmutableArray<AuditRow> _audit = [];
    private long? _before;
    private long? _next;
    private (string What, string Text)? _secret;
    private string? _user;
    private Role _userRole;
    private string? _key;
    private Role _keyRole;
    private string? _days = "365";
    private string? _accounts;

    [Inject]
    private IAccess Access { get; set; } = null!;

    protected override async Task Read()
    {
        _users = await Access.Users();
        _keys = await Access.Keys();
        var page = await Access.Audit(new PageRequest(_before, AuditRows));
        (_audit, _next) = (page.Rows, page.Next);
    }

    protected override Task Listen() => Task.CompletedTask;

    private Task MakeUser()
    {
        var name = _user?.Trim() ?? string.Empty;
        return Make($"user {name} is made", $"Password of {name}", () => Access.CreateUser(name, _userRole, password: null));
    }

    private Task Reset(string user) => Make($"{user} has another password", $"Password of {user}", () => Access.ResetPassword(user, password: null));

    private Task ChangeRole((string User, Role Role) wanted) =>
        Change($"{wanted.User} is {wanted.Role.ToString().ToLowerInvariant()}", () => Access.ChangeRole(wanted.User, wanted.Role));

    private Task Switch(UserView user) => Change(
        user.IsDisabled ? $"{user.Name} may log in again" : $"{user.Name} is disabled", () => Access.SetDisabled(user.Name, !user.IsDisabled));

    private Task MakeKey()
    {
        var name = _key?.Trim() ?? string.Empty;
        ImmutableArray<string> accounts = [.. (_accounts ?? string.Empty).Split(Dividers, StringSplitOptions.RemoveEmptyEntries)];
        TimeSpan? lifetime = null;
        if (!string.IsNullOrWhiteSpace(_days))
        {
            if (!int.TryParse(_days, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days < 1)
            {
                Refuse($"days in force is '{_days}': type a whole number, or nothing for no end");
                return Task.CompletedTask;
            }

            lifetime = TimeSpan.FromDays(days);
        }

        return Make($"key {name} is made", $"Key {name}", () => Access.CreateKey(name, _keyRole, accounts, lifetime));
    }

    private Task Rotate(KeyView key) => Make(
        $"{key.Name} has a new key; the old one ends in a day", $"Key {key.Name}",
        () => Access.RotateKey(key.Id, Grace, key.ExpiresAt is { } end ? end - key.CreatedAt : null));

    private Task Revoke(KeyView key) => Change($"key {key.Name} is revoked", () => Access.RevokeKey(key.Id));

    private Task Turn(long? before)
    {
        _before = before;
        return ReadNow();
    }

    private Task Make(string done, string what, Func<Task<SecretReply>> make) => Change(done, async () =>
    {
        var made = await make();
        _secret = made.Secret is { } text ? (what, text) : null;
        return made.Reply;
    });
}
