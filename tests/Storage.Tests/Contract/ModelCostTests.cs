using OrleansTrader.Grains.Agents;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Storage.Tests.Sqlite;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

public sealed class ModelCostTests : IDisposable
{
    private static readonly AgentKey _bot = AgentKey.Parse("demo/bot");
    private static readonly VersionKey _thinker = VersionKey.Parse("demo/thinker@1.0.0");
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task ModelCosts_recordsOfSeveralAgents_areSummedByVersionAgentAndDay(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([Record("demo/bot", 1, 0.25m), Record("demo/bot", 2, 0.5m, hours: 23.9)]);
        await store.Journal.Write([Record("demo/bot", 3, 0.0000001m, hours: 24), Record("demo/twin", 1, 1m, hours: 25)]);
        await store.Journal.Write([Record("demo/other", 1, 8m) with { Version = VersionKey.Parse("demo/thinker@2.0.0"), Turns = [] }, Record("demo2/bot", 1, 16m)]);

        var ofVersions = await store.ReadModel.ModelCosts(new TenantId("demo"), Cancellation);
        Assert.Equal(2, ofVersions.Count);
        Assert.Equal(new ModelCost(4, 4, 3_600, 160, 1.750001m), ofVersions[_thinker]);
        Assert.Equal(new ModelCost(1, 0, 0, 0, 8m), ofVersions[VersionKey.Parse("demo/thinker@2.0.0")]);
        Assert.Equal(
            new AgentModelCost(new ModelCost(1, 1, 900, 40, 0.000001m), new ModelCost(3, 3, 2_700, 120, 0.750001m)),
            await store.ReadModel.ModelCosts(_bot, Start.AddHours(30), Cancellation));
        Assert.Equal(new AgentModelCost(ModelCost.None, ModelCost.None), await store.ReadModel.ModelCosts(AgentKey.Parse("demo/none"), Start, Cancellation));
        Assert.Equal(9.750001m, await Spend("demo", 0));
        Assert.Equal(1.000001m, await Spend("demo", 24));
        Assert.Equal(0m, await Spend("demo", 48));
        Assert.Equal(16m, await Spend("demo2", 0));

        ValueTask<decimal> Spend(string tenant, int hours) => store.ReadModel.ModelSpend(new TenantId(tenant), Start.AddHours(hours), Cancellation);
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task ModelCosts_recordStoredTwice_countsOnce(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        var record = Record("demo/bot", 1, 0.25m);
        await store.Journal.Write([record, record]);
        await store.Journal.Write([record with { CostUsd = 4m }]);

        Assert.Equal(new ModelCost(1, 1, 900, 40, 0.25m), (await store.ReadModel.ModelCosts(_bot, Start, Cancellation)).Total);
    }

    private static DecisionRecordRow Record(string agent, long cycle, decimal cost, double hours = 0) =>
        TestRows.Record(agent, cycle, cost, [], [], []) with { At = Start.AddHours(hours) };
}
