namespace OrleansTrader.LanguageModels.Providers;

/// <summary>The keys that tenants keep here for their own servers of models.</summary>
public interface ITenantModelKeys
{
    /// <summary>The tenant's key for the server at that address and for no other; none where it keeps none.</summary>
    ValueTask<TenantModelKey> Of(TenantEndpoint endpoint, CancellationToken cancellation);
}

/// <summary>A tenant's key, or why it cannot be used. Its text is shown to nobody but the server.</summary>
public sealed class TenantModelKey
{
    private TenantModelKey(string? id, Secret? secret, string? problem) => (Id, Secret, Problem) = (id, secret, problem);

    public static TenantModelKey None { get; } = new(null, null, null);

    /// <summary>Another one for each key that was ever set; no secret. Null for none.</summary>
    public string? Id { get; }

    /// <summary>Why nothing may be asked, with the remedy; null where it may.</summary>
    public string? Problem { get; }

    internal Secret? Secret { get; }

    public static TenantModelKey Known(string id, string secret) => new(id, new Secret(secret), null);

    public static TenantModelKey Unusable(string problem) => new(null, null, problem);
}
