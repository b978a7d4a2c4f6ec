using System.Security.Claims;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Identity.Sessions;

/// <summary>What an attempt to log in came to.</summary>
internal abstract record LoginOutcome
{
    private LoginOutcome()
    {
    }

    public sealed record In(ClaimsPrincipal Principal) : LoginOutcome;

    /// <summary>Tenant, user or password are not right; nobody is told which.</summary>
    public sealed record Wrong : LoginOutcome;

    public sealed record Locked(DateTimeOffset Until) : LoginOutcome;

    /// <summary>As many as may be judged at once are under way.</summary>
    public sealed record Busy(TimeSpan Wait) : LoginOutcome;

    /// <summary>The password is right and lets in once, with a new one chosen.</summary>
    /// <param name="Problem">What is wrong with the new one; null where none was given.</param>
    public sealed record ChooseAnother(FieldError? Problem) : LoginOutcome;
}

/// <summary>Judges logins: the same steps for a user that is not there, counted by address here and by user and address in the tenant.</summary>
internal sealed class LoginDesk(IClusterClient cluster, Passwords passwords, FailedTries tries, RefusalAudit refusals, ILogger<LoginDesk> logger)
{
    /// <summary>Real time after which a login that found no place is worth trying again.</summary>
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(10);

    public async Task<LoginOutcome> Try(string tenantName, string user, string password, string? another, string from, CancellationToken cancellation)
    {
        using var place = passwords.TryQueue();
        if (place is null)
            return new LoginOutcome.Busy(BusyFor);
        var now = TimeProvider.System.GetUtcNow();
        if (tries.Begin(from, now) is { } blocked)
            return new LoginOutcome.Locked(blocked);
        try
        {
            var outcome = await Judge(tenantName, user, password, another, from, now, cancellation);
            if (outcome is not LoginOutcome.Wrong)
                tries.Forgive(from);
            return outcome;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whoever cannot be judged has not failed; whoever hangs up may have.
            tries.Forgive(from);
            throw;
        }
    }

    private async Task<LoginOutcome> Judge(
        string tenantName, string user, string password, string? another, string from, DateTimeOffset now, CancellationToken cancellation)
    {
        var tenant = new TenantId(tenantName);
        if (!TenantNames.IsName(tenantName) || !TenantNames.IsName(user) || password.Length > Passwords.LengthMax)
        {
            await passwords.Fits(hash: null, string.Empty, cancellation);
            return new LoginOutcome.Wrong();
        }

        var facts = await Ask(tenant, grain => grain.BeginLogin(user, from));
        if (facts.LockedUntil is { } until)
        {
            refusals.Refused(tenant, user, "nobody", from, "login", "too many attempts");
            return new LoginOutcome.Locked(until);
        }

        if (!await passwords.Fits(facts.PasswordHash, password, cancellation))
        {
            refusals.Refused(tenant, user, "nobody", from, "login", "wrong password or user");
            return new LoginOutcome.Wrong();
        }

        return await LetIn(tenant, user, password, another, from, facts, now, cancellation);
    }

    private async Task<LoginOutcome> LetIn(
        TenantId tenant, string user, string password, string? another, string from, LoginFacts facts, DateTimeOffset now, CancellationToken cancellation)
    {
        var stamp = facts.Stamp!;
        var entry = new AuditEntry(now, user, "session", from, "login", tenant.Value, "done");
        if (facts.MustChange && string.IsNullOrEmpty(another))
        {
            await Ask(tenant, async grain => await Forgive(grain, user, from));
            return new LoginOutcome.ChooseAnother(Problem: null);
        }

        if (!string.IsNullOrEmpty(another))
        {
            if (Refuse(another, user, password) is { } weak)
                return new LoginOutcome.ChooseAnother(weak);
            stamp = Passwords.NewStamp();
            var hash = await passwords.Hash(another, cancellation);
            var changed = await new AuditedDeed(cluster, logger, tenant, entry with { Action = "login, with a new password" }).Carry(
                () => Ask(tenant, grain => grain.ChangePassword(new PasswordChange(user, hash, stamp, MustChange: false))),
                static reply => reply.IsRefused ? $"refused: {reply.Errors[0]}" : "done");
            if (changed.IsRefused)
                return new LoginOutcome.Wrong();
        }
        else
        {
            await cluster.Note(tenant, AuditEntry.BeginningOf(Guid.NewGuid().ToString("N")), entry);
        }

        await Ask(tenant, async grain => await Forgive(grain, user, from));
        return new LoginOutcome.In(Identified.As(new Asker(tenant, user, facts.Role) { Means = AskerMeans.Session }, SessionCookie.SchemeName, stamp, now));
    }

    private static FieldError? Refuse(string another, string user, string before) => string.Equals(another, before, StringComparison.Ordinal)
        ? new FieldError("password", "the one before", "choose another one")
        : Passwords.Refuse(another, user);

    private static async Task<bool> Forgive(ITenantGrain grain, string user, string from)
    {
        await grain.EndLogin(user, from);
        return true;
    }

    private async Task<T> Ask<T>(TenantId tenant, Func<ITenantGrain, Task<T>> call)
    {
        using (Caller.As(tenant))
            return await call(cluster.Tenant(tenant));
    }
}
