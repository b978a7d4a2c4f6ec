using System.Collections.Immutable;

namespace OrleansTrader.Grains.Tenants;

/// <summary>Makes an API key. Its secret never comes here: only its hash does.</summary>
/// <param name="Id">The shown part, 10 lower-case hexadecimal digits, chosen by chance.</param>
/// <param name="Name">What it is for, 1 to 40 lower-case letters, digits and dashes.</param>
/// <param name="Accounts">Names of the only accounts it may use; empty for all.</param>
/// <param name="Hash">SHA-256 of the secret, lower-case hexadecimal.</param>
/// <param name="ExpiresAt">Null for never.</param>
/// <param name="By">Who makes it.</param>
public sealed record KeyCreation(
    string Id, string Name, Role Role, ImmutableArray<string> Accounts, string Hash, DateTimeOffset? ExpiresAt, string By);

/// <summary>Puts a new key in the place of another one, which stays in force for the grace.</summary>
/// <param name="Id">The old key.</param>
/// <param name="Grace">Up to <see cref="ITenantGrain.KeyGraceDaysMax"/> days.</param>
/// <param name="ExpiresAt">When the new one is no more in force; null for as long a life as the old one was given.</param>
public sealed record KeyRotation(string Id, string NewId, string Hash, TimeSpan Grace, DateTimeOffset? ExpiresAt, string By);

/// <summary>What whoever shows the key is.</summary>
/// <param name="ExpiresAt">When it is no more in force; null for never.</param>
public sealed record KeyPass(string Id, string Name, Role Role, ImmutableArray<string> Accounts, DateTimeOffset? ExpiresAt);

/// <summary>A key as operators see one.</summary>
/// <param name="LastUsedAt">To ten minutes or so; null where it never was, or not since the service was last torn down.</param>
/// <param name="ReplacedBy">The key that it was rotated to.</param>
public sealed record KeyView(
    string Id, string Name, Role Role, ImmutableArray<string> Accounts, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt, string? ReplacedBy);
