namespace OrleansTrader.Storage.Fairness;

/// <summary>
/// When a group of writes is large enough to be made durable. One tenant alone gets groups as large as what waits, which is quickest for all of
/// it. Where several tenants write, whoever sent little must not wait while the much of another is written: a group then ends after as long
/// as making it durable takes, and at once after the last write of a tenant that has no more, as long as that does not happen too often.
/// </summary>
/// <param name="writesMax">Most writes of a group.</param>
/// <param name="ticksPerMs">Of the clock that the instants are told by.</param>
internal sealed class GroupPace(int writesMax, long ticksPerMs)
{
    /// <summary>Between two groups that end early lie at least so many times the time that it takes to make one durable.</summary>
    private const int EarlyDistance = 4;

    /// <summary>Share of the newest measurement in the moving average: one in eight.</summary>
    private const int Smoothing = 8;

    private readonly long _syncMin = ticksPerMs / 10;
    private readonly long _syncMax = ticksPerMs * 20;
    private long _sync = ticksPerMs;
    private long _beganAt;
    private long _endedEarlyAt = long.MinValue / 2;
    private int _writes;
    private int _target;
    private bool _isShared;

    /// <summary>A group begins.</summary>
    /// <param name="waiting">Writes that wait at that moment.</param>
    public void Begin(int waiting, long now)
    {
        _beganAt = now;
        _target = Math.Clamp(waiting, 1, writesMax);
        _writes = 0;
        _isShared = false;
    }

    /// <summary>A write was taken into the group and carried out. True: the group is large enough.</summary>
    /// <param name="emptiesLane">Whether the write was its tenant's last.</param>
    /// <param name="lanesWaiting">Tenants whose writes wait still.</param>
    public bool EndsAfter(bool emptiesLane, int lanesWaiting, long now)
    {
        _writes++;
        _isShared |= lanesWaiting > (emptiesLane ? 0 : 1);
        if (_writes >= _target)
            return true;
        if (!_isShared)
            return false;
        if (now - _beganAt >= _sync)
            return true;
        if (!emptiesLane || lanesWaiting > 1 || now - _endedEarlyAt < EarlyDistance * _sync)
            return false;
        _endedEarlyAt = now;
        return true;
    }

    /// <summary>A group was made durable.</summary>
    public void Synced(long ticks) => _sync += (Math.Clamp(ticks, _syncMin, _syncMax) - _sync) / Smoothing;
}
