using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Rebuilding;

/// <summary>
/// The read model from the journal, in one transaction. What the journal does not have stays as it was: it could not be had again.
/// </summary>
internal sealed class Rebuilder(IRebuildTables tables, IJournal journal, IRowHistory history, IProgress<RebuildProgress>? progress)
{
    /// <summary>Rows that are written at once.</summary>
    private const int RowsAtOnce = 2_000;

    /// <summary>Of each table, in the order in which they are told.</summary>
    private static readonly (string Name, RowOrigin Origin)[] _tables =
    [
        ("accounts", RowOrigin.Journal), ("orders", RowOrigin.Journal), ("fills", RowOrigin.Journal), ("closed_trades", RowOrigin.Journal),
        ("positions", RowOrigin.Journal), ("signals", RowOrigin.Journal), ("source_tallies", RowOrigin.Journal), ("trigger_sets", RowOrigin.Journal), ("equity", RowOrigin.Both), ("alerts", RowOrigin.Both),
        ("agents", RowOrigin.Kept), ("versions", RowOrigin.Kept), ("decisions", RowOrigin.Kept), ("decision_records", RowOrigin.Kept),
        ("text_parts", RowOrigin.Kept), ("model_costs", RowOrigin.Kept), ("lessons", RowOrigin.Kept), ("quotes", RowOrigin.Kept),
        ("funding", RowOrigin.Kept), ("destinations", RowOrigin.Kept), ("outbox", RowOrigin.Kept), ("dead_letters", RowOrigin.Kept),
    ];

    private readonly List<ReadModelRow> _rows = [];
    private readonly List<EquityRow> _held = [];
    private readonly Dictionary<AccountKey, EquityRow> _points = [];
    private readonly Dictionary<(AccountKey Account, SymbolKey Symbol), PositionRow> _positions = [];
    private readonly Dictionary<(string Tenant, DateTimeOffset At, AlertSeverity Severity, string Source, string Message), AlertRow> _alerts = [];
    private long _missingPoints;

    /// <exception cref="JournalException">A journal that is not sound, or others who write to these books. Nothing was changed.</exception>
    public async Task<RebuildReport> Run(CancellationToken cancellation)
    {
        await tables.Begin(history.StreamsBegin, cancellation);
        if ((await journal.Verify(cancellation)).First is { } finding)
            throw new JournalException($"the journal is not sound ({finding}), so nothing can be rebuilt from it: restore the newest backup that verifies; nothing was changed");
        var before = await Counts(cancellation);
        var positions = await tables.Positions(cancellation);
        await tables.Empty(cancellation);
        var commits = await ReadJournal(cancellation);
        foreach (var point in _points.Values)
            Settle(point);
        await Flush(cancellation);
        var newPrices = await WritePositions(positions, cancellation);
        await ReplaceTriggers(cancellation);
        await AddAlerts(cancellation);
        var after = await Counts(cancellation);
        await tables.Commit(cancellation);
        return new RebuildReport(
            [.. _tables.Select((table, i) => new RebuiltTable(table.Name, table.Origin, before[i], after[i]))], commits, _missingPoints, newPrices);
    }

    private async Task<List<long>> Counts(CancellationToken cancellation)
    {
        var counts = new List<long>();
        foreach (var (name, _) in _tables)
            counts.Add(await tables.Count(name, cancellation));
        return counts;
    }

    private async Task<long> ReadJournal(CancellationToken cancellation)
    {
        var (streams, total) = await tables.CountJournal(history.StreamsBegin, cancellation);
        var events = new EventPages(journal, streams);
        var waiting = new Dictionary<(string Stream, long Version), JournaledCommit>();
        var read = 0L;
        await foreach (var listed in tables.Commits(history.StreamsBegin, cancellation))
        {
            // Clocks of several writers differ: a commit may be listed before the one that it follows.
            waiting.Add((listed.Stream, listed.VersionBefore), listed);
            while (waiting.Remove((listed.Stream, events.VersionOf(listed.Stream)), out var commit))
            {
                Sort(await history.Next(commit.Stream, commit.At, await events.Take(commit, cancellation), cancellation));
                progress?.Report(new RebuildProgress(++read, total));
            }

            if (_rows.Count >= RowsAtOnce || _held.Count >= RowsAtOnce)
                await Flush(cancellation);
        }

        return waiting.Count == 0
            ? read
            : throw new JournalException($"commits of stream {waiting.Keys.First().Stream} after version {waiting.Keys.First().Version} follow nothing: verify the journal; nothing was changed");
    }

    private void Sort(ImmutableArray<ReadModelRow> rows)
    {
        foreach (var row in rows)
        {
            switch (row)
            {
                case EquityRow point:
                    // Of one instant the last one counts.
                    if (_points.TryGetValue(point.Account, out var last) && last.At != point.At)
                        Settle(last);
                    _points[point.Account] = point;
                    break;
                case PositionRow position:
                    _positions[(position.Account, position.Symbol)] = position;
                    break;
                case AlertRow alert:
                    // Of the same words at the same instant there is one.
                    _alerts[KeyOf(AlertColumns.Bounded(alert))] = AlertColumns.Bounded(alert);
                    break;
                default:
                    _rows.Add(row);
                    break;
            }
        }
    }

    // Who holds nothing is worth his cash, whatever the market.
    private void Settle(EquityRow point)
    {
        if (point is { Exposure: 0m } && point.Equity == point.Cash)
            _rows.Add(point);
        else
            _held.Add(point);
    }

    private async Task Flush(CancellationToken cancellation)
    {
        if (_rows.Count > 0)
            await tables.Write(_rows, cancellation);
        if (_held.Count > 0)
            _missingPoints += await tables.CountMissing(_held, cancellation);
        _rows.Clear();
        _held.Clear();
    }

    // A liquidation price depends on the marks of that moment: one that stands in a row which is right in all else is better than a new one.
    private async Task<int> WritePositions(List<PositionRow> before, CancellationToken cancellation)
    {
        var known = before.ToDictionary(static row => (row.Account, row.Symbol));
        var newPrices = 0;
        foreach (var (key, row) in _positions.Where(static position => position.Value.Quantity != 0m))
        {
            var isKnown = known.TryGetValue(key, out var old) && old with { LiquidationPrice = row.LiquidationPrice } == row;
            if (!isKnown && row.LiquidationPrice is not null)
                newPrices++;
            _rows.Add(isKnown ? old! : row);
        }

        await Flush(cancellation);
        return newPrices;
    }

    // A set that says the same keeps its number.
    private async Task ReplaceTriggers(CancellationToken cancellation)
    {
        var wrong = (await tables.TriggerSets(cancellation)).ToDictionary(static set => (set.Symbol, set.Account));
        var isEmpty = wrong.Values.Where(static set => set.Triggers is "[]").Select(static set => (set.Symbol, set.Account)).ToList();
        foreach (var set in history.TriggerSets())
        {
            if (wrong.TryGetValue((set.Symbol, set.Account), out var old)
                && string.Equals(old.Triggers, set.Triggers, StringComparison.Ordinal) && old.LedgerVersion <= set.LedgerVersion)
            {
                wrong.Remove((set.Symbol, set.Account));
            }
            else
            {
                isEmpty.Remove((set.Symbol, set.Account));
                _rows.Add(set);
            }
        }

        foreach (var right in isEmpty)
            wrong.Remove(right);
        await tables.Delete(wrong.Values, cancellation);
        await Flush(cancellation);
    }

    // Rows of earlier releases say less of what they are about; their words are the same.
    private static (string Tenant, DateTimeOffset At, AlertSeverity Severity, string Source, string Message) KeyOf(AlertRow alert) =>
        (alert.Tenant.Value, alert.At, alert.Severity, alert.Source, alert.Message);

    private async Task AddAlerts(CancellationToken cancellation)
    {
        await foreach (var alert in tables.Alerts(cancellation))
            _alerts.Remove(KeyOf(alert));
        if (_alerts.Count == 0)
            return;
        await tables.Write([.. _alerts.Values], cancellation);
        await tables.SortAlerts(cancellation);
    }
}
