using System.Collections.Immutable;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Commits;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Rows;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Sqlite.States;

/// <summary>Destinations and their outboxes in the journal's database.</summary>
internal sealed class SqliteOutbox(IBooks books) : IOutbox
{
    private const string Upsert =
        $"INSERT INTO destinations({DestinationColumns.Set}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(tenant, name) DO UPDATE SET "
        + "format = excluded.format, target = excluded.target, sealed = excluded.sealed, kinds = excluded.kinds, severity = excluded.severity, "
        + "accounts = excluded.accounts, is_enabled = excluded.is_enabled, set_at = excluded.set_at, tries = 0, next_at = 0";

    public ValueTask<ImmutableArray<DestinationEntry>> Destinations(TenantId tenant, CancellationToken cancellation) => Read(
        database => database.Prepared($"SELECT {DestinationColumns.List} FROM destinations d WHERE d.tenant = ? ORDER BY d.name LIMIT ?")
            .Add(tenant.Value).Add((long)IOutbox.TakeMax).All(static row => DestinationColumns.Read(row)), cancellation);

    public async ValueTask Set(DestinationSetting setting) => await Write(database => database.Prepared(Upsert)
        .Add(setting.Tenant.Value).Add(setting.Name).Add((long)setting.Format).Add(setting.Target).Add(setting.Sealed)
        .Add(DestinationColumns.BitsOf(setting.Kinds)).Add((long)setting.Severity).Add(DestinationColumns.AccountsOf(setting.Accounts))
        .Add(setting.IsEnabled).Add(setting.SetAt).Run());

    public ValueTask<bool> Remove(TenantId tenant, string name) => Write(database =>
    {
        if (IdOf(database, tenant, name) is not { } id)
            return false;
        database.Prepared("DELETE FROM outbox WHERE destination = ?").Add(id).Run();
        database.Prepared("DELETE FROM dead_letters WHERE destination = ?").Add(id).Run();
        database.Prepared("DELETE FROM destinations WHERE id = ?").Add(id).Run();
        return true;
    });

    public ValueTask<bool> Add(TenantId tenant, string name, AlertRow alert) => Write(database =>
    {
        if (IdOf(database, tenant, name) is not { } id)
            return false;
        var bounded = AlertColumns.Bounded(alert);
        OutboxTable.Add(database, id, bounded, ContractJson.Encode(bounded));
        database.Prepared("UPDATE destinations SET next_at = 0 WHERE id = ?").Add(id).Run();
        return true;
    });

    public ValueTask<ImmutableArray<DestinationEntry>> Due(DateTimeOffset now, int limit, CancellationToken cancellation) => Read(
        database => database.Prepared(
            $"SELECT {DestinationColumns.List} FROM destinations d WHERE d.last > d.done AND d.is_enabled = 1 AND d.next_at <= ? ORDER BY d.next_at, d.id LIMIT ?")
            .Add(now).Add((long)Math.Clamp(limit, 1, IOutbox.TakeMax)).All(static row => DestinationColumns.Read(row)), cancellation);

    public ValueTask<ImmutableArray<WaitingAlert>> Next(long destination, int limit, CancellationToken cancellation) => Read(
        database => database.Prepared(
            "SELECT o.destination, o.number, o.alert FROM outbox o JOIN destinations d ON d.id = o.destination WHERE d.id = ? AND o.number > d.done "
            + "ORDER BY o.number LIMIT ?").Add(destination).Add((long)Math.Clamp(limit, 1, IOutbox.TakeMax)).All(static row => DestinationColumns.ReadWaiting(row)),
        cancellation);

    public async ValueTask Record(DeliveryAttempt attempt) => await Write(database =>
    {
        var (destination, number) = (attempt.Alert.Destination, attempt.Alert.Number);
        if (attempt.Fault is not { } fault)
        {
            database.Prepared("UPDATE destinations SET sent = sent + 1, sent_at = ?, fault = NULL, fault_at = NULL, tries = 0, next_at = 0, done = max(done, ?) WHERE id = ?")
                .Add(attempt.At).Add(number).Add(destination).Run();
        }
        else
        {
            database.Prepared("UPDATE destinations SET failed = failed + 1, fault = ?, fault_at = ?, tries = tries + 1, next_at = ? WHERE id = ?")
                .Add(BoundedText.Cut(fault, DeliveryAttempt.FaultLengthMax)).Add(attempt.At).Add(attempt.NextAt).Add(destination).Run();
            if (!attempt.IsGivenUp)
                return;
            Bury(database, attempt, fault);
        }

        database.Prepared("DELETE FROM outbox WHERE destination = ?1 AND number <= (SELECT done FROM destinations WHERE id = ?1)").Add(destination).Run();
    });

    public ValueTask<ImmutableArray<DeadLetter>> DeadLetters(TenantId tenant, int limit, CancellationToken cancellation) => Read(
        database => database.Prepared(
            "SELECT d.name, l.number, l.died_at, l.fault, l.alert FROM dead_letters l JOIN destinations d ON d.id = l.destination WHERE d.tenant = ? "
            + "ORDER BY l.died_at DESC, l.number DESC LIMIT ?").Add(tenant.Value).Add((long)Math.Clamp(limit, 1, IOutbox.TakeMax)).All(static row => DestinationColumns.ReadDead(row)),
        cancellation);

    public ValueTask<OutboxSums> Sums(CancellationToken cancellation) => books.Read(
        database => database.Prepared(
            "SELECT count(*), coalesce(sum(d.last - d.done), 0), coalesce(sum(d.dead), 0), coalesce(sum(d.dropped), 0), "
            + "min(o.at), min(max(o.at, d.next_at)) FROM destinations d LEFT JOIN outbox o ON o.destination = d.id AND o.number = d.done + 1 AND d.is_enabled = 1")
            .First(static row => DestinationColumns.ReadSums(row))!, cancellation);

    public async ValueTask Sweep(CancellationToken cancellation) => await Write(static database =>
    {
        database.Prepared("DELETE FROM outbox WHERE number <= coalesce((SELECT done FROM destinations WHERE id = destination), number)").Run();
        database.Prepared("DELETE FROM dead_letters WHERE destination NOT IN (SELECT id FROM destinations)").Run();
    });

    private static void Bury(SqliteDatabase database, DeliveryAttempt attempt, string fault)
    {
        var (destination, number) = (attempt.Alert.Destination, attempt.Alert.Number);
        database.Prepared("INSERT OR IGNORE INTO dead_letters(destination, number, died_at, fault, alert) SELECT destination, number, ?, ?, alert FROM outbox WHERE destination = ? AND number = ?")
            .Add(attempt.At).Add(BoundedText.Cut(fault, DeliveryAttempt.FaultLengthMax)).Add(destination).Add(number).Run();
        database.Prepared("UPDATE destinations SET dead = dead + ?, done = max(done, ?) WHERE id = ?").Add((long)database.Changes).Add(number).Add(destination).Run();
        database.Prepared(
            "DELETE FROM dead_letters WHERE destination = ?1 AND number <= (SELECT number FROM dead_letters WHERE destination = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)")
            .Add(destination).Add((long)IOutbox.DeadMax).Run();
    }

    private static long? IdOf(SqliteDatabase database, TenantId tenant, string name) =>
        database.Prepared("SELECT id FROM destinations WHERE tenant = ? AND name = ?").Add(tenant.Value).Add(name).First(static row => (long?)row.Long());

    private async ValueTask<ImmutableArray<T>> Read<T>(Func<SqliteDatabase, List<T>> read, CancellationToken cancellation) =>
        [.. await books.Read(read, cancellation)];

    private ValueTask<T> Write<T>(Func<SqliteDatabase, T> write) => books.Write(writer => writer.Guarded(guarded => write(guarded.Database)));

    private async ValueTask Write(Action<SqliteDatabase> write) => await Write(database =>
    {
        write(database);
        return true;
    });
}
