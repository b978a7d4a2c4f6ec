using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Identity.Keys;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Identity;

/// <summary>Users, keys, tenants and the audit, as the asker's role allows. Secrets are made and hashed here, and leave once.</summary>
internal sealed class AccessDesk(IClusterClient cluster, ISite site, IAudit audit, Passwords passwords) : IAccess
{
    public Task<ImmutableArray<UserView>> Users() => Read(static tenant => tenant.GetUsers());

    public Task<ImmutableArray<KeyView>> Keys() => Read(static tenant => tenant.GetKeys());

    public Task<Page<AuditRow>> Audit(PageRequest page) => Read(tenant => tenant.GetAudit(page));

    public Task<SecretReply> CreateUser(string name, Role role, string? password) => WithPassword("user.create", name, password, (hash, isOneTime) =>
        Own(tenant => tenant.CreateUser(new UserCreation(name, role, hash, Passwords.NewStamp(), isOneTime))));

    public Task<SecretReply> ResetPassword(string user, string? password) => WithPassword("user.password", user, password, (hash, isOneTime) =>
        Own(tenant => tenant.ChangePassword(new PasswordChange(user, hash, Passwords.NewStamp(), isOneTime))));

    public Task<SetupReply> ChangeRole(string user, Role role) =>
        Noted($"user.role {Word(role)}", user, Role.Operator, () => Own(tenant => tenant.ChangeRole(user, role, Passwords.NewStamp())));

    public Task<SetupReply> SetDisabled(string user, bool isDisabled) => Noted(
        isDisabled ? "user.disable" : "user.enable", user, Role.Operator, () => Own(tenant => tenant.SetDisabled(user, isDisabled, Passwords.NewStamp())));

    public Task<SecretReply> CreateKey(string name, Role role, ImmutableArray<string> accounts, TimeSpan? lifetime)
    {
        var key = ApiKey.New(site.Asker.Tenant);
        return WithKey(key, $"key.create {name} {Word(role)}", () => Own(tenant => tenant.CreateKey(
            new KeyCreation(key.Id, name, role, accounts, key.Hash, ExpiresAt(lifetime), site.Asker.User))));
    }

    public Task<SecretReply> RotateKey(string id, TimeSpan grace, TimeSpan? lifetime)
    {
        var key = ApiKey.New(site.Asker.Tenant);
        return WithKey(key, $"key.rotate {id}", () => Own(tenant => tenant.RotateKey(
            new KeyRotation(id, key.Id, key.Hash, grace, ExpiresAt(lifetime), site.Asker.User))));
    }

    public Task<SetupReply> RevokeKey(string id) => Noted("key.revoke", id, Role.Operator, () => Own(tenant => tenant.RevokeKey(id)));

    public async Task<ImmutableArray<TenantView>> Tenants()
    {
        if (RefuseOthers() is not null)
            throw new UnauthorizedAccessException("only an operator of the platform reads the list of tenants");
        using (Caller.AsService())
            return await cluster.Tenant(TenantNames.Platform).GetTenants();
    }

    public async Task<SecretReply> CreateTenant(string name, string user)
    {
        var password = Passwords.OneTime();
        var creation = new TenantCreation(
            name, new UserCreation(user, Role.Operator, await passwords.Hash(password, CancellationToken.None), Passwords.NewStamp(), MustChange: true));
        return await OfPlatform("tenant.create", $"{name}/{user}", password, () => cluster.Tenant(TenantNames.Platform).CreateTenant(creation));
    }

    public async Task<SecretReply> ResetOperator(string tenant, string user)
    {
        if (!TenantNames.IsName(tenant))
            return Refused(new FieldError("tenant", tenant, "is not there"));
        var password = Passwords.OneTime();
        var change = new PasswordChange(user, await passwords.Hash(password, CancellationToken.None), Passwords.NewStamp(), MustChange: true);
        return await OfPlatform("tenant.reset", $"{tenant}/{user}", password, () => cluster.Tenant(new TenantId(tenant)).ChangePassword(change));
    }

    private async Task<SecretReply> OfPlatform(string action, string on, string password, Func<Task<SetupReply>> change)
    {
        var reply = await audit.Carry(
            action, on, async () => RefuseOthers() is { } refused ? SetupReply.Refuse([refused]) : await AsService(change), Outcome);
        return new SecretReply(reply, reply.IsRefused ? null : password);
    }

    private FieldError? RefuseOthers() => site.Asker is { RunsThePlatform: true, Accounts.IsEmpty: true } ? null : new FieldError(
        "role", Word(site.Asker.Role), $"only an operator of the tenant '{TenantNames.Platform.Value}' may do this");

    private async Task<SecretReply> WithPassword(string action, string user, string? given, Func<string, bool, Task<SetupReply>> change)
    {
        if (given is not null && Passwords.Refuse(given, user) is { } weak)
            return Refused(weak);
        var password = given ?? Passwords.OneTime();
        var hash = await passwords.Hash(password, CancellationToken.None);
        var reply = await Noted(action, user, Role.Operator, () => change(hash, given is null));
        return new SecretReply(reply, reply.IsRefused || given is not null ? null : password);
    }

    private async Task<SecretReply> WithKey(ApiKey key, string action, Func<Task<SetupReply>> change)
    {
        var reply = await Noted(action, key.Shown, Role.Operator, change);
        return reply.IsRefused ? new SecretReply(reply, null) : new SecretReply(reply, key.Reveal()) { Id = key.Id };
    }

    private Task<SetupReply> Noted(string action, string on, Role needed, Func<Task<SetupReply>> change)
    {
        var asker = site.Asker;
        return audit.Carry(
            action, on,
            async () => asker.May(needed) && asker.Accounts.IsEmpty
                ? await change()
                : SetupReply.Refuse("role", Word(asker.Role), "an operator of your tenant may do this"),
            Outcome);
    }

    private async Task<T> Read<T>(Func<ITenantGrain, Task<T>> read) =>
        site.Asker is { Role: Role.Operator, Accounts.IsEmpty: true } ? await Own(read) : throw new UnauthorizedAccessException("only an operator reads who may act for the tenant");

    private async Task<T> Own<T>(Func<ITenantGrain, Task<T>> call)
    {
        using (Caller.As(site.Asker.Tenant))
            return await call(cluster.Tenant(site.Asker.Tenant));
    }

    private static async Task<T> AsService<T>(Func<Task<T>> call)
    {
        using (Caller.AsService())
            return await call();
    }

    private static DateTimeOffset? ExpiresAt(TimeSpan? lifetime) => lifetime is { } span ? TimeProvider.System.GetUtcNow() + span : null;

    private static SecretReply Refused(FieldError error) => new(SetupReply.Refuse([error]), null);

    private static string Word(Role role) => role.ToString().ToLowerInvariant();

    private static string Outcome(SetupReply reply) => reply.IsRefused ? $"refused: {reply.Errors[0].Field}: {reply.Errors[0].Remedy}" : reply.Status.ToString().ToLowerInvariant();
}
