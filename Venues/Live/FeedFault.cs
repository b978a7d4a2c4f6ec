using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Live;

/// <summary>Why a connection cannot be relied upon any longer; the remedy is always to connect anew.</summary>
internal sealed class FeedFault(StaleReason reason, string detail, Exception? inner = null) : Exception(detail, inner)
{
    public StaleReason Reason { get; } = reason;
}
