namespace OrleansTrader.Grains.Tenants;

/// <summary>
/// A tenant's orders of one minute of the clock, handed out to its accounts in parts. What is handed out within a minute never exceeds the
/// limit; what an account leaves over is lost with the minute.
/// </summary>
internal sealed class OrderBudget
{
    /// <summary>No part is more than this share of what is left, so that one account cannot take all of it at the first asking.</summary>
    private const int ShareOfRest = 4;

    private DateTimeOffset _until;
    private int _leased;

    /// <summary>How many of the present minute are handed out.</summary>
    public int LeasedAt(DateTimeOffset now) => now < _until ? _leased : 0;

    public OrderLease Lease(int wanted, int limit, DateTimeOffset now)
    {
        if (now >= _until)
        {
            _until = now.AddTicks(TimeSpan.TicksPerMinute - (now.UtcTicks % TimeSpan.TicksPerMinute));
            _leased = 0;
        }

        // The limit may have been lowered since.
        var left = Math.Max(0, limit - _leased);
        var orders = Math.Min(Math.Max(1, wanted), Math.Max(Math.Min(1, left), left / ShareOfRest));
        _leased += orders;
        return new OrderLease(orders, _until, limit);
    }
}
