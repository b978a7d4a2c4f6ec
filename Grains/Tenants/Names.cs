namespace OrleansTrader.Grains.Tenants;

/// <summary>What things of a tenant may be called: parts of keys, so that no key can be mistaken for another.</summary>
internal static class Names
{
    public const int LengthMax = 40;

    public const string Rule = "write 1 to 40 lower-case letters, digits and dashes, a letter or digit first";

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
