using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Rows;

namespace OrleansTrader.Storage.Tests.Sqlite;

public sealed class CausedRowsIndexTests : IDisposable
{
    private readonly TestBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [InlineData(OrderTable.CausedBy, "orders_cause")]
    [InlineData(ClosedTradeTable.CausedBy, "closed_trades_cause")]
    public async Task CausedBy_isAnsweredByAnIndex(string query, string index)
    {
        await using (_books.Open())
        {
        }

        using var database = SqliteDatabase.Open(_books.Database, readOnly: true);
        using var plan = database.Prepare($"EXPLAIN QUERY PLAN {query}");

        var steps = plan.All(static step => (step.Long(), step.Long(), step.Long(), Told: step.Text()));

        Assert.Contains($"USING INDEX {index} (account=? AND", steps[0].Told, StringComparison.Ordinal);
    }
}
