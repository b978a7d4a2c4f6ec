using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Dashboard.Live;

/// <summary>What an operator keeps of their tenant: users, keys, the audit; and what one of the platform keeps: tenants. Each change is refused where the role does not reach.</summary>
public interface IAccess
{
    Task<ImmutableArray<UserView>> Users();

    /// <param name="password">Null for one that is made up, shown once and lets in once.</param>
    Task<SecretReply> CreateUser(string name, Role role, string? password);

    Task<SetupReply> ChangeRole(string user, Role role);

    Task<SetupReply> SetDisabled(string user, bool isDisabled);

    /// <summary>Gives a user another password.</summary>
    /// <param name="password">Null for one that is made up, shown once and lets in once.</param>
    Task<SecretReply> ResetPassword(string user, string? password);

    Task<ImmutableArray<KeyView>> Keys();

    /// <param name="accounts">The only accounts it may use; empty for all.</param>
    /// <param name="lifetime">Null for one that does not expire.</param>
    Task<SecretReply> CreateKey(string name, Role role, ImmutableArray<string> accounts, TimeSpan? lifetime);

    /// <param name="grace">How long the old one stays in force.</param>
    Task<SecretReply> RotateKey(string id, TimeSpan grace, TimeSpan? lifetime);

    Task<SetupReply> RevokeKey(string id);

    Task<Page<AuditRow>> Audit(PageRequest page);

    Task<ImmutableArray<TenantView>> Tenants();

    /// <summary>Makes a tenant with its first operator, whose password is made up, shown once and lets in once.</summary>
    Task<SecretReply> CreateTenant(string name, string user);

    /// <summary>Gives a user of any tenant a password that is made up, shown once and lets in once: for operators that locked themselves out.</summary>
    Task<SecretReply> ResetOperator(string tenant, string user);
}

/// <summary>What became of a change, with what is shown this once and never again.</summary>
/// <param name="Secret">A password or a key; null where none was made.</param>
public sealed record SecretReply(SetupReply Reply, string? Secret)
{
    /// <summary>The id of a key that was made; null where none was.</summary>
    public string? Id { get; init; }

    // What is shown once must not reach a log by way of a message.
    public override string ToString() => $"{Reply.Status}";
}
