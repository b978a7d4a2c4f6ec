using System.Collections.Immutable;

namespace OrleansTrader.Trading.Risk;

/// <summary>
/// Assets that are expected to move together, named by the user: <c>majors: BTC ETH; memes: DOGE PEPE</c>. What no group names is a group of
/// its own, <c>others</c>, so that no asset is without one; without any named group all assets are one, because in a fall they go down
/// together. An asset may be in several groups. Written out in full: <c>majors: BTC ETH; others: all but BTC ETH</c>.
/// </summary>
public sealed class AssetGroups : IEquatable<AssetGroups>
{
    /// <summary>Most groups, and most assets named in one.</summary>
    public const int GroupsMax = 24, AssetsMax = 100;

    private const int NameLengthMax = 24;

    private AssetGroups(ImmutableArray<AssetGroup> groups)
    {
        Groups = groups;
        Text = string.Join("; ", groups);
    }

    /// <summary>One group of all assets.</summary>
    public static AssetGroups All { get; } = new([new AssetGroup("all", [], HasRest: true)]);

    public ImmutableArray<AssetGroup> Groups { get; }

    public string Text { get; }

    /// <exception cref="FormatException">The text is not a list of groups.</exception>
    public static AssetGroups Parse(string text) =>
        TryParse(text, out var groups, out var remedy) ? groups! : throw new FormatException($"groups '{text}': {remedy}");

    /// <param name="remedy">What would be right; empty where the text is read.</param>
    public static bool TryParse(string? text, out AssetGroups? groups, out string remedy)
    {
        (groups, remedy) = (null, $"give up to {GroupsMax - 1} groups by name with their assets, e.g. majors: BTC ETH; memes: DOGE PEPE");
        if (text is null || text.Length > LimitWords.LengthMax)
            return false;
        var found = ImmutableArray.CreateBuilder<AssetGroup>();
        foreach (var part in text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryGroup(part, out var group) || found.Any(known => string.Equals(known.Name, group.Name, StringComparison.Ordinal)))
                return false;
            found.Add(group);
        }

        if (found.Count == 0)
            return false;
        if (!found.Any(static group => group.HasRest))
            found.Add(new AssetGroup("others", [.. found.SelectMany(static group => group.Assets).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], HasRest: true));
        if (found.Count > GroupsMax || found.DistinctBy(static group => group.Name, StringComparer.Ordinal).Count() < found.Count)
            return false;
        (groups, remedy) = (new AssetGroups(found.ToImmutable()), string.Empty);
        return true;
    }

    /// <summary>The groups of both: what is held to either is held to both.</summary>
    public AssetGroups And(AssetGroups other)
    {
        var both = Groups.ToBuilder();
        foreach (var group in other.Groups)
        {
            if (both.Any(known => known.IsSame(group)))
                continue;
            var name = group.Name;
            for (var number = 2; both.Any(known => string.Equals(known.Name, name, StringComparison.Ordinal)); number++)
                name = FormattableString.Invariant($"{group.Name}-{number}");
            both.Add(group with { Name = name });
        }

        return new AssetGroups(both.ToImmutable());
    }

    public bool Equals(AssetGroups? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as AssetGroups);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    public override string ToString() => Text;

    public static bool operator ==(AssetGroups? left, AssetGroups? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(AssetGroups? left, AssetGroups? right) => !(left == right);

    private static bool TryGroup(string part, out AssetGroup group)
    {
        group = null!;
        var colon = part.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? string.Empty : part[..colon].Trim();
        if (name.Length is 0 or > NameLengthMax || !name.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' '))
            return false;
        var words = LimitWords.Split(part[(colon + 1)..]);
        var hasRest = words is ["all"] or ["all", "but", _, ..];
        var assets = hasRest ? words.Skip(2) : words;
        if ((!hasRest && words.Length == 0) || words.Length > AssetsMax || !assets.All(static asset => asset.All(char.IsAsciiLetterOrDigit)))
            return false;
        group = new AssetGroup(name, [.. assets.Select(static asset => asset.ToUpperInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], hasRest);
        return true;
    }
}

/// <param name="Assets">Those that are in it; with <paramref name="HasRest"/> those that are not.</param>
/// <param name="HasRest">Whether it holds every asset but the named ones.</param>
public sealed record AssetGroup(string Name, ImmutableArray<string> Assets, bool HasRest)
{
    public bool Contains(ReadOnlySpan<char> asset)
    {
        foreach (var named in Assets)
        {
            if (asset.SequenceEqual(named))
                return !HasRest;
        }

        return HasRest;
    }

    /// <summary>Whether it holds the same assets, by whatever name.</summary>
    internal bool IsSame(AssetGroup other) => HasRest == other.HasRest && Assets.AsSpan().SequenceEqual(other.Assets.AsSpan());

    public override string ToString() => !HasRest ? $"{Name}: {string.Join(' ', Assets)}"
        : Assets.IsEmpty ? $"{Name}: all"
        : $"{Name}: all but {string.Join(' ', Assets)}";
}
