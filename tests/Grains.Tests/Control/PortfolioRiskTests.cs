using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Portfolio;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.GrainsTests.Control;

/// <summary>Limits that all accounts of a tenant share.</summary>
public sealed class PortfolioRiskTests
{
    private static readonly TimeSpan TakesHold = TimeSpan.FromSeconds(11);

    private static Local Leasing(Func<string, bool>? failsCall = null) =>
        Local.Create(grains: static settings => settings with { LeasesRisk = true }, failsCall: failsCall);

    private static Scene Open(Local local, params string[] accounts)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.Tick(100_000m);
        foreach (var account in accounts)
            scene.OpenAccount(account);
        return scene;
    }

    private static void Limit(Local local, TenantLimits limits)
    {
        Assert.Equal(SetupStatus.Done, local.Run(() => local.Grains.PortfolioRisk(Scene.Tenant).SetLimits(limits)).Status);
        local.Wait(TakesHold);
    }

    private static PortfolioView View(Local local) => local.Run(() => local.Grains.PortfolioRisk(Scene.Tenant).GetView());

    private static decimal Gross(PortfolioView view) => view.Uses.Single(static use => use.Limit == RiskLimit.TenantGrossNotionalMax).Value;

    [Fact]
    public async Task Orders_ofAllAccounts_neverExceedTheGrossNotional_andAClose_makesRoom()
    {
        await using var local = Leasing();
        var scene = Open(local, "a", "b", "c");
        Limit(local, new TenantLimits(GrossNotionalMax: 10_000m));

        var replies = Enumerable.Range(0, 30).Select(i => scene.Execute($"o{i}", Scene.AtMarket(i % 3 == 1 ? Side.Sell : Side.Buy, 0.01m), "abc"[i % 3].ToString())).ToArray();

        var refused = Array.FindIndex(replies, static reply => !reply.IsDone);
        Assert.Equal((RefusalCode.RiskTenantGrossNotional, "TenantGrossNotionalMax"), (replies[refused].Refusal!.Code, replies[refused].Refusal!.Field));
        var verdict = Assert.IsType<RiskVerdict.Refused>(replies[refused].Verdict);
        Assert.Equal((RiskLimit.TenantGrossNotionalMax, 10_000m), (verdict.Limit, verdict.Bound));
        Assert.InRange(verdict.Value!.Value, 10_000m, 12_000m);
        Assert.Equal(replies[refused], local.Run(() => scene.Account("abc"[refused % 3].ToString()).FindReply(new CommandId($"o{refused}"))));
        var held = new[] { "a", "b", "c" }.Sum(name => scene.View(name).Books.Positions.Sum(static position => position.Notional));
        Assert.InRange(held, 3_000m, 10_000m);

        foreach (var name in new[] { "a", "b", "c" })
            scene.Execute("close", new ClosePosition(Scene.Btc, OrderNote.None), name);
        local.Wait(TimeSpan.FromSeconds(3));
        Assert.Equal(0m, Gross(View(local)));
        Assert.True(scene.Execute("again", Scene.AtMarket(Side.Buy, 0.09m), "a").IsDone);
    }

    [Fact]
    public async Task SetLimits_overWhatIsHeld_countsItAndTakesHoldOnceEveryAccountHasHeard()
    {
        await using var local = Leasing();
        var scene = Open(local, "a", "b");
        Assert.True(scene.Execute("held", Scene.AtMarket(Side.Buy, 0.06m), "a").IsDone);
        Assert.True(scene.Execute("resting", Scene.Limit(Side.Buy, 0.02m, 90_000m), "b").IsDone);

        Assert.Equal(SetupStatus.Done, local.Run(() => local.Grains.PortfolioRisk(Scene.Tenant).SetLimits(new TenantLimits(GrossNotionalMax: 8_500m))).Status);
        Assert.NotNull(View(local).HoldsFrom);
        local.Wait(TimeSpan.FromSeconds(6));
        Assert.Equal(RefusalCode.RiskTenantHeadroom, scene.Execute("early", Scene.AtMarket(Side.Buy, 0.001m), "b").Refusal!.Code);
        local.Wait(TimeSpan.FromSeconds(5));

        Assert.InRange(Gross(View(local)), 7_790m, 7_810m);
        Assert.True(scene.Execute("fits", Scene.AtMarket(Side.Buy, 0.005m), "b").IsDone);
        Assert.Equal(RefusalCode.RiskTenantGrossNotional, scene.Execute("too much", Scene.AtMarket(Side.Buy, 0.005m), "b").Refusal!.Code);
        Assert.True(scene.Execute("reduces", new SubmitOrder(new OrderIntent(Scene.Btc, Side.Sell, OrderType.Market, OrderQuantity.InBase(0.01m)) { ReduceOnly = true }), "a").IsDone);
    }

    [Fact]
    public async Task Order_restingSinceBeforeTheLimits_countsAndStays_butNothingIsGivenBesideIt()
    {
        await using var local = Leasing();
        var scene = Open(local, "a", "b");
        Assert.True(scene.Execute("resting", Scene.Limit(Side.Buy, 0.05m, 90_000m), "a").IsDone);
        Limit(local, new TenantLimits(AssetExposureMax: 1_000m));

        Assert.Equal(RefusalCode.RiskTenantAssetExposure, scene.Execute("more", Scene.Limit(Side.Buy, 0.001m, 90_000m), "b").Refusal!.Code);
        scene.NextTick(89_000m);

        Assert.Equal(0.05m, Assert.Single(scene.View("a").Books.Positions).Quantity);
        Assert.Equal(RefusalCode.RiskTenantAssetExposure, scene.Execute("again", Scene.AtMarket(Side.Buy, 0.001m), "a").Refusal!.Code);
    }

    [Fact]
    public async Task Lease_ofALostAccount_countsUntilItsTimeIsOver_thenByItsStoredBooks()
    {
        await using var local = Leasing();
        var scene = Open(local, "a", "b");
        Limit(local, new TenantLimits(GrossNotionalMax: 10_000m));
        var portfolio = local.Grains.PortfolioRisk(Scene.Tenant);

        // Somebody asked in the account's name and was never heard of again.
        local.Run(() => portfolio.Lease(new HeadroomAsk("a", [], "BTC", 9_000m)));
        Assert.Equal(RefusalCode.RiskTenantGrossNotional, scene.Execute("early", Scene.AtMarket(Side.Buy, 0.02m), "b").Refusal!.Code);
        local.Wait(HeadroomBook.LeaseTime);
        Assert.Equal(RefusalCode.RiskTenantGrossNotional, scene.Execute("still", Scene.AtMarket(Side.Buy, 0.02m), "b").Refusal!.Code);
        local.Wait(HeadroomBook.Grace);

        Assert.True(scene.Execute("late", Scene.AtMarket(Side.Buy, 0.02m), "b").IsDone);
    }

    [Fact]
    public async Task Lease_thatCannotBeAskedFor_refusesNothingForGood_andReductionsPass()
    {
        var fails = false;
        await using var local = Leasing(failsCall: method => fails && string.Equals(method, nameof(IPortfolioRiskGrain.Lease), StringComparison.Ordinal));
        var scene = Open(local, "a");
        Limit(local, new TenantLimits(GrossNotionalMax: 10_000m));
        Assert.True(scene.Execute("before", Scene.AtMarket(Side.Buy, 0.01m), "a").IsDone);
        Assert.True(scene.Execute("resting", Scene.Limit(Side.Buy, 0.01m, 90_000m), "a").IsDone);
        local.Wait(TimeSpan.FromSeconds(3));
        fails = true;

        Assert.Equal(CommandStatus.Unknown, scene.Execute("during", Scene.AtMarket(Side.Buy, 0.05m), "a").Status);
        Assert.Null(local.Run(() => scene.Account("a").FindReply(new CommandId("during"))));
        Assert.True(scene.Execute("close", new ClosePosition(Scene.Btc, OrderNote.None), "a").IsDone);
        fails = false;

        Assert.True(scene.Execute("during", Scene.AtMarket(Side.Buy, 0.05m), "a").IsDone);
        scene.NextTick(89_000m);
        Assert.Equal(0.06m, Assert.Single(scene.View("a").Books.Positions).Quantity);
    }

    [Fact]
    public async Task Grants_areStored_soThatARestartMakesNoRoom()
    {
        using var home = new Home();
        DateTimeOffset now;
        await using (var before = home.Start(grains: static settings => settings with { LeasesRisk = true }))
        {
            Open(before, "a", "b");
            Limit(before, new TenantLimits(GrossNotionalMax: 10_000m));
            before.Run(() => before.Grains.PortfolioRisk(Scene.Tenant).Lease(new HeadroomAsk("a", [], "BTC", 9_000m)));
            now = before.Now;
        }

        await using var after = home.Start(now, static settings => settings with { LeasesRisk = true });
        var scene = new Scene(after);
        scene.StartSymbol(epoch: 2);
        scene.Tick(scene.QuoteAt(100_000m), epoch: 2);
        Assert.Equal(RefusalCode.RiskTenantGrossNotional, scene.Execute("early", Scene.AtMarket(Side.Buy, 0.02m), "b").Refusal!.Code);
    }

    [Fact]
    public async Task Loss_ofAllAccountsTogether_endsOpeningForTheDay()
    {
        await using var local = Leasing();
        var scene = Open(local, "a", "b");
        Limit(local, new TenantLimits(DailyLossMax: 500m));
        Assert.True(scene.Execute("one", Scene.AtMarket(Side.Buy, 0.1m), "a").IsDone);
        Assert.True(scene.Execute("two", Scene.AtMarket(Side.Buy, 0.1m), "b").IsDone);
        scene.NextTick(97_000m);
        local.Wait(TimeSpan.FromMinutes(1));

        Assert.InRange(View(local).DayLoss, 590m, 620m);
        Assert.Equal(RefusalCode.RiskTenantDailyLoss, scene.Execute("three", Scene.AtMarket(Side.Buy, 0.1m), "b").Refusal!.Code);
        Assert.True(scene.Execute("close", new ClosePosition(Scene.Btc, OrderNote.None), "b").IsDone);
        local.RunUntil(Local.Start.AddDays(1).AddMinutes(2));
        scene.NextTick(97_000m);
        Assert.True(scene.Execute("next day", Scene.AtMarket(Side.Buy, 0.01m), "b").IsDone);
    }

    [Fact]
    public async Task View_ofATenantWithoutLimits_tellsTheExposureOfEveryAccount()
    {
        await using var local = Leasing();
        var scene = Open(local, "a", "b");
        Assert.True(scene.Execute("one", Scene.AtMarket(Side.Sell, 0.02m), "a").IsDone);
        Assert.True(scene.Execute("two", Scene.Limit(Side.Buy, 0.01m, 90_000m), "b").IsDone);

        var view = View(local);

        Assert.Equal(["a", "b"], view.Accounts.Select(static account => account.Account));
        Assert.Equal([2_000m, 900m], view.Accounts.Select(static account => Math.Round(account.Used.Single().Notional)));
        Assert.All(view.Uses, static use => Assert.Null(use.Max));
        Assert.Equal("grossNotionalMax", local.Run(() => local.Grains.PortfolioRisk(Scene.Tenant).SetLimits(new TenantLimits(GrossNotionalMax: -1m))).Errors.Single().Field);
    }
}
