using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Identity.Keys;

/// <summary>An API key, <c>ot_TENANT_ID_SECRET</c>: it says whose it is, so that its own tenant checks it. The secret is 256 bits of chance and is kept nowhere.</summary>
internal sealed record ApiKey
{
    public const string Mark = "ot_";

    private const int IdBytes = 5, SecretBytes = 32;

    /// <summary>Longest text that is looked at, in characters.</summary>
    private const int LengthMax = 120;

    private readonly string _secret;

    private ApiKey(TenantId tenant, string id, string secret) => (Tenant, Id, _secret) = (tenant, id, secret);

    public TenantId Tenant { get; }

    public string Id { get; }

    /// <summary>What is shown of it everywhere.</summary>
    public string Shown => $"{Mark}{Tenant.Value}_{Id}";

    /// <summary>What is stored of it: SHA-256 of the secret. A secret of 256 bits needs no slow hash.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_secret)));

    /// <summary>All of it, to be shown once.</summary>
    public string Reveal() => $"{Shown}_{_secret}";

    public override string ToString() => Shown;

    public static ApiKey New(TenantId tenant) => new(
        tenant, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    public static bool TryParse(string? text, [NotNullWhen(true)] out ApiKey? key)
    {
        key = null;
        if (text is null || text.Length > LengthMax || !text.StartsWith(Mark, StringComparison.Ordinal))
            return false;

        // Neither a tenant's name nor an id has an underscore; the secret may.
        var parts = text.Split('_', 4);
        if (parts.Length != 4 || !TenantNames.IsName(parts[1]) || parts[2].Length != 2 * IdBytes || parts[3].Length == 0)
            return false;
        key = new ApiKey(new TenantId(parts[1]), parts[2], parts[3]);
        return true;
    }
}
