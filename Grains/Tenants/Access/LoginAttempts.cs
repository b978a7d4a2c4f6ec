namespace OrleansTrader.Grains.Tenants;

/// <summary>
/// How often attempts to log in failed, by user and address. A user's attempts from one address stop after a few; those from all the
/// addresses together after many, but never those from an address that the user has logged in from before. So nobody guesses for long,
/// and nobody who guesses locks a user out of their own place.
/// </summary>
internal sealed class LoginAttempts
{
    /// <summary>Failures of one user from one address, and of one user from all addresses, within <see cref="Window"/>.</summary>
    public const int FromOneAddressMax = 5, FromAllMax = 50;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Most counts that are kept; then the oldest goes.</summary>
    public const int CountsMax = 2_000;

    private const string AllAddresses = "*";

    private readonly Dictionary<(string User, string From), Count> _counts = [];

    /// <summary>When the user may be tried again from there; null for now.</summary>
    /// <param name="isKnown">Whether the user has logged in from there before.</param>
    public DateTimeOffset? LockedUntil(string user, string from, bool isKnown, DateTimeOffset now)
    {
        var here = Locked((user, from), FromOneAddressMax, now);
        return isKnown ? here : here ?? Locked((user, AllAddresses), FromAllMax, now);
    }

    public void Add(string user, string from, DateTimeOffset now)
    {
        Bump((user, from), now);
        Bump((user, AllAddresses), now);
    }

    /// <summary>The user logged in from there.</summary>
    public void Forgive(string user, string from)
    {
        _counts.Remove((user, from));
        if (_counts.TryGetValue((user, AllAddresses), out var all))
            _counts[(user, AllAddresses)] = all with { Failures = Math.Max(0, all.Failures - 1) };
    }

    private DateTimeOffset? Locked((string, string) key, int max, DateTimeOffset now) =>
        _counts.TryGetValue(key, out var count) && count.Failures >= max && now < count.Since + Window ? count.Since + Window : null;

    private void Bump((string, string) key, DateTimeOffset now)
    {
        var count = _counts.TryGetValue(key, out var known) && now < known.Since + Window ? known : new Count(0, now);
        if (!_counts.ContainsKey(key) && _counts.Count >= CountsMax)
            _counts.Remove(_counts.MinBy(static pair => pair.Value.Since).Key);
        _counts[key] = count with { Failures = count.Failures + 1 };
    }

    private readonly record struct Count(int Failures, DateTimeOffset Since);
}
