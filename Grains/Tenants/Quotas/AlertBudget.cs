namespace OrleansTrader.Grains.Tenants;

/// <summary>A tenant's alerts of one minute of the clock.</summary>
internal sealed class AlertBudget
{
    private DateTimeOffset _until;
    private int _taken;

    public int TakenAt(DateTimeOffset now) => now < _until ? _taken : 0;

    /// <summary>Takes one; answers how long to wait where there is none left.</summary>
    public AlertRoom Take(int limit, DateTimeOffset now)
    {
        if (now >= _until)
        {
            _until = now.AddTicks(TimeSpan.TicksPerMinute - (now.UtcTicks % TimeSpan.TicksPerMinute));
            _taken = 0;
        }

        if (_taken >= limit)
            return new AlertRoom(_until - now, limit);
        _taken++;
        return new AlertRoom(null, limit);
    }
}
