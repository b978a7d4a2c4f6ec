using System.Globalization;
using OrleansTrader.Storage.Postgres.Database;

namespace OrleansTrader.Storage.Postgres.States;

/// <summary>Reminders in the journal's database, for one process; in a cluster Orleans' own provider keeps them.</summary>
internal sealed class PostgresReminderTable(PostgresDatabase database) : IReminderTable
{
    private const string Columns = "grain, name, start_at, period, etag";

    public async Task<ReminderTableData> ReadRows(GrainId grainId) => new(await database.All(
        new Query($"SELECT {Columns} FROM reminders WHERE grain = $1 ORDER BY name").Add(grainId.ToString()), Read, CancellationToken.None));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        // The range is (begin, end], and goes round where it ends before it begins.
        var sql = begin < end
            ? $"SELECT {Columns} FROM reminders WHERE hash > $1 AND hash <= $2 ORDER BY grain, name"
            : $"SELECT {Columns} FROM reminders WHERE hash > $1 OR hash <= $2 ORDER BY grain, name";
        return new ReminderTableData(await database.All(new Query(sql).Add((long)begin).Add((long)end), Read, CancellationToken.None));
    }

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => await database.First(
        new Query($"SELECT {Columns} FROM reminders WHERE grain = $1 AND name = $2").Add(grainId.ToString()).Add(reminderName), Read, CancellationToken.None);

    public async Task<string?> UpsertRow(ReminderEntry entry) => Text(await database.First(
        new Query(
            $"INSERT INTO reminders({Columns}, hash) VALUES ($1, $2, $3, $4, nextval('reminder_etags'), $5) ON CONFLICT(grain, name) DO UPDATE SET "
            + "start_at = excluded.start_at, period = excluded.period, etag = excluded.etag, hash = excluded.hash RETURNING etag")
            .Add(entry.GrainId.ToString()).Add(entry.ReminderName).Add(entry.StartAt.Ticks).Add(entry.Period.Ticks)
            .Add((long)entry.GrainId.GetUniformHashCode()),
        static row => row.Long(), CancellationToken.None));

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => await database.Execute(
        new Query("DELETE FROM reminders WHERE grain = $1 AND name = $2 AND etag = $3")
            .Add(grainId.ToString()).Add(reminderName).Add(long.Parse(eTag, CultureInfo.InvariantCulture)),
        CancellationToken.None) > 0;

    public async Task TestOnlyClearTable() => await database.Execute(new Query("DELETE FROM reminders"), CancellationToken.None);

    private static ReminderEntry Read(PostgresRow row) => new()
    {
        GrainId = GrainId.Parse(row.Text()),
        ReminderName = row.Text(),
        StartAt = new DateTime(row.Long(), DateTimeKind.Utc),
        Period = new TimeSpan(row.Long()),
        ETag = Text(row.Long()),
    };

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);
}
