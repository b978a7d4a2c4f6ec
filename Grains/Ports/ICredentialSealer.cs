using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Ports;

/// <summary>Seals what tenants entrust to the service. Each tenant's seal is its own: what one sealed opens under no other's name.</summary>
public interface ICredentialSealer
{
    /// <summary>Why nothing may be sealed here, with the remedy; null where it may.</summary>
    string? Refusal { get; }

    string Seal(TenantId tenant, string name, string secret);

    /// <summary>Null where it was sealed by another tenant, under another name, or with keys that are not here.</summary>
    string? Open(TenantId tenant, string name, string sealedText);
}

/// <summary>A process that has no keys to seal with.</summary>
public sealed class NoSealer : ICredentialSealer
{
    public string Refusal => "this process keeps no credentials: set them at a silo";

    public string Seal(TenantId tenant, string name, string secret) => throw new InvalidOperationException(Refusal);

    public string? Open(TenantId tenant, string name, string sealedText) => null;
}
