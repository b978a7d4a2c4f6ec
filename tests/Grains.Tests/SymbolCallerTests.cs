using OrleansTrader.Grains;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.GrainsTests;

/// <summary>A market belongs to no tenant, so it says itself who may change what.</summary>
public sealed class SymbolCallerTests
{
    private static readonly TenantId _stranger = new("other");

    [Fact]
    public async Task SetTriggers_byAnotherTenantOrNobody_isRefused_andWhatRestsStays()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.Tick(60_000m);
        var resting = new Trigger(TriggerKind.Fill, new OrderId(1), new Condition(ConditionKind.AskAtMost, 50_000m, null, false, default, 0, default));
        var set = new TriggerSet(Scene.Key("main"), 7, [resting]);
        var emptied = set with { LedgerVersion = 8, Triggers = [] };

        Assert.True(local.RunForNobody(() => As(Scene.Tenant, () => scene.Market.SetTriggers(set))).IsTaken);
        Assert.Throws<TenancyException>(() => local.RunForNobody(() => scene.Market.SetTriggers(emptied)));
        Assert.Throws<TenancyException>(() => local.RunForNobody(() => As(_stranger, () => scene.Market.SetTriggers(emptied))));
        Assert.Throws<TenancyException>(() => local.RunForNobody(() => As(new TenantId("demo2"), () => scene.Market.SetTriggers(emptied))));
        Assert.Equal(1, local.Run(() => scene.Market.GetSnapshot())!.RestingTriggers);

        Assert.True(local.Run(() => scene.Market.SetTriggers(emptied)).IsTaken);
        Assert.Equal(0, local.Run(() => scene.Market.GetSnapshot())!.RestingTriggers);
    }

    [Fact]
    public async Task MarketData_byATenantOrNobody_isRefused_andThePriceStays()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.Tick(60_000m);

        Assert.Throws<TenancyException>(() => local.RunForNobody(() => scene.Market.OnMarket([scene.QuoteAt(1m)], 1)));
        Assert.Throws<TenancyException>(() => local.RunForNobody(() => As(Scene.Tenant, () => scene.Market.OnMarket([scene.QuoteAt(1m)], 1))));
        Assert.Throws<TenancyException>(() => local.RunForNobody(() => scene.Market.Start(Scene.StartOf(epoch: 2))));
        Assert.Throws<TenancyException>(() => local.RunForNobody(() => As(Scene.Tenant, () => scene.Market.Start(Scene.StartOf(epoch: 2)))));

        Assert.Equal(59_999.5m, local.RunForNobody(() => As(_stranger, scene.Market.GetMarket))!.Quote!.Bid);
    }

    private static async Task<T> As<T>(TenantId tenant, Func<Task<T>> call)
    {
        using var caller = Caller.As(tenant);
        return await call();
    }
}
