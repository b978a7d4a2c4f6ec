using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class LessonTable
{
    /// <summary>A trade that teaches twice leaves the first lesson as it is.</summary>
    public static void Write(SqliteDatabase database, LessonRow row) => database
        .Prepared("INSERT OR IGNORE INTO lessons(version, account, trade, agent, closed_at, score, lesson) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Version.ToString()).Add(row.Account.ToString()).Add(row.Lesson.Trade).Add(row.Agent.ToString()).Add(row.Lesson.ClosedAt)
        .Add((double)row.Lesson.Score).Add(ContractJson.Encode(row.Lesson)).Run();
}
