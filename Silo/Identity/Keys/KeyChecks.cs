using System.Collections.Concurrent;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Silo.Identity.Keys;

/// <summary>Asks a key's tenant what it lets do, and remembers the answer for a moment: a key that was revoked is in force for <see cref="MemorySeconds"/> more at most.</summary>
internal sealed class KeyChecks(IClusterClient cluster)
{
    public const int MemorySeconds = 10;

    /// <summary>Most answers that are remembered; then all are forgotten.</summary>
    private const int AnswersMax = 10_000;

    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    /// <summary>Null for a key that is not in force.</summary>
    public async ValueTask<KeyPass?> Check(ApiKey key, DateTimeOffset now)
    {
        var hash = key.Hash;
        var name = $"{key.Shown}_{hash}";
        if (_answers.TryGetValue(name, out var known) && now - known.At < TimeSpan.FromSeconds(MemorySeconds))
            return known.Pass?.ExpiresAt <= now ? null : known.Pass;
        Task<KeyPass?> asked;
        using (Caller.As(key.Tenant))
            asked = cluster.Tenant(key.Tenant).CheckKey(key.Id, hash);
        var pass = await asked;
        if (_answers.Count >= AnswersMax)
            _answers.Clear();
        _answers[name] = new Answer(pass, now);
        return pass;
    }

    private readonly record struct Answer(KeyPass? Pass, DateTimeOffset At);
}
