using System.Collections.Concurrent;
using System.Security.Claims;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Identity.Sessions;

/// <summary>
/// Asks a session's tenant whether it may go on, and remembers the answer for a moment: a user who was disabled, or whose password or
/// role was changed, is logged in for <see cref="MemorySeconds"/> more at most.
/// </summary>
internal sealed class SessionChecks(IClusterClient cluster)
{
    public const int MemorySeconds = 10;

    /// <summary>While the tenant cannot be asked, its last answer counts for so long.</summary>
    private const int OutageSecondsMax = 60;

    /// <summary>Most answers that are remembered; then all are forgotten.</summary>
    private const int AnswersMax = 10_000;

    private readonly ConcurrentDictionary<(string Tenant, string User, string Stamp), (Role? Role, DateTimeOffset At)> _answers = new();

    public async ValueTask<bool> MayGoOn(ClaimsPrincipal principal, DateTimeOffset now)
    {
        if (Identified.Read(principal) is not { } asker)
            return false;
        if (asker.Means == AskerMeans.Demo)
            return true;
        if (asker.Means != AskerMeans.Session || principal.FindFirstValue(Identified.Stamp) is not { } stamp
            || Identified.SinceOf(principal) is not { } since || now >= since + SessionCookie.Longest)
        {
            return false;
        }

        return await RoleOf(asker.Tenant, asker.User, stamp, now) == asker.Role;
    }

    private async ValueTask<Role?> RoleOf(TenantId tenant, string user, string stamp, DateTimeOffset now)
    {
        var name = (tenant.Value, user, stamp);
        var isKnown = _answers.TryGetValue(name, out var known);
        if (isKnown && now - known.At < TimeSpan.FromSeconds(MemorySeconds))
            return known.Role;
        try
        {
            Task<Role?> asked;
            using (Caller.As(tenant))
                asked = cluster.Tenant(tenant).CheckSession(user, stamp);
            var role = await asked;
            if (_answers.Count >= AnswersMax)
                _answers.Clear();
            _answers[name] = (role, now);
            return role;
        }
        catch (Exception fault) when (fault is not OperationCanceledException && isKnown && now - known.At < TimeSpan.FromSeconds(OutageSecondsMax))
        {
            // The silo that had the tenant may be gone; another one has it in a moment.
            return known.Role;
        }
    }
}
