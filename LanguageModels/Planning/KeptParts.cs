namespace OrleansTrader.LanguageModels.Planning;

/// <summary>
/// Parts of texts that are in the books for certain, so that the market which all agents of a minute are shown is compressed and offered once.
/// Those that nobody used for a day are forgotten, and offered once more: retention deletes no part
/// that a record of the last two days names.
/// </summary>
/// <param name="time">Tells what is a day; null: nothing is forgotten by its age.</param>
internal sealed class KeptParts(TimeProvider? time = null)
{
    /// <summary>A part is forgotten after so many hours to twice as many without use.</summary>
    public const int HoursMax = 12;

    /// <summary>Hashes that are remembered at least, if they are used; twice as many at most.</summary>
    public const int HashesMax = 16_384;

    private readonly Lock _lock = new();
    private HashSet<string> _young = new(StringComparer.Ordinal);
    private HashSet<string> _old = new(StringComparer.Ordinal);
    private long _turnedAt = time?.GetTimestamp() ?? 0;

    public bool Contains(string hash)
    {
        lock (_lock)
        {
            ForgetByAge();
            if (_young.Contains(hash))
                return true;
            if (!_old.Contains(hash))
                return false;
            Remember(hash);
            return true;
        }
    }

    /// <summary>The parts have been written, and the disk has them.</summary>
    public void Add(IEnumerable<string> hashes)
    {
        lock (_lock)
        {
            foreach (var hash in hashes)
                Remember(hash);
        }
    }

    // What is used stays: at each turn it comes from the old ones to the young.
    private void ForgetByAge()
    {
        if (time is null || time.GetElapsedTime(_turnedAt) < TimeSpan.FromHours(HoursMax))
            return;
        (_young, _old) = (new HashSet<string>(StringComparer.Ordinal), time.GetElapsedTime(_turnedAt) < TimeSpan.FromHours(2 * HoursMax) ? _young : []);
        _turnedAt = time.GetTimestamp();
    }

    private void Remember(string hash)
    {
        if (_young.Count >= HashesMax)
            (_young, _old) = (new HashSet<string>(StringComparer.Ordinal), _young);
        _young.Add(hash);
    }
}
