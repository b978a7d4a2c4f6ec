using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Tenants;

/// <summary>Who may act for the tenant: users, keys, and what they did. Roles are checked before anything comes here.</summary>
public partial interface ITenantGrain
{
    /// <summary>Most users of one tenant, disabled ones too.</summary>
    const int UsersMax = 200;

    /// <summary>Most keys in force of one tenant.</summary>
    const int KeysMax = 200;

    /// <summary>Most tenants of one service.</summary>
    const int TenantsMax = 10_000;

    const int KeyGraceDaysMax = 30;

    /// <summary>By name.</summary>
    [Alias("GetUsers")]
    [AlwaysInterleave]
    Task<ImmutableArray<UserView>> GetUsers();

    /// <summary>Refused where the name is taken.</summary>
    [Alias("CreateUser")]
    Task<SetupReply> CreateUser(UserCreation creation);

    /// <summary>Ends the user's sessions. The last operator of a tenant stays one.</summary>
    [Alias("ChangeRole")]
    Task<SetupReply> ChangeRole(string user, Role role, string stamp);

    /// <summary>Ends the user's sessions where it disables. The last operator of a tenant stays enabled.</summary>
    [Alias("SetDisabled")]
    Task<SetupReply> SetDisabled(string user, bool isDisabled, string stamp);

    /// <summary>Ends the user's sessions.</summary>
    [Alias("ChangePassword")]
    Task<SetupReply> ChangePassword(PasswordChange change);

    /// <summary>Ends the user's sessions, wherever they are.</summary>
    [Alias("EndSessions")]
    Task<SetupReply> EndSessions(string user, string stamp);

    /// <summary>Counts an attempt to log in and answers what it is judged by; also for users that are not there.</summary>
    /// <param name="from">The client's address.</param>
    [Alias("BeginLogin")]
    Task<LoginFacts> BeginLogin(string user, string from);

    /// <summary>The attempt succeeded: its count is taken back, and the address is known from now on.</summary>
    [Alias("EndLogin")]
    Task EndLogin(string user, string from);

    /// <summary>The user's role while a session with this stamp may go on; null where it has to end.</summary>
    [Alias("CheckSession")]
    [AlwaysInterleave]
    Task<Role?> CheckSession(string user, string stamp);

    /// <summary>By name, those in force first.</summary>
    [Alias("GetKeys")]
    [AlwaysInterleave]
    Task<ImmutableArray<KeyView>> GetKeys();

    [Alias("CreateKey")]
    Task<SetupReply> CreateKey(KeyCreation creation);

    [Alias("RotateKey")]
    Task<SetupReply> RotateKey(KeyRotation rotation);

    /// <summary>The key is in force no more, from now on and for good.</summary>
    [Alias("RevokeKey")]
    Task<SetupReply> RevokeKey(string id);

    /// <summary>What the key lets do; null where there is none, or none in force. Takes the same time whatever the hash.</summary>
    [Alias("CheckKey")]
    [AlwaysInterleave]
    Task<KeyPass?> CheckKey(string id, string hash);

    /// <summary>Of the tenant <see cref="TenantNames.Platform"/> only: makes another tenant. Refused where there is one of that name with users.</summary>
    [Alias("CreateTenant")]
    Task<SetupReply> CreateTenant(TenantCreation creation);

    /// <summary>Of the tenant <see cref="TenantNames.Platform"/> only: all that it made, by name.</summary>
    [Alias("GetTenants")]
    [AlwaysInterleave]
    Task<ImmutableArray<TenantView>> GetTenants();

    /// <summary>Writes one entry of the audit; the same id again writes nothing.</summary>
    [Alias("Note")]
    [AlwaysInterleave]
    Task Note(CommandId id, AuditEntry entry);

    /// <summary>Lines of the audit, newest first: one a deed, with its result or <see cref="AuditEntry.NoOutcome"/>.</summary>
    [Alias("GetAudit")]
    [AlwaysInterleave]
    Task<Page<AuditRow>> GetAudit(PageRequest page);
}
