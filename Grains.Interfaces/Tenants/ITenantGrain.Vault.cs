using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansTrader.Grains.Tenants;

/// <summary>What the tenant keeps sealed, and what it shows to anybody.</summary>
public partial interface ITenantGrain
{
    /// <summary>Most credentials, and most published agents, of one tenant.</summary>
    const int VaultEntriesMax = 100;

    /// <summary>Seals and keeps a credential; one of that name is replaced. Refused where nothing is there to seal it with.</summary>
    [Alias("SetCredential")]
    Task<SetupReply> SetCredential(CredentialInput credential);

    [Alias("RemoveCredential")]
    Task<SetupReply> RemoveCredential(string name);

    /// <summary>All credentials by name, without their values.</summary>
    [Alias("GetCredentials")]
    [AlwaysInterleave]
    Task<ImmutableArray<CredentialView>> GetCredentials();

    /// <summary>The credential for a target, as it is kept; null where there is none, and for everybody but the service itself.</summary>
    [Alias("FindSealed")]
    [AlwaysInterleave]
    Task<SealedCredential?> FindSealed(CredentialKind kind, string target);

    /// <summary>Lets anybody look at an agent, read-only; another detail than before replaces it.</summary>
    [Alias("Publish")]
    Task<SetupReply> Publish(string agent, PublicDetail detail);

    /// <summary>Nobody may look any more.</summary>
    [Alias("Withdraw")]
    Task<SetupReply> Withdraw(string agent);

    /// <summary>What is published, by agent.</summary>
    [Alias("GetPublications")]
    [AlwaysInterleave]
    Task<ImmutableArray<Publication>> GetPublications();

    /// <summary>All that anybody may see of an agent; null where it is not published. The one door for anonymous viewers.</summary>
    [Alias("GetPublic")]
    [AlwaysInterleave]
    Task<PublicAgent?> GetPublic(string agent);
}
