namespace OrleansTrader.LanguageModels.Resilience;

/// <summary>
/// Our own limit of requests a minute for one provider and key, as turns handed out in order (the generic cell rate algorithm): a short burst
/// at once, then evenly. A turn that would come too late is not taken. Also holds everybody back while the provider asks for a pause.
/// </summary>
internal sealed class Pace
{
    /// <summary>The part of a minute's requests that may go at once.</summary>
    private const int BurstPartOfMinute = 6;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _burst;
    private DateTimeOffset _nextTurn;
    private DateTimeOffset _closedUntil;

    public Pace(int requestsPerMinute, TimeProvider time)
    {
        _time = time;
        _interval = TimeSpan.FromMinutes(1) / requestsPerMinute;
        _burst = _interval * Math.Max(0, (requestsPerMinute / BurstPartOfMinute) - 1);
    }

    /// <summary>Takes the next turn if it comes within the given time.</summary>
    /// <param name="wait">How long until the turn.</param>
    /// <returns>Whether the turn was taken.</returns>
    public bool TryTake(TimeSpan within, out TimeSpan wait)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            var turn = Later(_nextTurn, now);
            var start = Later(Later(turn - _burst, now), _closedUntil);
            wait = start - now;
            if (wait > within)
                return false;
            _nextTurn = Later(turn, start) + _interval;
            return true;
        }
    }

    /// <summary>The provider asked for a pause.</summary>
    public void CloseFor(TimeSpan pause)
    {
        lock (_lock)
            _closedUntil = Later(_closedUntil, _time.GetUtcNow() + pause);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
