using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Tenants;

/// <summary>What was done for the tenant, and by whom: a stream of the journal, chained like an account's.</summary>
internal sealed partial class TenantGrain
{
    private const string Audit = "audit/";

    /// <summary>How often an entry is written again behind others that came between.</summary>
    private const int AppendsMax = 100;

    private long _audited;
    private bool _auditIsFound;

    public async Task Note(CommandId id, AuditEntry entry)
    {
        ReadOnlyMemory<byte> payload = ContractJson.Encode(Cut(entry));
        for (var attempt = 0; attempt < AppendsMax; attempt++)
        {
            var expected = _audited;
            var commit = new Commit(Audit + _tenant.Value, id, expected, entry.At, [payload], ReadOnlyMemory<byte>.Empty, []);
            switch (await journal.Append(commit))
            {
                case CommitOutcome.Conflict conflict:
                    _audited = Math.Max(_audited, conflict.ActualVersion);
                    break;
                case CommitOutcome.Committed committed:
                    _audited = Math.Max(_audited, committed.Version);
                    _auditIsFound = true;
                    return;
                default:
                    return;
            }
        }

        throw new JournalException($"the audit of {_tenant.Value} took {AppendsMax} attempts and none was written");
    }

    public async Task<Page<AuditRow>> GetAudit(PageRequest page)
    {
        await FindAudit();
        var lines = new List<AuditRow>();
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        var last = Math.Min(_audited, (page.Before ?? long.MaxValue) - 1);
        while (last > 0 && lines.Count < page.Take)
        {
            // A deed has two entries: what is read at once is so long that one look is mostly enough.
            var after = Math.Max(0, last - Math.Min(2 * page.Take, IJournal.ReadMax));
            foreach (var (number, entry) in (await ReadAudit(after, last)).Reverse())
            {
                if (entry.Ends is { } deed)
                    results[deed] = entry.Result;
                else if (lines.Count < page.Take)
                    lines.Add(new AuditRow(number, entry));
            }

            last = after;
        }

        ImmutableArray<AuditRow> rows = [.. await Task.WhenAll(lines.Select(line => WithResult(line, results)))];
        return new Page<AuditRow>(rows, rows is [.., { Number: > 1 and var oldest }] ? oldest : null);
    }

    // What ended after the page's last entry is not among those read.
    private async Task<AuditRow> WithResult(AuditRow line, Dictionary<string, string> results)
    {
        if (line.Entry.Begins is not { } deed)
            return line;
        if (!results.TryGetValue(deed, out var result))
        {
            var end = await journal.Find(Audit + _tenant.Value, AuditEntry.EndOf(deed), CancellationToken.None);
            result = end is null ? AuditEntry.NoOutcome : (await ReadAudit(end.Version - 1, end.Version))[0].Entry.Result;
        }

        return line with { Entry = line.Entry with { Result = result } };
    }

    private async Task<ImmutableArray<AuditRow>> ReadAudit(long after, long last) =>
    [
        .. (await journal.Read(Audit + _tenant.Value, after, (int)(last - after), CancellationToken.None))
            .Select(static e => new AuditRow(e.Version, ContractJson.Decode<AuditEntry>(e.Payload.Span))),
    ];

    // The stream tells its length only by its events: looked for in doubling steps, then between two of them.
    private async Task FindAudit()
    {
        if (_auditIsFound)
            return;
        long there = 0, step = 1;
        while (await Has(there + step))
        {
            there += step;
            step *= 2;
        }

        for (var beyond = there + step; beyond - there > 1;)
        {
            var middle = there + ((beyond - there) / 2);
            if (await Has(middle))
                there = middle;
            else
                beyond = middle;
        }

        _audited = Math.Max(_audited, there);
        _auditIsFound = true;
    }

    private async Task<bool> Has(long version) =>
        !(await journal.Read(Audit + _tenant.Value, version - 1, 1, CancellationToken.None)).IsEmpty;

    private static AuditEntry Cut(AuditEntry entry) => entry with
    {
        Who = Cut(entry.Who), By = Cut(entry.By), From = Cut(entry.From), Action = Cut(entry.Action), On = Cut(entry.On), Result = Cut(entry.Result),
    };

    private static string Cut(string text) => text.Length <= AuditEntry.TextLengthMax ? text : string.Concat(text.AsSpan(0, AuditEntry.TextLengthMax - 1), "…");
}
