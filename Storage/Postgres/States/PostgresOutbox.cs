using System.Collections.Immutable;
using Npgsql;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Postgres.States;

/// <summary>Destinations and their outboxes beside the journal; each change is a transaction of its own.</summary>
internal sealed class PostgresOutbox(PostgresDatabase database) : IOutbox
{
    private static readonly string Upsert =
        $"INSERT INTO destinations({DestinationColumns.Set}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9 <> 0, $10) "
        + $"{Rows.Unnest.Replace("tenant, name", DestinationColumns.Set)}, tries = 0, next_at = 0";

    private const string Taken =
        "UPDATE destinations SET sent = sent + 1, sent_at = $3, fault = NULL, fault_at = NULL, tries = 0, next_at = 0, done = greatest(done, $2) WHERE id = $1";

    private const string Failed = "UPDATE destinations SET failed = failed + 1, fault = $2, fault_at = $3, tries = tries + 1, next_at = $4 WHERE id = $1";

    private const string Bury =
        "WITH buried AS (INSERT INTO dead_letters(destination, number, died_at, fault, alert) SELECT destination, number, $3, $4, alert FROM outbox "
        + "WHERE destination = $1 AND number = $2 ON CONFLICT DO NOTHING RETURNING 1) "
        + "UPDATE destinations SET dead = dead + (SELECT count(*) FROM buried), done = greatest(done, $2) WHERE id = $1";

    private const string Prune =
        "DELETE FROM dead_letters WHERE destination = $1 AND number <= (SELECT number FROM dead_letters WHERE destination = $1 ORDER BY number DESC LIMIT 1 OFFSET $2)";

    private const string Clear = "DELETE FROM outbox WHERE destination = $1 AND number <= (SELECT done FROM destinations WHERE id = $1)";

    private const string AddOne =
        "WITH moved AS (UPDATE destinations SET last = last + 1, dropped = dropped + greatest(0, last + 1 - done - $5), done = greatest(done, last + 1 - $5), next_at = 0 "
        + "WHERE tenant = $1 AND name = $2 RETURNING id, last) INSERT INTO outbox(destination, number, at, alert) SELECT id, last, $3, $4 FROM moved";

    public ValueTask<ImmutableArray<DestinationEntry>> Destinations(TenantId tenant, CancellationToken cancellation) => All(
        new Query($"SELECT {DestinationColumns.List} FROM destinations d WHERE d.tenant = $1 ORDER BY d.name LIMIT $2").Add(tenant.Value).Add(IOutbox.TakeMax),
        DestinationColumns.Read, cancellation);

    public async ValueTask Set(DestinationSetting setting) => await database.Execute(
        new Query(Upsert).Add(setting.Tenant.Value).Add(setting.Name).Add((long)setting.Format).Add(setting.Target).Add(setting.Sealed)
            .Add(DestinationColumns.BitsOf(setting.Kinds)).Add((long)setting.Severity).Add(DestinationColumns.AccountsOf(setting.Accounts))
            .Add(setting.IsEnabled ? 1L : 0L).Add(setting.SetAt), CancellationToken.None);

    public async ValueTask<bool> Remove(TenantId tenant, string name) => await database.Execute(
        new Query(
            "WITH going AS (SELECT id FROM destinations WHERE tenant = $1 AND name = $2 FOR UPDATE), unsent AS (DELETE FROM outbox o USING going WHERE o.destination = going.id), "
            + "unread AS (DELETE FROM dead_letters l USING going WHERE l.destination = going.id) DELETE FROM destinations d USING going WHERE d.id = going.id")
            .Add(tenant.Value).Add(name), CancellationToken.None) > 0;

    public async ValueTask<bool> Add(TenantId tenant, string name, AlertRow alert)
    {
        var bounded = AlertColumns.Bounded(alert);
        return await database.Execute(
            new Query(AddOne).Add(tenant.Value).Add(name).Add(bounded.At).Add(ContractJson.Encode(bounded)).Add(IOutbox.WaitingMax), CancellationToken.None) > 0;
    }

    public ValueTask<ImmutableArray<DestinationEntry>> Due(DateTimeOffset now, int limit, CancellationToken cancellation) => All(
        new Query($"SELECT {DestinationColumns.List} FROM destinations d WHERE d.last > d.done AND d.is_enabled AND d.next_at <= $1 ORDER BY d.next_at, d.id LIMIT $2")
            .Add(now).Add(Math.Clamp(limit, 1, IOutbox.TakeMax)), DestinationColumns.Read, cancellation);

    public ValueTask<ImmutableArray<WaitingAlert>> Next(long destination, int limit, CancellationToken cancellation) => All(
        new Query(
            "SELECT o.destination, o.number, o.alert FROM outbox o JOIN destinations d ON d.id = o.destination WHERE d.id = $1 AND o.number > d.done "
            + "ORDER BY o.number LIMIT $2").Add(destination).Add(Math.Clamp(limit, 1, IOutbox.TakeMax)), DestinationColumns.ReadWaiting, cancellation);

    public async ValueTask Record(DeliveryAttempt attempt) => await database.Use(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var statement in StatementsOf(attempt))
                batch.BatchCommands.Add(statement.InBatch());
            var changed = await batch.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
            return changed;
        },
        CancellationToken.None);

    public ValueTask<ImmutableArray<DeadLetter>> DeadLetters(TenantId tenant, int limit, CancellationToken cancellation) => All(
        new Query(
            "SELECT d.name, l.number, l.died_at, l.fault, l.alert FROM dead_letters l JOIN destinations d ON d.id = l.destination WHERE d.tenant = $1 "
            + "ORDER BY l.died_at DESC, l.number DESC LIMIT $2").Add(tenant.Value).Add(Math.Clamp(limit, 1, IOutbox.TakeMax)), DestinationColumns.ReadDead, cancellation);

    public async ValueTask<OutboxSums> Sums(CancellationToken cancellation) => (await database.First(
        new Query(
            "SELECT count(*), coalesce(sum(d.last - d.done), 0)::bigint, coalesce(sum(d.dead), 0)::bigint, coalesce(sum(d.dropped), 0)::bigint, "
            + "min(o.at), min(CASE WHEN o.at IS NOT NULL THEN greatest(o.at, d.next_at) END) FROM destinations d LEFT JOIN outbox o ON o.destination = d.id AND o.number = d.done + 1 AND d.is_enabled"),
        DestinationColumns.ReadSums, cancellation))!;

    public async ValueTask Sweep(CancellationToken cancellation)
    {
        await database.Execute(new Query("DELETE FROM outbox o USING destinations d WHERE d.id = o.destination AND o.number <= d.done"), cancellation);
        await database.Execute(new Query("DELETE FROM outbox o WHERE NOT EXISTS (SELECT 1 FROM destinations d WHERE d.id = o.destination)"), cancellation);
        await database.Execute(new Query("DELETE FROM dead_letters l WHERE NOT EXISTS (SELECT 1 FROM destinations d WHERE d.id = l.destination)"), cancellation);
    }

    private static IEnumerable<Query> StatementsOf(DeliveryAttempt attempt)
    {
        var (destination, number) = (attempt.Alert.Destination, attempt.Alert.Number);
        if (attempt.Fault is not { } told)
        {
            yield return new Query(Taken).Add(destination).Add(number).Add(attempt.At);
            yield return new Query(Clear).Add(destination);
            yield break;
        }

        var fault = BoundedText.Cut(told, DeliveryAttempt.FaultLengthMax);
        yield return new Query(Failed).Add(destination).Add(fault).Add(attempt.At).Add(attempt.NextAt);
        if (!attempt.IsGivenUp)
            yield break;
        yield return new Query(Bury).Add(destination).Add(number).Add(attempt.At).Add(fault);
        yield return new Query(Prune).Add(destination).Add(IOutbox.DeadMax);
        yield return new Query(Clear).Add(destination);
    }

    private async ValueTask<ImmutableArray<T>> All<T>(Query query, Func<PostgresRow, T> read, CancellationToken cancellation) =>
        [.. await database.All(query, read, cancellation)];
}
