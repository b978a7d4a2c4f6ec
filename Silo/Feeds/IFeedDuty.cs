namespace OrleansTrader.Silo.Feeds;

/// <summary>Which process of the service carries the feed.</summary>
internal interface IFeedDuty
{
    /// <summary>Whether another process does.</summary>
    bool IsElsewhere { get; }
}
