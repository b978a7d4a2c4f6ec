namespace OrleansTrader.LanguageModels.Planning;

/// <summary>
/// Parts of texts that are in the books for certain, so that the market which all agents of a minute are shown is compressed and offered once.
/// Parts are never deleted there. Those that nobody used for long are forgotten, and offered once more.
/// </summary>
internal sealed class KeptParts
{
    /// <summary>Hashes that are remembered at least, if they are used; twice as many at most.</summary>
    public const int HashesMax = 16_384;

    private readonly Lock _lock = new();
    private HashSet<string> _young = new(StringComparer.Ordinal);
    private HashSet<string> _old = new(StringComparer.Ordinal);

    public bool Contains(string hash)
    {
        lock (_lock)
        {
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

    private void Remember(string hash)
    {
        if (_young.Count >= HashesMax)
            (_young, _old) = (new HashSet<string>(StringComparer.Ordinal), _young);
        _young.Add(hash);
    }
}
