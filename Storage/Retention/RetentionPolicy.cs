using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Retention;

/// <summary>What is kept in the database and for how long; the section <c>Storage:Retention</c>. 0 means: for ever, without a bound.</summary>
public sealed record RetentionPolicy
{
    /// <summary>Days that records of decisions by language models are kept; those of the last two days always are.</summary>
    public int DecisionRecordDays { get; init; }

    /// <summary>Most records of one tenant that are kept; the oldest go first.</summary>
    public int DecisionRecordsMax { get; init; }

    /// <summary>For one tenant, instead of the two above.</summary>
    public IReadOnlyDictionary<string, TenantRetention> Tenants { get; init; } = new Dictionary<string, TenantRetention>(StringComparer.Ordinal);

    /// <summary>Whether records that go are written to an archive file first.</summary>
    public bool ArchivesRecords { get; init; } = true;

    /// <summary>Days that events below a snapshot stay in the database; what goes is always archived first.</summary>
    public int EventDays { get; init; }

    /// <summary>Fewest events of a stream that are worth an archive file.</summary>
    public int SegmentEventsMin { get; init; } = 500;

    /// <summary>Days that equity rows and decisions of rules are kept; on PostgreSQL whole months go.</summary>
    public int HistoryDays { get; init; }

    /// <summary>Where archive files go; null: <c>archive</c> in the data directory.</summary>
    public string? ArchiveDirectory { get; init; }

    /// <summary>Hours between two rounds.</summary>
    public double EveryHours { get; init; } = 6;

    /// <summary>Whether there is anything to do.</summary>
    public bool IsActive => DecisionRecordDays > 0 || DecisionRecordsMax > 0 || EventDays > 0 || HistoryDays > 0 || Tenants.Count > 0;

    /// <summary>Whether it writes archive files, which must be found again by whoever reads the books.</summary>
    public bool WritesArchives() => EventDays > 0 || (ArchivesRecords && (DecisionRecordDays > 0 || DecisionRecordsMax > 0 || Tenants.Values.Any(static own => own.IsBounded())));

    /// <summary>What is left of it where archive files would be lost: what would be archived stays in the database.</summary>
    public RetentionPolicy WithoutArchives() => !WritesArchives() ? this : this with
    {
        EventDays = 0,
        DecisionRecordDays = ArchivesRecords ? 0 : DecisionRecordDays,
        DecisionRecordsMax = ArchivesRecords ? 0 : DecisionRecordsMax,
        Tenants = ArchivesRecords ? new Dictionary<string, TenantRetention>(StringComparer.Ordinal) : Tenants,
    };

    public TenantRetention Of(TenantId tenant) => Tenants.TryGetValue(tenant.Value, out var own)
        ? own
        : new TenantRetention { DecisionRecordDays = DecisionRecordDays, DecisionRecordsMax = DecisionRecordsMax };

    /// <exception cref="JournalException">A number that cannot be.</exception>
    public void Check()
    {
        foreach (var (name, value) in ((string, double)[])
                 [
                     (nameof(DecisionRecordDays), DecisionRecordDays), (nameof(DecisionRecordsMax), DecisionRecordsMax),
                     (nameof(EventDays), EventDays), (nameof(HistoryDays), HistoryDays), (nameof(SegmentEventsMin), SegmentEventsMin),
                 ])
        {
            if (value < 0)
                throw new JournalException(FormattableString.Invariant($"Storage:Retention:{name} {value} is below zero: 0 keeps everything"));
        }

        if (EveryHours is not (>= 0.01 and <= 24 * 30))
            throw new JournalException(FormattableString.Invariant($"Storage:Retention:EveryHours {EveryHours} is not between 0.01 and 720"));
    }
}

/// <summary>A tenant's own bounds for records of decisions; 0 means without a bound.</summary>
public sealed record TenantRetention
{
    public int DecisionRecordDays { get; init; }

    public int DecisionRecordsMax { get; init; }

    public bool IsBounded() => DecisionRecordDays > 0 || DecisionRecordsMax > 0;
}
