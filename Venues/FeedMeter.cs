using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Venues;

/// <summary>Counts what a feed meets. One writer at a time changes it under its lock; <see cref="Read"/> may come from any thread.</summary>
internal sealed class FeedMeter
{
    private readonly Lock _lock = new();
    private FeedStatus _status = new();

    public FeedStatus Read()
    {
        lock (_lock)
            return _status;
    }

    public void Change(Func<FeedStatus, FeedStatus> change)
    {
        lock (_lock)
            _status = change(_status);
    }

    public void Message(DateTimeOffset receivedAt, DateTimeOffset? venueTime)
    {
        lock (_lock)
        {
            _status = _status with
            {
                Connected = true,
                Messages = _status.Messages + 1,
                LastMessageAt = receivedAt,
                Lag = venueTime is { } at ? receivedAt - at : _status.Lag,
            };
        }
    }

    public void Problem(DateTimeOffset at, string text) =>
        Change(s => s with { LastProblem = text, LastProblemAt = at });
}
