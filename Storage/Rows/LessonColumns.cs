using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.Storage.Rows;

internal static class LessonColumns
{
    public const string List = "version, account, agent, lesson";

    public static LessonRow Read(IRow row) => new(
        VersionKey.Parse(row.Text()), AccountKey.Parse(row.Text()), AgentKey.Parse(row.Text()), ContractJson.Decode<Lesson>(row.Blob()));
}
