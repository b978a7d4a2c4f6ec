using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.GrainsTests;

/// <summary>The planted promise: more than 0.15 held is a broken book.</summary>
public sealed class InvariantHaltTests
{
    private const string Promise = "planted: nobody holds more than 0.15";

    [Fact]
    public async Task Execute_wouldBreakThePromise_haltsTellsAndWritesNothingOfIt()
    {
        using var home = new Home();
        await using var local = home.Start(grains: static s => s with { BooksCheck = Check });
        var scene = Buy(local, 0.1m, new Bracket(StopPrice: 59_000m));
        scene.Execute("rest", Scene.Limit(Side.Buy, 0.01m, 50_000m));

        var reply = scene.Execute("more", Scene.AtMarket(Side.Buy, 0.1m));

        Assert.Equal((CommandStatus.Refused, RefusalCode.Halted, Promise), (reply.Status, reply.Refusal!.Code, reply.Refusal.Value));
        Assert.Equal(0.1m, scene.View().Books.Positions[0].Quantity);
        Assert.Equal(RefusalCode.Halted, scene.Execute("small", Scene.AtMarket(Side.Buy, 0.01m)).Refusal!.Code);
        Assert.Equal($"invariant: {Promise}", Assert.Single(await Halts(local)).Reason);

        // What a person sees: the account's own page and list, and the overview's alerts.
        Assert.Equal($"invariant: {Promise}", scene.View().Books.HaltReason);
        Assert.Equal($"invariant: {Promise}", (await local.ReadModel.Account(Scene.Key("main"), default))!.Halted);
        var alert = Assert.Single(Alerts(local), static a => a.Severity == AlertSeverity.Critical);
        Assert.Contains(Promise, alert.Message, StringComparison.Ordinal);
        Assert.Equal("demo/main", alert.Source);

        // Entries went, the stop still protects what is held.
        Assert.All(scene.View().Books.Orders, static o => Assert.True(o.ReduceOnly));
        scene.NextTick(58_000m);
        Assert.DoesNotContain(scene.View().Books.Positions, static p => p.Quantity != 0m);
        Assert.True(local.Run(() => local.Journal.Verify(default).AsTask()).IsSound);
    }

    [Fact]
    public async Task Execute_afterARestart_staysHaltedUntilAPersonResumes()
    {
        using var home = new Home();
        DateTimeOffset at;
        await using (var local = home.Start(grains: static s => s with { BooksCheck = Check }))
        {
            Buy(local, 0.1m).Execute("more", Scene.AtMarket(Side.Buy, 0.1m));
            at = local.Now;
        }

        await using var again = home.Start(at.AddSeconds(1));
        var scene = new Scene(again);
        scene.StartSymbol();
        scene.Tick(60_000m);
        Assert.Equal(RefusalCode.Halted, scene.Execute("buy-2", Scene.AtMarket(Side.Buy, 0.01m)).Refusal!.Code);
        Assert.True(scene.Execute("resume", new ResumeAccount()).IsDone);
        Assert.True(scene.Execute("buy-3", Scene.AtMarket(Side.Buy, 0.01m)).IsDone);
    }

    [Fact]
    public async Task Execute_booksThemselvesAreBroken_nothingButTheHaltIsWrittenAndOneAlert()
    {
        using var home = new Home();
        DateTimeOffset at;
        await using (var local = home.Start())
        {
            Buy(local, 0.2m, new Bracket(StopPrice: 59_000m));
            at = local.Now;
        }

        await using var again = home.Start(at.AddSeconds(1), static s => s with { BooksCheck = Check });
        var scene = new Scene(again);
        scene.StartSymbol();
        scene.Tick(60_000m);
        var before = scene.View().Books.Version;

        Assert.Equal(RefusalCode.Halted, scene.Execute("more", Scene.AtMarket(Side.Buy, 0.01m)).Refusal!.Code);
        Assert.Equal(RefusalCode.Halted, scene.Execute("reduce", Scene.AtMarket(Side.Sell, 0.01m)).Refusal!.Code);
        for (var i = 0; i < 30; i++)
            scene.NextTick(61_000m + i);

        Assert.Equal(before + 1, scene.View().Books.Version);
        Assert.Single(await Halts(again));
        Assert.Single(Alerts(again), static a => a.Severity == AlertSeverity.Critical);
        Assert.Equal(0.2m, scene.View().Books.Positions[0].Quantity);
    }

    private static string? Check(AccountState books) =>
        LedgerInvariants.Check(books) ?? (books.HeldOf(Scene.Btc) > 0.15m ? Promise : null);

    private static Scene Buy(Local local, decimal quantity, Bracket? bracket = null)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        Assert.True(scene.Execute("buy", Scene.AtMarket(Side.Buy, quantity, bracket)).IsDone);
        return scene;
    }

    private static IEnumerable<AlertRow> Alerts(Local local) =>
        local.Run(() => local.Grains.Tenant(Scene.Tenant).GetAlerts(PageRequest.Newest(50))).Rows;

    private static async Task<List<AccountHalted>> Halts(Local local)
    {
        var stored = await local.Journal.Read($"account/{Scene.Key("main")}", 0, 5_000, default);
        return [.. stored.Select(static s => ContractJson.Decode<AccountEvent>(s.Payload.Span))
            .Where(static e => e.Kind == AccountEventKind.AccountHalted).Select(static e => e.AccountHalted())];
    }
}
