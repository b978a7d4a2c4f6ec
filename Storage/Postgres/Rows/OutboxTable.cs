using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Postgres.Rows;

/// <summary>
/// Alerts on their way to the destinations that want them; written in the transaction of the alerts themselves. A destination's row stays locked
/// until the group commit is done: a writer that got a higher number commits later, so that the sequence is seen without gaps. The rows are
/// locked in one order by all.
/// </summary>
internal static class OutboxTable
{
    private static readonly string WaitingMax = IOutbox.WaitingMax.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static readonly string Insert =
        $"WITH told AS (SELECT * FROM {Unnest.Of("tlltlb")} WITH ORDINALITY AS t(tenant, kind, severity, account, at, alert, place)), "
        + "wanted AS (SELECT d.id, t.at, t.alert, row_number() OVER (PARTITION BY d.id ORDER BY t.place) AS nth FROM told t JOIN destinations d ON d.tenant = t.tenant "
        + "WHERE d.is_enabled AND (d.kinds >> t.kind::int) & 1 = 1 AND t.severity >= d.severity "
        + "AND (d.accounts = '' OR t.account IS NULL OR strpos(d.accounts, ' ' || t.account || ' ') > 0)), "
        + "counts AS (SELECT id, count(*) AS n FROM wanted GROUP BY id), "
        + "locked AS (SELECT id FROM destinations WHERE id IN (SELECT id FROM counts) ORDER BY id FOR UPDATE), "
        + "moved AS (UPDATE destinations d SET last = d.last + c.n, "
        + $"dropped = d.dropped + greatest(0, d.last + c.n - d.done - {WaitingMax}), done = greatest(d.done, d.last + c.n - {WaitingMax}) "
        + "FROM locked JOIN counts c ON c.id = locked.id WHERE d.id = locked.id RETURNING d.id, d.last - c.n AS before, d.done) "
        + "INSERT INTO outbox(destination, number, at, alert) SELECT m.id, m.before + w.nth, w.at, w.alert FROM wanted w JOIN moved m ON m.id = w.id "
        + "WHERE m.before + w.nth > m.done";

    public static void Add(Columns to, AlertRow row) => to.Add(row.Tenant.Value).Add((long)row.Kind).Add((long)row.Severity).Add(row.Account?.Name)
        .Add(row.At).Add(ContractJson.Encode(row));
}
