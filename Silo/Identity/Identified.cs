using System.Globalization;
using System.Security.Claims;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Identity;

/// <summary>An asker as claims, and back.</summary>
internal static class Identified
{
    /// <summary>Changes whenever the user's sessions must end: a new password, another role, disabling.</summary>
    public const string Stamp = "stamp";

    // When a session began: it ends some time after, however much it is used.
    private const string Since = "since";

    private const string Tenant = "tenant", User = "user", RoleName = "role", Means = "means", Key = "key", Account = "account";

    public static ClaimsPrincipal As(Asker asker, string scheme, string? stamp = null, DateTimeOffset? since = null)
    {
        var claims = new List<Claim>
        {
            new(Tenant, asker.Tenant.Value), new(User, asker.User), new(RoleName, asker.Role.ToString()), new(Means, asker.Means.ToString()),
        };
        if (asker.Key is { } key)
            claims.Add(new Claim(Key, key));
        if (stamp is not null)
            claims.Add(new Claim(Stamp, stamp));
        if (since is { } began)
            claims.Add(new Claim(Since, began.ToString("O", CultureInfo.InvariantCulture)));
        claims.AddRange(asker.Accounts.Select(static account => new Claim(Account, account)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, User, RoleName));
    }

    /// <summary>When the session began; null for what is none.</summary>
    public static DateTimeOffset? SinceOf(ClaimsPrincipal who) =>
        DateTimeOffset.TryParse(who.FindFirstValue(Since), CultureInfo.InvariantCulture, DateTimeStyles.None, out var since) ? since : null;

    /// <summary>Null for whoever was not authenticated here.</summary>
    public static Asker? Read(ClaimsPrincipal who)
    {
        if (who.Identity is not { IsAuthenticated: true } || who.FindFirstValue(Tenant) is not { } tenant || who.FindFirstValue(User) is not { } user
            || !Enum.TryParse<Role>(who.FindFirstValue(RoleName), out var role) || !Enum.TryParse<AskerMeans>(who.FindFirstValue(Means), out var means))
        {
            return null;
        }

        return new Asker(new TenantId(tenant), user, role)
        {
            Means = means,
            Key = who.FindFirstValue(Key),
            Accounts = [.. who.FindAll(Account).Select(static claim => claim.Value)],
        };
    }
}
