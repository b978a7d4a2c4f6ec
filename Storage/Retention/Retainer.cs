using System.Text.Json;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Retention;

/// <summary>One round of retention: archive first, delete then, in small steps.</summary>
internal sealed class Retainer(IRetentionTables tables, IJournal journal, IReadModel readModel, RetentionPolicy policy, string directory, DateTimeOffset now)
{
    /// <summary>
    /// Records younger than so many days stay whatever the policy says: whoever writes records remembers for a day which pieces of text are
    /// kept already and does not offer them again, so that a piece must stay for longer than that after the last record that names it.
    /// </summary>
    private const int YoungDays = 2;

    public async Task<RetentionReport> Run(CancellationToken cancellation)
    {
        var (records, parts) = await LetRecordsGo(cancellation);
        var events = policy.EventDays > 0 ? await SealEvents(cancellation) : 0;
        var history = policy.HistoryDays > 0 ? await tables.DropHistory(now.AddDays(-policy.HistoryDays), cancellation) : 0;
        return new RetentionReport(records, parts, events, history);
    }

    private async Task<(long Records, long Parts)> LetRecordsGo(CancellationToken cancellation)
    {
        var gone = 0L;
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tenant in await tables.RecordTenants(cancellation))
        {
            var own = policy.Of(tenant);
            if (own is { DecisionRecordDays: 0, DecisionRecordsMax: 0 })
                continue;
            var before = own.DecisionRecordDays > 0 ? now.AddDays(-own.DecisionRecordDays) : DateTimeOffset.MinValue;
            while (await tables.OldRecords(tenant, before, own.DecisionRecordsMax, now.AddDays(-YoungDays), cancellation) is { Count: > 0 } old)
            {
                if (policy.ArchivesRecords)
                    await Archive(tenant, old, cancellation);
                await tables.DeleteRecords([.. old.Select(static record => record.Row)], cancellation);
                foreach (var record in old)
                    texts.UnionWith(PartsOf(record.Record));
                gone += old.Count;
            }
        }

        return (gone, texts.Count == 0 ? 0 : await LetTextsGo(texts, cancellation));
    }

    private async Task Archive(TenantId tenant, IReadOnlyList<NumberedRecord> old, CancellationToken cancellation)
    {
        var parts = await readModel.TextParts([.. old.SelectMany(static record => PartsOf(record.Record)).Distinct(StringComparer.Ordinal)], cancellation);
        var name = FormattableString.Invariant($"records/{ArchiveFile.Safe(tenant.Value)}/{old[0].Row:D12}-{old[^1].Row:D12}.jsonl.gz");
        await ArchiveFile.Write(
            directory, name,
            old.Select(static record => ContractJson.Encode(record.Record)).Concat(parts.Values.Select(
                static part => JsonSerializer.SerializeToUtf8Bytes(new ArchivedText(part.Hash, part.Compressed.ToArray())))), cancellation);
    }

    /// <summary>Of the pieces that records named which are gone, those that no other names.</summary>
    private async Task<long> LetTextsGo(HashSet<string> texts, CancellationToken cancellation)
    {
        var last = 0L;
        while (texts.Count > 0 && await tables.RecordsAfter(last, cancellation) is { Count: > 0 } kept)
        {
            foreach (var record in kept)
                texts.ExceptWith(PartsOf(record.Record));
            last = kept[^1].Row;
        }

        return texts.Count == 0 ? 0 : await tables.DeleteParts(texts, last, cancellation);
    }

    private async Task<long> SealEvents(CancellationToken cancellation)
    {
        var (archived, last) = (0L, 0L);
        var before = now.AddDays(-policy.EventDays);
        while (await tables.Sealed(last, before, Math.Max(1, policy.SegmentEventsMin), cancellation) is { Count: > 0 } found)
        {
            foreach (var events in found)
            {
                // Read as everybody reads them: what does not fit its hash stays where it is, and ends the round.
                var stored = await journal.Read(events.Stream, events.First - 1, (int)(events.Last - events.First + 1), cancellation);
                if (stored.IsEmpty || stored[^1].Version != events.Last)
                    throw new JournalException($"events {events.First} to {events.Last} of stream {events.Stream} cannot be archived: some are missing; verify the journal");
                var file = await EventArchive.Write(directory, events, stored, cancellation);
                await tables.Replace(events, file, now, cancellation);
                archived += stored.Length;
                last = events.StreamId;
            }
        }

        return archived;
    }

    /// <summary>A piece of text as a line of its own: Brotli, in Base64.</summary>
    private sealed record ArchivedText(string Hash, byte[] Compressed);

    public static IEnumerable<string> PartsOf(DecisionRecordRow record) =>
        record.Turns.SelectMany(static turn => turn.System.Concat(turn.User).Concat(turn.Answer));
}
