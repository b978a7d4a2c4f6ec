using System.Collections.Immutable;

namespace OrleansTrader.Grains.Tenants;

/// <summary>The tenant's users, and of the platform the tenants themselves.</summary>
internal sealed partial class TenantGrain
{
    /// <summary>Addresses of earlier logins that are kept of a user.</summary>
    private const int AddressesMax = 8;

    private readonly LoginAttempts _attempts = new();

    public Task<ImmutableArray<UserView>> GetUsers() =>
        Task.FromResult<ImmutableArray<UserView>>([.. access.State.Users.Select(static user => user.View).OrderBy(static user => user.Name, StringComparer.Ordinal)]);

    public async Task<SetupReply> CreateUser(UserCreation creation)
    {
        if (!Names.IsName(creation.Name))
            return SetupReply.Refuse("name", creation.Name, Names.Rule);
        if (Find(creation.Name) is not null)
            return SetupReply.Refuse("name", creation.Name, "is taken: choose another one, or change that user");
        if (access.State.Users.Length >= ITenantGrain.UsersMax)
            return SetupReply.Refuse("users", $"{ITenantGrain.UsersMax}", "that many is all a tenant may have");
        if (access.State.Users.IsEmpty && creation.Role != Role.Operator)
            return SetupReply.Refuse("role", creation.Role.ToString().ToLowerInvariant(), "the first user of a tenant is an operator");
        var user = new UserRecord(creation.Name, creation.Role, creation.PasswordHash, creation.Stamp, creation.MustChange, time.GetUtcNow());
        await Save(access.State with { Users = access.State.Users.Add(user) });
        return SetupReply.Done;
    }

    public Task<SetupReply> ChangeRole(string user, Role role, string stamp) => Change(user, known =>
        known.Role == role ? SetupReply.Unchanged : role != Role.Operator && IsLastOperator(known) ? LastOperator(known) : null,
        known => known with { Role = role, Stamp = stamp });

    public Task<SetupReply> SetDisabled(string user, bool isDisabled, string stamp) => Change(user, known =>
        known.IsDisabled == isDisabled ? SetupReply.Unchanged : isDisabled && IsLastOperator(known) ? LastOperator(known) : null,
        known => known with { IsDisabled = isDisabled, Stamp = stamp });

    public Task<SetupReply> ChangePassword(PasswordChange change) => Change(
        change.User, static _ => null,
        known => known with { PasswordHash = change.PasswordHash, Stamp = change.Stamp, MustChange = change.MustChange });

    public Task<SetupReply> EndSessions(string user, string stamp) => Change(user, static _ => null, known => known with { Stamp = stamp });

    public Task<LoginFacts> BeginLogin(string user, string from)
    {
        // Counted before it is judged: attempts at the same instant cannot share one count.
        var now = time.GetUtcNow();
        var known = Find(user);
        var locked = _attempts.LockedUntil(user, from, known?.Addresses.Contains(from) == true, now);
        if (locked is null)
            _attempts.Add(user, from, now);
        return Task.FromResult(known is { IsDisabled: false }
            ? new LoginFacts(known.PasswordHash, known.Stamp, known.Role, known.MustChange, locked)
            : new LoginFacts(null, null, Role.Viewer, false, locked));
    }

    public async Task EndLogin(string user, string from)
    {
        _attempts.Forgive(user, from);
        if (Find(user) is { } known)
        {
            await Replace(known with
            {
                LastLoginAt = time.GetUtcNow(),
                Addresses = [.. known.Addresses.Remove(from).Insert(0, from).Take(AddressesMax)],
            });
        }
    }

    public Task<Role?> CheckSession(string user, string stamp) => Task.FromResult(
        Find(user) is { IsDisabled: false, MustChange: false } known && string.Equals(known.Stamp, stamp, StringComparison.Ordinal) ? known.Role : (Role?)null);

    public async Task<SetupReply> CreateTenant(TenantCreation creation)
    {
        if (_tenant != TenantNames.Platform)
            return SetupReply.Refuse("tenant", _tenant.Value, "only the platform makes tenants");
        if (!Names.IsName(creation.Name) || string.Equals(creation.Name, TenantNames.Platform.Value, StringComparison.Ordinal))
            return SetupReply.Refuse("name", creation.Name, Names.Rule);
        var made = GrainFactory.Tenant(new Trading.Accounts.TenantId(creation.Name));
        using var caller = Caller.AsService();

        // One that was cut short between its name and its first user is finished.
        if (access.State.Tenants.All(tenant => !string.Equals(tenant.Name, creation.Name, StringComparison.Ordinal)))
        {
            if (access.State.Tenants.Length >= ITenantGrain.TenantsMax)
                return SetupReply.Refuse("tenants", $"{ITenantGrain.TenantsMax}", "that many is all a service may have");
            await Save(access.State with { Tenants = access.State.Tenants.Add(new TenantView(creation.Name, time.GetUtcNow())) });
        }

        return (await made.GetUsers()).IsEmpty
            ? await made.CreateUser(creation.Operator)
            : SetupReply.Refuse("name", creation.Name, "is taken: choose another one");
    }

    public Task<ImmutableArray<TenantView>> GetTenants() =>
        Task.FromResult<ImmutableArray<TenantView>>([.. access.State.Tenants.OrderBy(static tenant => tenant.Name, StringComparer.Ordinal)]);

    private async Task<SetupReply> Change(string user, Func<UserRecord, SetupReply?> refuse, Func<UserRecord, UserRecord> change)
    {
        if (Find(user) is not { } known)
            return SetupReply.Refuse("user", user, "is not there: create it first");
        if (refuse(known) is { } refused)
            return refused;
        await Replace(change(known));
        return SetupReply.Done;
    }

    private UserRecord? Find(string user) => access.State.Users.FirstOrDefault(known => string.Equals(known.Name, user, StringComparison.Ordinal));

    private Task Replace(UserRecord changed) => Save(access.State with
    {
        Users = [.. access.State.Users.Select(user => string.Equals(user.Name, changed.Name, StringComparison.Ordinal) ? changed : user)],
    });

    private bool IsLastOperator(UserRecord user) => user is { Role: Role.Operator, IsDisabled: false }
        && access.State.Users.Count(static other => other is { Role: Role.Operator, IsDisabled: false }) == 1;

    private static SetupReply LastOperator(UserRecord user) =>
        SetupReply.Refuse("user", user.Name, "is the only operator of the tenant: make another one first");

    private async Task Save(AccessRecord next)
    {
        var before = access.State;
        access.State = next;
        try
        {
            await access.WriteStateAsync();
        }
        catch
        {
            // Nobody is let in by what was not stored; what is stored shows when the grain is there again.
            access.State = before;
            DeactivateOnIdle();
            throw;
        }
    }
}
