using System.Collections.Immutable;

namespace OrleansTrader.Grains.Tenants;

/// <summary>What is stored of a tenant's credentials, publications and sources.</summary>
internal sealed record VaultRecord
{
    public ImmutableArray<StoredCredential> Credentials { get; init => field = value.IsDefault ? [] : value; } = [];

    public ImmutableArray<Publication> Publications { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Names; each source keeps the rest itself.</summary>
    public ImmutableArray<string> Sources { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <param name="Sealed">The value, sealed: bytes as text that only <see cref="Ports.ICredentialSealer"/> can open.</param>
internal sealed record StoredCredential(string Name, CredentialKind Kind, string Target, string LastFour, DateTimeOffset SetAt, string Sealed);
