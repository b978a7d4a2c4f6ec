using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Tenants;

/// <summary>Tenants with a meaning of their own, and what names may be.</summary>
public static class TenantNames
{
    /// <summary>The tenant whose operators run the service: they make tenants.</summary>
    public static TenantId Platform { get; } = new("platform");

    public const int LengthMax = 40;

    public const string Rule = "write 1 to 40 lower-case letters, digits and dashes, a letter or digit first";

    /// <summary>Whether tenants, users and what else belongs to a tenant may be called that: parts of keys, so that no key can be mistaken for another.</summary>
    public static bool IsName(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > LengthMax || name[0] == '-')
            return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return false;
        }

        return true;
    }
}
