namespace OrleansTrader.Storage.Fairness;

/// <summary>
/// When a group of writes is large enough to be made durable. One tenant alone gets groups as large as what waits, which is quickest for all of
/// it. Where several tenants write, whoever sent little must not wait while the much of another is written and made durable, which takes the longer
/// the more there is: a group then ends after half as long as making any group durable takes, and at once after the last write of a tenant that has
/// no more, as long as that does not happen too often.
/// </summary>
/// <param name="writesMax">Most writes of a group.</param>
/// <param name="ticksPerMs">Of the clock that the instants are told by.</param>
internal sealed class GroupPace(int writesMax, long ticksPerMs)
{
    /// <summary>Between two groups that end early lie at least so many times the time that it takes to make one durable.</summary>
    private const int EarlyDistance = 4;

    /// <summary>Share of the newest measurement in the moving average: one in eight.</summary>
    private const int Smoothing = 8;

    /// <summary>
    /// Groups of so many writes at most say how long making one durable takes at least. That of a large group grows with what is in it: groups
    /// that were made as long as that would grow without end.
    /// </summary>
    private const int SmallGroupWrites = 4;

    /// <summary>For so long after tenants were seen to wait together each group is taken to be shared.</summary>
    private const int SharedMs = 1_000;

    private readonly long _sharedSpan = SharedMs * ticksPerMs;
    private readonly long _syncMin = ticksPerMs / 10;
    private readonly long _syncMax = ticksPerMs * 5;
    private long _sync = ticksPerMs;
    private long _beganAt;
    private long _endedEarlyAt = long.MinValue / 2;
    private int _writes;
    private int _target;
    private long _sharedUntil = long.MinValue / 2;

    /// <summary>A group begins.</summary>
    /// <param name="waiting">Writes that wait at that moment.</param>
    public void Begin(int waiting, long now)
    {
        _beganAt = now;
        _target = Math.Clamp(waiting, 1, writesMax);
        _writes = 0;
    }

    /// <summary>A write was taken into the group and carried out. True: the group is large enough.</summary>
    /// <param name="emptiesLane">Whether the write was its tenant's last.</param>
    /// <param name="lanesWaiting">Tenants whose writes wait still.</param>
    public bool EndsAfter(bool emptiesLane, int lanesWaiting, long now)
    {
        _writes++;
        if (lanesWaiting > (emptiesLane ? 0 : 1))
            _sharedUntil = now + _sharedSpan;
        if (_writes >= _target)
            return true;
        if (now >= _sharedUntil)
            return false;
        if (now - _beganAt >= _sync / 2)
            return true;
        if (!emptiesLane || lanesWaiting > 1 || now - _endedEarlyAt < EarlyDistance * _sync)
            return false;
        _endedEarlyAt = now;
        return true;
    }

    /// <summary>A group was made durable.</summary>
    public void Synced(int writes, long ticks)
    {
        if (writes <= SmallGroupWrites || ticks < _sync)
            _sync += (Math.Clamp(ticks, _syncMin, _syncMax) - _sync) / Smoothing;
    }
}
