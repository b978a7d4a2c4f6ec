using System.Globalization;

namespace OrleansTrader.Grains.Strategies;

/// <summary>
/// A version by the rules of semver.org 2.0.0: three numbers without leading zeros and an optional pre-release, e.g. <c>1.2.0-rc.1</c>.
/// Build metadata is refused: it does not tell two versions apart.
/// </summary>
public readonly record struct SemanticVersion(int Major, int Minor, int Patch, string PreRelease) : IComparable<SemanticVersion>
{
    public const int LengthMax = 40;

    public const string Rule = "write three numbers and, if need be, a pre-release, e.g. 1.0.0 or 1.1.0-rc.1";

    public static bool TryParse(string? text, out SemanticVersion version)
    {
        version = default;
        if (text is not { Length: > 0 and <= LengthMax })
            return false;
        var dash = text.IndexOf('-');
        var pre = dash < 0 ? string.Empty : text[(dash + 1)..];
        var numbers = (dash < 0 ? text : text[..dash]).Split('.');
        if (numbers.Length != 3 || !TryNumber(numbers[0], out var major) || !TryNumber(numbers[1], out var minor)
            || !TryNumber(numbers[2], out var patch) || (dash >= 0 && !Array.TrueForAll(pre.Split('.'), IsIdentifier)))
        {
            return false;
        }

        version = new SemanticVersion(major, minor, patch, pre);
        return true;
    }

    /// <summary>Precedence as semver.org 2.0.0 section 11 has it: a pre-release comes before its release.</summary>
    public int CompareTo(SemanticVersion other)
    {
        var byNumbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (byNumbers != 0 || string.Equals(PreRelease, other.PreRelease, StringComparison.Ordinal))
            return byNumbers;
        if (PreRelease.Length == 0 || other.PreRelease.Length == 0)
            return PreRelease.Length == 0 ? 1 : -1;
        string[] mine = PreRelease.Split('.'), theirs = other.PreRelease.Split('.');
        for (var i = 0; i < Math.Min(mine.Length, theirs.Length); i++)
        {
            if (CompareIdentifiers(mine[i], theirs[i]) is var order and not 0)
                return order;
        }

        return mine.Length.CompareTo(theirs.Length);
    }

    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;
    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;
    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;
    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}{(PreRelease.Length == 0 ? string.Empty : "-")}{PreRelease}");

    private static bool TryNumber(string text, out int number)
    {
        number = 0;
        return IsDigits(text) && !HasLeadingZero(text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsIdentifier(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                return false;
        }

        return text.Length > 0 && !(IsDigits(text) && HasLeadingZero(text));
    }

    // Numbers come before words and are compared as numbers: without leading zeros the longer one is the larger.
    private static int CompareIdentifiers(string mine, string theirs) => (IsDigits(mine), IsDigits(theirs)) switch
    {
        (true, true) when mine.Length != theirs.Length => mine.Length.CompareTo(theirs.Length),
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(mine, theirs),
    };

    private static bool IsDigits(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool HasLeadingZero(string text) => text.Length > 1 && text[0] == '0';
}
