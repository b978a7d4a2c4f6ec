namespace OrleansTrader.Storage.Retention;

/// <summary>What one round let go.</summary>
/// <param name="Records">Records of decisions.</param>
/// <param name="TextParts">Pieces of text that no record names any more.</param>
/// <param name="Events">Events that lie in archive files now.</param>
/// <param name="HistoryRows">Equity rows and decisions; on PostgreSQL months of them.</param>
public sealed record RetentionReport(long Records, long TextParts, long Events, long HistoryRows)
{
    public bool IsEmpty => this == new RetentionReport(0, 0, 0, 0);
}
