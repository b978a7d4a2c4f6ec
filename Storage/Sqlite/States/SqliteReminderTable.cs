using System.Globalization;
using OrleansTrader.Storage.Sqlite.Commits;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.States;

/// <summary>Reminders in the journal's database.</summary>
internal sealed class SqliteReminderTable(IBooks books) : IReminderTable
{
    private const string Columns = "grain, name, start_at, period, etag";

    public async Task<ReminderTableData> ReadRows(GrainId grainId) => new(await books.Read(
        database => database.Prepared($"SELECT {Columns} FROM reminders WHERE grain = ? ORDER BY name").Add(grainId.ToString()).All(Read),
        CancellationToken.None));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        // The range is (begin, end], and goes round where it ends before it begins.
        var sql = begin < end
            ? $"SELECT {Columns} FROM reminders WHERE hash > ? AND hash <= ? ORDER BY grain, name"
            : $"SELECT {Columns} FROM reminders WHERE hash > ? OR hash <= ? ORDER BY grain, name";
        return new ReminderTableData(await books.Read(
            database => database.Prepared(sql).Add((long)begin).Add((long)end).All(Read), CancellationToken.None));
    }

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => await books.Read(
        database => database.Prepared($"SELECT {Columns} FROM reminders WHERE grain = ? AND name = ?")
            .Add(grainId.ToString()).Add(reminderName).First(Read),
        CancellationToken.None);

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        var grain = entry.GrainId.ToString();
        var hash = entry.GrainId.GetUniformHashCode();
        var etag = await books.Write(writer => writer.Guarded(guarded =>
        {
            var next = guarded.Database.Prepared("SELECT coalesce(max(etag), 0) + 1 FROM reminders").First(row => row.Long());
            guarded.Database.Prepared($"INSERT OR REPLACE INTO reminders({Columns}, hash) VALUES (?, ?, ?, ?, ?, ?)")
                .Add(grain).Add(entry.ReminderName).Add(entry.StartAt.Ticks).Add(entry.Period.Ticks).Add(next).Add((long)hash).Run();
            return next;
        }));
        return Text(etag);
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        var grain = grainId.ToString();
        return await books.Write(writer => writer.Guarded(guarded =>
        {
            guarded.Database.Prepared("DELETE FROM reminders WHERE grain = ? AND name = ? AND etag = ?")
                .Add(grain).Add(reminderName).Add(long.Parse(eTag, CultureInfo.InvariantCulture)).Run();
            return guarded.Database.Changes > 0;
        }));
    }

    public async Task TestOnlyClearTable() => await books.Write(writer => writer.Guarded(guarded =>
    {
        guarded.Database.Prepared("DELETE FROM reminders").Run();
        return true;
    }));

    private static ReminderEntry Read(SqliteStatement row) => new()
    {
        GrainId = GrainId.Parse(row.Text()),
        ReminderName = row.Text(),
        StartAt = new DateTime(row.Long(), DateTimeKind.Utc),
        Period = new TimeSpan(row.Long()),
        ETag = Text(row.Long()),
    };

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);
}
