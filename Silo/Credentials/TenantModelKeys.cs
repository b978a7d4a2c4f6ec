using OrleansTrader.Grains;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.Silo.Credentials;

/// <summary>The tenants' sealed keys, opened for the server that each is for.</summary>
internal sealed class TenantModelKeys(IGrainFactory grains, ICredentialSealer sealer) : ITenantModelKeys
{
    public async ValueTask<TenantModelKey> Of(TenantEndpoint endpoint, CancellationToken cancellation)
    {
        using var caller = Caller.AsService();
        if (await grains.Tenant(endpoint.Tenant).FindSealed(CredentialKind.Model, endpoint.Address.AbsoluteUri) is not { } found)
            return TenantModelKey.None;
        return sealer.Open(endpoint.Tenant, found.Name, found.Sealed) is { } secret
            ? TenantModelKey.Known(found.Id, secret)
            : TenantModelKey.Unusable($"the credential '{found.Name}' cannot be opened with the keys that are here: set it again");
    }
}
