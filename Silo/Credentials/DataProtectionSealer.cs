using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Credentials;

/// <summary>Seals with ASP.NET Core Data Protection, for one purpose a tenant and name.</summary>
/// <param name="refusal">Why nothing may be sealed here; null where it may.</param>
internal sealed class DataProtectionSealer(IDataProtectionProvider protection, string? refusal) : ICredentialSealer
{
    private const string Purpose = "OrleansTrader.Credentials.v1";

    public string? Refusal => refusal;

    public string Seal(TenantId tenant, string name, string secret) => For(tenant, name).Protect(secret);

    public string? Open(TenantId tenant, string name, string sealedText)
    {
        try
        {
            return For(tenant, name).Unprotect(sealedText);
        }
        catch (CryptographicException)
        {
            // Another's, altered, or sealed with keys that are not here: whoever asks says so.
            return null;
        }
    }

    private IDataProtector For(TenantId tenant, string name) => protection.CreateProtector(Purpose, tenant.Value, name);
}
