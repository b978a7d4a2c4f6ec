using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Identity;

/// <summary>Before anybody is listened to: makes the first user where one is asked for, and refuses a start that nobody could log in to.</summary>
internal sealed class Entrance(IClusterClient cluster, AccessSettings settings, Passwords passwords, TextWriter console, ILogger<Entrance> logger) : IHostedService
{
    /// <exception cref="StartupException">Nobody could log in.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.LogsInTheDemoUser)
            return;
        using var caller = Caller.AsService();
        if (settings.First is { } first)
            await Make(first, cancellationToken);
        else if (!await AnybodyCanLogIn())
        {
            throw new StartupException(
                "nobody can log in: there is no user yet; name the first one with Tenancy__Bootstrap__User=admin (its password is printed once), or start without Listen and make one with 'trader users create'");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Make(FirstUser first, CancellationToken cancellation)
    {
        var tenant = cluster.Tenant(new TenantId(first.Tenant));
        if (!(await tenant.GetUsers()).IsEmpty)
            return;
        var password = first.Password ?? Passwords.OneTime();
        var creation = new UserCreation(
            first.Name, Role.Operator, await passwords.Hash(password, cancellation), Passwords.NewStamp(), MustChange: first.Password is null);
        var entry = new AuditEntry(TimeProvider.System.GetUtcNow(), "start", "settings", string.Empty, "user.create operator", first.Name, string.Empty);
        var reply = await new AuditedDeed(cluster, logger, new TenantId(first.Tenant), entry).Carry(
            () => string.Equals(first.Tenant, TenantNames.Platform.Value, StringComparison.Ordinal)
                ? tenant.CreateUser(creation)
                : cluster.Tenant(TenantNames.Platform).CreateTenant(new TenantCreation(first.Tenant, creation)),
            static reply => reply.IsRefused ? $"refused: {reply.Errors[0]}" : "done");
        if (reply.IsRefused)
        {
            // Another process that started at the same time may have made it between the look and the attempt.
            if (!(await tenant.GetUsers()).IsEmpty)
                return;
            throw new StartupException($"the first user {first} was refused: {reply.Errors[0]}");
        }

        if (first.Password is null)
            await console.WriteLineAsync($"First user: tenant {first.Tenant}, user {first.Name}, password {password} — it lets in once, to choose another one.");
    }

    private async Task<bool> AnybodyCanLogIn()
    {
        var tenants = await cluster.Tenant(TenantNames.Platform).GetTenants();
        foreach (var tenant in tenants.Select(static tenant => tenant.Name).Prepend(Demo.DemoPlan.Tenant.Value).Prepend(TenantNames.Platform.Value))
        {
            if ((await cluster.Tenant(new TenantId(tenant)).GetUsers()).Any(static user => !user.IsDisabled))
                return true;
        }

        return false;
    }
}
