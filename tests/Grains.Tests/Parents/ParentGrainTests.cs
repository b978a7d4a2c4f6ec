using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Books;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.GrainsTests.Parents;

/// <summary>Parent orders as grains carry them: by triggers and time, through restarts, under two activations.</summary>
public sealed class ParentGrainTests
{
    private const int Seconds = 65;

    private static SubmitParent Slices(ExecutionStyle style = ExecutionStyle.Twap) => new(
        new ParentIntent(Scene.Btc, Side.Buy, OrderQuantity.InBase(1m), style)
        {
            Duration = TimeSpan.FromMinutes(1), Slices = 10, Urgency = ExecutionUrgency.High, Leverage = 5m, Bracket = new Bracket(StopPrice: 50_000m),
        });

    [Fact]
    public async Task Submit_twap_isWorkedByTimeAndShownWithItsCost()
    {
        await using var local = Local.Create();
        var scene = Begin(local);
        var id = scene.Execute("twap", Slices()).Order!.Value;
        Go(scene, 0, 30);
        var open = Assert.Single(scene.View().Parents!.Value);
        Assert.True(open.IsOpen);
        Assert.InRange(open.Report.Filled, 0.2m, 0.8m);
        Assert.Equal(scene.View().Books.Orders.Single().Quantity, open.Report.Filled); // the stop covers just what is held
        Go(scene, 30, Seconds);

        var ended = Assert.Single(scene.View().Parents!.Value);
        Assert.Equal((id, ParentEndReason.Filled, 1m), (ended.Id, ended.Reason, ended.Report.Filled));
        Assert.NotEqual(0m, ended.Report.Total);
        var orders = local.Run(() => scene.Account().GetOrders(OrleansTrader.Grains.Books.PageRequest.Newest(50))).Rows;
        Assert.Equal(ended.Children + 1, orders.Count(order => order.Parent == id)); // and the stop
        Assert.Equal(scene.Execute("twap", Slices()).Order, id);
    }

    [Fact]
    public async Task Submit_vwapWithoutAProfile_goesByTheMarketsCandles()
    {
        await using var local = Local.Create();
        var scene = Begin(local);
        Assert.Equal("Profile", scene.Execute("early", Slices(ExecutionStyle.Vwap)).Refusal!.Field);
        for (var i = 0; i < 40; i++)
        {
            local.Wait(TimeSpan.FromMinutes(1));
            scene.Tick(scene.QuoteAt(60_000m) with { Volume = 5m });
        }

        Assert.True(scene.Execute("vwap", Slices(ExecutionStyle.Vwap)).IsDone);
        Go(scene, 0, Seconds);
        Assert.Equal(1m, scene.View().Parents!.Value.Single().Report.Filled);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Restart_betweenSlices_endsTheSame(int snapshotEvery)
    {
        ParentView whole;
        using (var quiet = new Home())
        await using (var local = quiet.Start())
        {
            var scene = Begin(local);
            scene.Execute("twap", Slices());
            Go(scene, 0, Seconds);
            whole = scene.View().Parents!.Value.Single();
        }

        using var home = new Home();
        DateTimeOffset at;
        await using (var local = home.Start(grains: settings => settings with { SnapshotEveryEvents = snapshotEvery }))
        {
            var scene = Begin(local);
            scene.Execute("twap", Slices());
            Go(scene, 0, 25);
            Assert.True(scene.View().Parents!.Value.Single().IsOpen);
            at = local.Now;
        }

        await using var again = home.Start(grains: settings => settings with { SnapshotEveryEvents = snapshotEvery }, at: at);
        var after = new Scene(again);
        after.StartSymbol(epoch: 2);
        after.Tick(after.QuoteAt(60_000m + (24 * 7m)), epoch: 2);
        for (var second = 25; second < Seconds; second++)
        {
            again.Wait(TimeSpan.FromSeconds(1));
            after.Tick(after.QuoteAt(60_000m + (second * 7m)), epoch: 2);
        }

        var broken = after.View().Parents!.Value.Single();
        Assert.Equal((whole.Report, whole.Children, whole.EndedAt, whole.Reason), (broken.Report, broken.Children, broken.EndedAt, broken.Reason));
        Assert.True(again.Run(() => again.Journal.Verify(default).AsTask()).IsSound);
    }

    [Fact]
    public async Task TwoActivations_ofOneAccount_neverTradeASliceTwice()
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { Mode = CommitMode.Group }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        await using var first = await LiveBooks.Start(store);
        await using var second = await LiveBooks.Start(store);
        await first.Open(60_000m, 3_000m);
        await second.Open(60_000m, 3_000m);
        using var caller = Caller.AsService();
        await first.Grains.Tenant(Scene.Tenant).CreateAccount(new AccountCreation("both", Scene.Venue, "USDT", 1_000_000m));
        var parent = Slices() with { Intent = Slices().Intent with { Duration = TimeSpan.FromSeconds(2), Slices = 20 } };
        Assert.True((await first.Account("both").Execute(new CommandId("twap"), parent)).IsDone);
        Assert.NotNull(await second.Account("both").GetView());

        await Task.WhenAll(Fire(first), Fire(second));

        var events = new List<AccountEvent>();
        while (await store.Journal.Read($"account/{Scene.Key("both")}", events.Count, 5_000, default) is { IsEmpty: false } some)
            events.AddRange(some.Select(static stored => ContractJson.Decode<AccountEvent>(stored.Payload.Span)));
        Assert.Equal(1m, events.Where(static e => e.Kind == AccountEventKind.OrderFilled).Sum(static e => e.OrderFilled().Quantity));
        Assert.Equal(1m, events.Single(static e => e.Kind == AccountEventKind.ParentEnded).ParentEnded().Report.Filled);
        Assert.True((await store.Journal.Verify(default)).IsSound);
    }

    // As the symbols of two processes would: each fires whatever it believes to be due.
    private static async Task Fire(LiveBooks books)
    {
        using var caller = Caller.AsService();
        var market = (await books.Grains.Symbol(Scene.BtcKey).GetMarket())!;
        for (var i = 0; i < 4_000; i++)
        {
            await books.Account("both").OnTrigger(Scene.BtcKey, market);
            if ((await books.Account("both").GetView())?.Parents is [{ IsOpen: false }])
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(2), TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException("the parent has not ended");
    }

    private static Scene Begin(Local local)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        return scene;
    }

    private static void Go(Scene scene, int from, int to)
    {
        for (var second = from; second < to; second++)
            scene.NextTick(60_000m + (second * 7m));
    }
}
