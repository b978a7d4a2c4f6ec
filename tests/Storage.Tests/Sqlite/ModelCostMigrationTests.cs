using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Trading.Accounts;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Sqlite;

public sealed class ModelCostMigrationTests : IDisposable
{
    /// <summary>The sums are not there yet.</summary>
    private const string Before = "DROP TABLE model_costs; CREATE INDEX decision_records_cost ON decision_records(tenant, at, cost_micros); ";

    private static readonly AgentKey _bot = AgentKey.Parse("demo/bot");
    private readonly TestBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Fact]
    public async Task ModelCosts_recordsOfBefore_areCountedByTheMigration()
    {
        var asked = Record("demo/bot", 1, 0.25m);
        DecisionRecordRow[] records =
        [
            asked with { Turns = [asked.Turns[0], asked.Turns[0] with { InputTokens = 5, OutputTokens = 1 }] }, Record("demo/bot", 2, 0.0000001m, hours: 24),
            Record("demo/bot", 3, 0m, hours: 24) with { Turns = [], HoldReason = "nothing left" },
            Record("demo/twin", 1, 1m) with { Version = VersionKey.Parse("demo/thinker@1.1.0") },
        ];
        await using (var store = _books.Open())
            await store.Journal.Write([.. records]);

        // They were JSON as it stands then.
        var asTheyWere = string.Concat(records.Select(static record =>
            $"UPDATE decision_records SET record = X'{Convert.ToHexString(ContractJson.Encode(record))}' WHERE agent = '{record.Agent}' AND cycle = {record.Cycle}; "));
        _books.Forge(asTheyWere + Before + SchemaModelCosts.Script);
        await using var again = _books.Open();
        await again.Journal.Write([Record("demo/bot", 1, 0.25m), Record("demo/bot", 4, 0.5m, hours: 24)]);

        Assert.Equal(
            new AgentModelCost(new ModelCost(3, 2, 1_800, 80, 0.500001m), new ModelCost(4, 4, 2_705, 121, 0.750001m)),
            await again.ReadModel.ModelCosts(_bot, Start.AddDays(1), Cancellation));
        Assert.Equal(1m, (await again.ReadModel.ModelCosts(new TenantId("demo"), Cancellation))[VersionKey.Parse("demo/thinker@1.1.0")].CostUsd);
    }

    private static DecisionRecordRow Record(string agent, long cycle, decimal cost, double hours = 0) =>
        TestRows.Record(agent, cycle, cost, [], [], []) with { At = Start.AddHours(hours) };
}
