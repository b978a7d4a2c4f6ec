using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class LessonTable
{
    public const string Columns = "version, account, agent, lesson";

    /// <summary>A trade that teaches twice leaves the first lesson as it is.</summary>
    public static void Write(SqliteDatabase database, LessonRow row) => database
        .Prepared("INSERT OR IGNORE INTO lessons(version, account, trade, agent, closed_at, score, lesson) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Version.ToString()).Add(row.Account.ToString()).Add(row.Lesson.Trade).Add(row.Agent.ToString()).Add(row.Lesson.ClosedAt)
        .Add((double)row.Lesson.Score).Add(ContractJson.Encode(row.Lesson)).Run();

    public static LessonRow Read(SqliteStatement row) => new(
        VersionKey.Parse(row.Text()), AccountKey.Parse(row.Text()), AgentKey.Parse(row.Text()), ContractJson.Decode<Lesson>(row.Blob()));
}
