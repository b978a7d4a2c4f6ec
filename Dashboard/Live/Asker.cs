using System.Collections.Immutable;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Dashboard.Live;

/// <summary>By what somebody was known.</summary>
public enum AskerMeans
{
    /// <summary>By being on this machine, where nothing is configured.</summary>
    Demo,

    /// <summary>By the secret of this machine's user.</summary>
    ControlKey,

    /// <summary>By an API key.</summary>
    Key,

    /// <summary>By a login, kept in a cookie.</summary>
    Session,
}

/// <summary>Who asks: the user or key behind a request or a live page.</summary>
/// <param name="User">The user's name, or who made the key.</param>
public sealed record Asker(TenantId Tenant, string User, Role Role)
{
    public AskerMeans Means { get; init; }

    /// <summary>The shown part of the key that was used, e.g. <c>ot_demo_1f0c</c>; null without one.</summary>
    public string? Key { get; init; }

    /// <summary>Names of the only accounts that a key may use; empty for all.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>The client's address.</summary>
    public string From { get; init; } = string.Empty;

    public bool May(Role role) => Role >= role;

    public bool MayUse(AccountKey account) => account.Tenant == Tenant && (Accounts.IsEmpty || Accounts.Contains(account.Name));

    /// <summary>Whether tenants themselves are this asker's to make.</summary>
    public bool RunsThePlatform => Role == Role.Operator && (Tenant == TenantNames.Platform || Means == AskerMeans.ControlKey);
}

/// <summary>Nobody is logged in any more: the session has ended, or its user was disabled.</summary>
public sealed class SignedOutException() : Exception("nobody is logged in here any more: log in again");

/// <summary>Names of what a page or an endpoint demands; every one of them states one.</summary>
public static class Policies
{
    public const string Page = "page", Viewer = "viewer", Trader = "trader", Operator = "operator", Platform = "platform";
}
