using System.Collections.Immutable;

namespace OrleansTrader.Grains.Tenants;

/// <summary>What is stored of who may act for a tenant.</summary>
internal sealed record AccessRecord
{
    public ImmutableArray<UserRecord> Users { get; init; } = [];

    public ImmutableArray<KeyRecord> Keys { get; init; } = [];

    /// <summary>Of the platform: every tenant that it made.</summary>
    public ImmutableArray<TenantView> Tenants { get; init; } = [];
}

internal sealed record UserRecord(string Name, Role Role, string PasswordHash, string Stamp, bool MustChange, DateTimeOffset CreatedAt)
{
    public bool IsDisabled { get; init; }

    public DateTimeOffset? LastLoginAt { get; init; }

    /// <summary>Addresses of earlier logins, newest first: whoever tries from elsewhere cannot lock these out.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    public UserView View => new(Name, Role, IsDisabled, MustChange, CreatedAt, LastLoginAt);
}

internal sealed record KeyRecord(
    string Id, string Name, Role Role, ImmutableArray<string> Accounts, string Hash, DateTimeOffset CreatedAt, string CreatedBy)
{
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public string? ReplacedBy { get; init; }

    public bool IsInForce(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);

    public KeyView View => new(Id, Name, Role, Accounts, CreatedAt, CreatedBy, ExpiresAt, RevokedAt, LastUsedAt, ReplacedBy);
}
