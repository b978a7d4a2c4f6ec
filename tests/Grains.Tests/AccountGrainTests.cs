using System.Collections.Concurrent;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Books;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.GrainsTests;

public sealed class AccountGrainTests
{
    [Fact]
    public async Task OnMarket_limitCrossed_fillsIsJournaledAndPublished()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        var updates = Collect(local, scene);
        scene.Tick(60_000m);

        var reply = scene.Execute("buy", Scene.Limit(Side.Buy, 0.1m, 59_000m));
        Assert.True(reply.IsDone, reply.Refusal?.ToString());
        scene.NextTick(59_500m);
        Assert.Empty(scene.View().Books.Positions.Where(static p => p.Quantity != 0m));
        scene.NextTick(58_000m);

        var position = Assert.Single(scene.View().Books.Positions, static p => p.Quantity != 0m);
        Assert.Equal(0.1m, position.Quantity);
        Assert.Equal(59_000m, position.EntryPrice);
        var fill = Assert.Single(local.Run(() => scene.Account().GetFills(PageRequest.Newest(10))).Rows);
        Assert.Equal((1L, 59_000m, 0.1m), (fill.Number, fill.Price, fill.Quantity));
        Assert.Equal(OrderStatus.Filled, local.Run(() => scene.Account().GetOrders(PageRequest.Newest(10))).Rows[0].Status);
        local.Await(() => updates.Any(static update => update.Fills.Length == 1));
        Assert.All(updates.Zip(updates.Skip(1)), static pair => Assert.Equal(pair.First.Version, pair.Second.PreviousVersion));
        Assert.True(local.RoundTrips.Count > 20);
    }

    [Fact]
    public async Task OnMarket_bracket_stopClosesThePositionAndCancelsTheTarget()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m, new Bracket(StopPrice: 59_000m, TargetPrice: 62_000m)));

        scene.NextTick(58_900m);

        var trade = Assert.Single(local.Run(() => scene.Account().GetClosedTrades(PageRequest.Newest(10))).Rows);
        Assert.Equal("stop", trade.ExitReason);
        Assert.True(trade.Net < 0m);
        Assert.Empty(scene.View().Books.Orders);
        Assert.Equal(0, local.Run(() => scene.Market.GetSnapshot())!.RestingTriggers);
    }

    [Fact]
    public async Task Execute_sameIdTwice_firstAnswerAndNothingWritten()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        var first = scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m));
        scene.NextTick(61_000m);

        var second = scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m));

        Assert.Equal(first, second);
        Assert.Equal(0.1m, scene.View().Books.Positions[0].Quantity);
        Assert.Equal(first, local.Run(() => scene.Account().FindReply(new CommandId("buy"))));
        Assert.Null(local.Run(() => scene.Account().FindReply(new CommandId("never"))));
    }

    [Fact]
    public async Task Execute_refused_isRememberedWithItsReason()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);

        var reply = scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1234567m * 1_000_000m));

        Assert.Equal(CommandStatus.Refused, reply.Status);
        Assert.NotNull(reply.Refusal);
        Assert.Equal(reply, local.Run(() => scene.Account().FindReply(new CommandId("buy"))));
        Assert.Empty(scene.View().Books.Positions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Execute_journalFails_outcomeUnknownAndAskingTells(bool wasWritten)
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        local.Faults.AppendsToFail = 1;
        local.Faults.WritesBeforeFailing = wasWritten;

        var reply = scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m));

        Assert.Equal(CommandStatus.Unknown, reply.Status);
        Assert.Equal(wasWritten, local.Run(() => scene.Account().FindReply(new CommandId("buy"))) is { IsDone: true });
        Assert.True(scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m)).IsDone);
        Assert.Equal(0.1m, scene.View().Books.Positions[0].Quantity);
    }

    [Fact]
    public async Task Execute_somebodyElseWrote_reloadsAndSaysUnknown()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        var foreign = local.Faults.Commits[^1];
        var version = scene.View().Books.Version;
        var deposit = new AccountEvent(new CashDeposited(local.Now, 5m));
        local.Run(async () => await local.Journal.Append(foreign with
        {
            Command = new CommandId("foreign"),
            ExpectedVersion = version,
            Events = [OrleansTrader.Grains.Json.ContractJson.Encode(deposit)],
            Rows = [],
        }));

        Assert.Equal(CommandStatus.Unknown, scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m)).Status);

        Assert.Equal(100_005m, scene.View().Books.Cash);
        Assert.True(scene.Execute("buy-2", Scene.AtMarket(Side.Buy, 0.1m)).IsDone);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task Activation_fromSnapshotAndTail_isTheSameState(int snapshotEvery)
    {
        var storage = new JsonGrainStorage();
        var directory = Directory.CreateTempSubdirectory("grains-");
        try
        {
            AccountView before;
            DateTimeOffset at;
            var quote = default(Quote);
            await using (var local = Local.Create(grains: s => s with { SnapshotEveryEvents = snapshotEvery }, directory: directory.FullName, storage: storage))
            {
                var scene = new Scene(local);
                scene.StartSymbol();
                scene.OpenAccount();
                scene.Tick(60_000m);
                for (var i = 0; i < 12; i++)
                {
                    Assert.True(scene.Execute($"c{i}", Scene.AtMarket(i % 3 == 2 ? Side.Sell : Side.Buy, 0.01m * (i + 1))).IsDone);
                    scene.NextTick(60_000m + (i * 17m));
                }

                scene.Execute("rest", Scene.Limit(Side.Buy, 0.05m, 55_000m));
                before = scene.View();
                at = local.Now;
                quote = local.Run(() => scene.Market.GetMarket())!.Quote;
            }

            await using var again = Local.Create(
                grains: s => s with { SnapshotEveryEvents = snapshotEvery }, directory: directory.FullName, storage: storage, start: at);
            var after = new Scene(again);
            after.StartSymbol(epoch: 2);
            again.Run(() => after.Market.OnMarket([quote!], 2));
            var books = after.View().Books;

            Assert.Equal(
                OrleansTrader.Grains.Json.ContractJson.EncodeText(before.Books), OrleansTrader.Grains.Json.ContractJson.EncodeText(books));
            Assert.True(again.Run(() => after.Market.GetSnapshot())!.RestingTriggers > 0);
            Assert.True(again.Run(() => again.Journal.Verify(default).AsTask()).IsSound);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Equity_whileHolding_isSampledEachMinute()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m));
        local.Wait(TimeSpan.FromMinutes(10));

        var curve = local.Run(() => scene.Account().GetEquity(Local.Start, local.Now.AddTicks(1), 1_000));

        Assert.Equal(10, curve.Count(row => row.At > Local.Start && row.At.UtcTicks % TimeSpan.TicksPerMinute == 0));
    }

    [Fact]
    public async Task Equity_whileAHeldMarketHasNoQuoteYet_isNotSampled()
    {
        var directory = Directory.CreateTempSubdirectory("trader-equity-");
        try
        {
            DateTimeOffset at;
            await using (var local = Local.Create(directory: directory.FullName))
            {
                var scene = new Scene(local);
                scene.StartSymbol();
                scene.OpenAccount();
                scene.Tick(60_000m);
                scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m));
                local.Wait(TimeSpan.FromMinutes(1));
                at = local.Now;
            }

            await using var again = Local.Create(directory: directory.FullName, start: at);
            var after = new Scene(again);
            after.StartSymbol(epoch: 2);
            after.View();
            again.Wait(TimeSpan.FromMinutes(5));
            Assert.Empty(Samples());
            after.Tick(after.QuoteAt(50_000m), epoch: 2);
            again.Wait(TimeSpan.FromMinutes(2));
            Assert.Equal(2, Samples().Length);
            Assert.All(Samples(), row => Assert.InRange(row.Equity, 98_900m, 99_100m));

            System.Collections.Immutable.ImmutableArray<EquityRow> Samples() =>
                [.. again.Run(() => after.Account().GetEquity(at.AddTicks(1), again.Now.AddTicks(1), 1_000))];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task OnFunding_comesTwiceAndLate_isChargedOnceAtItsOwnRate()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m));
        local.RunUntil(Local.Start.AddHours(8).AddSeconds(-1));
        scene.Tick(60_100m);
        scene.NextTick(60_100m);
        var charged = scene.View().Books.Funding;
        var rate = new FundingRate(Scene.Btc, Local.Start.AddHours(8), 0.5m, 99_999m, OrleansTrader.Trading.Instruments.FundingSource.Fixed);
        var market = local.Run(() => scene.Market.GetMarket())!;

        local.Run(() => scene.Account().OnFunding(Scene.BtcKey, rate, market));

        Assert.True(charged < 0m, $"funding {charged}");
        Assert.Equal(charged, scene.View().Books.Funding);
    }

    private static ConcurrentQueue<AccountUpdate> Collect(Local local, Scene scene)
    {
        var updates = new ConcurrentQueue<AccountUpdate>();
        local.Run(async () =>
        {
            var stream = local.Updates.GetStream<AccountUpdate>(StreamId.Create(StreamNames.Accounts, Scene.Key("main").ToString()));
            await Orleans.Streams.AsyncObservableExtensions.SubscribeAsync(stream, (item, _) =>
            {
                local.RoundTrips.Check(item, typeof(AccountUpdate));
                updates.Enqueue(item);
                return Task.CompletedTask;
            });
        });
        return updates;
    }
}
