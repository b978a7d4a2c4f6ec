using System.Collections.Immutable;
using OrleansTrader.Grains.Json;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests;

/// <summary>Funding that fell due while the process was down: fixed at 0.01 % every eight hours on 0.1 held since 00:00.</summary>
public sealed class FundingCatchUpTests
{
    private const decimal Held = 0.1m;
    private const decimal Rate = 0.0001m;

    [Theory]
    [InlineData(9, 1)]
    [InlineData(25, 3)]
    [InlineData(75, 9)]
    [InlineData(300, 37)]
    public async Task Start_afterDowntime_chargesEachMissedTimeOnceAtItsOwnMark(int hoursAway, int times)
    {
        using var home = new Home();
        var diedAt = await LiveAndDie(home);
        var backAt = Local.Start.AddHours(hoursAway).AddMinutes(5);

        for (var visit = 0; visit < 2; visit++)
        {
            await using var local = home.Start(backAt.AddMinutes(visit));
            var scene = await Return(local, diedAt, epoch: 2 + visit);

            var charges = await Charges(local);
            Assert.Equal(Enumerable.Range(1, times).Select(i => Local.Start.AddHours(8 * i)), charges.Select(static c => c.FundingAt));
            Assert.All(charges, static c => Assert.Equal((Rate, CloseAt(c.FundingAt), Held), (c.Rate, c.Mark, c.Quantity)));
            Assert.Equal(-charges.Sum(static c => Held * Rate * CloseAt(c.FundingAt)), scene.View().Books.Funding);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Start_killedWhileCatchingUp_theNextOneChargesTheRest(int chargedBeforeTheKill)
    {
        using var home = new Home();
        var diedAt = await LiveAndDie(home);
        var backAt = Local.Start.AddHours(75);
        await using (var local = home.Start(backAt))
        {
            local.Faults.AppendsLeft = chargedBeforeTheKill;
            await Return(local, diedAt, epoch: 2, drains: false);
            Assert.Equal(chargedBeforeTheKill, (await Charges(local)).Count);
        }

        await using var again = home.Start(backAt.AddMinutes(1));
        var scene = await Return(again, diedAt, epoch: 3);

        Assert.Equal(Enumerable.Range(1, 9).Select(static i => Local.Start.AddHours(8 * i)), (await Charges(again)).Select(static c => c.FundingAt));
        Assert.True(again.Run(() => again.Journal.Verify(default).AsTask()).IsSound);
        Assert.Equal(-Enumerable.Range(1, 9).Sum(static i => Held * Rate * CloseAt(Local.Start.AddHours(8 * i))), scene.View().Books.Funding);
    }

    [Fact]
    public async Task Activation_closedBeforeItsFundingWasCharged_isChargedAllTheSame()
    {
        using var home = new Home();
        DateTimeOffset diedAt;
        await using (var local = home.Start(failsCall: static method => method is "OnFunding"))
        {
            var scene = Buy(local);
            local.RunUntil(Local.Start.AddHours(8).AddSeconds(-1));
            scene.Tick(60_000m);
            scene.NextTick(60_000m);
            Assert.Single(local.Run(() => local.ReadModel.Funding(Scene.BtcKey, Local.Start, local.Now.AddTicks(1), default).AsTask()));
            scene.Execute("sell", Scene.AtMarket(Side.Sell, Held));
            Assert.Empty(await Charges(local));
            diedAt = local.Now;
        }

        await using var again = home.Start(diedAt.AddSeconds(1));
        var after = new Scene(again);
        var funding = after.View().Books.Funding;

        Assert.Equal(-Held * Rate * 60_000m, funding);
        Assert.Single(await Charges(again));
    }

    [Fact]
    public async Task Start_venueWithItsOwnRates_chargesWhatTheFeedTellsAndNothingReckoned()
    {
        using var home = new Home();
        var diedAt = await LiveAndDie(home);
        await using var local = home.Start(Local.Start.AddHours(20));
        var scene = new Scene(local);
        var start = Scene.StartOf(epoch: 2, funding: new FundingRule(FundingSource.Feed, TimeSpan.FromHours(8), Rate)) with { History = History(diedAt, local.Now) };
        local.Run(() => scene.Market.Start(start));
        Assert.Empty(await Charges(local));

        // The feed tells its past ones on every start, also what was charged long ago.
        for (var told = 0; told < 2; told++)
        {
            foreach (var hour in new[] { 8, 16 })
                local.Run(() => scene.Market.OnMarket([new FundingRate(Scene.Btc, Local.Start.AddHours(hour), 0.0005m, 61_000m, FundingSource.Feed)], 2));
            local.Run(() => scene.Market.Start(start));
        }

        Assert.Equal([(0.0005m, 61_000m), (0.0005m, 61_000m)], (await Charges(local)).Select(static c => (c.Rate, c.Mark)));
        Assert.Equal(-2m * Held * 0.0005m * 61_000m, scene.View().Books.Funding);
    }

    private static async Task<DateTimeOffset> LiveAndDie(Home home)
    {
        await using var local = home.Start();
        Buy(local);
        local.Wait(TimeSpan.FromSeconds(3));
        return local.Now;
    }

    private static Scene Buy(Local local)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        Assert.True(scene.Execute("buy", Scene.AtMarket(Side.Buy, Held)).IsDone);
        return scene;
    }

    private static async Task<Scene> Return(Local local, DateTimeOffset diedAt, long epoch, bool drains = true)
    {
        await Task.CompletedTask;
        var scene = new Scene(local);
        var start = Scene.StartOf(usesBackPressure: drains, epoch: epoch) with { History = History(diedAt, local.Now) };
        local.Run(() => scene.Market.Start(start));
        if (!drains)
            return scene;
        local.Run(() => scene.Market.OnMarket([new Quote(Scene.Btc, local.Now, 60_000m, 0m, 60_001m, 0m, epoch * 1_000_000, epoch * 1_000_000)], epoch));
        local.Wait(TimeSpan.FromSeconds(30));
        return scene;
    }

    private static async Task<List<FundingCharged>> Charges(Local local)
    {
        var stored = await local.Journal.Read($"account/{Scene.Key("main")}", 0, 5_000, default);
        return [.. stored.Select(static s => ContractJson.Decode<AccountEvent>(s.Payload.Span))
            .Where(static e => e.Kind == AccountEventKind.FundingCharged).Select(static e => e.FundingCharged())];
    }

    // Minutes for 25 hours, hours beyond, as a feed gives them; the price is another one at every hour.
    private static ImmutableArray<CandleSlice> History(DateTimeOffset from, DateTimeOffset to) =>
    [
        new(Interval.OneMinute, Candles(Interval.OneMinute, Max(from, to.AddHours(-25)), to)),
        new(Interval.OneHour, Candles(Interval.OneHour, from.AddHours(-1), to)),
    ];

    private static ImmutableArray<Candle> Candles(Interval interval, DateTimeOffset from, DateTimeOffset to)
    {
        var candles = ImmutableArray.CreateBuilder<Candle>();
        for (var start = interval.Floor(from); start + interval.Length() <= to; start += interval.Length())
        {
            var close = CloseAt(start + interval.Length());
            candles.Add(new Candle(start, close, close + 1m, close - 1m, close, 1m));
        }

        return candles.ToImmutable();
    }

    private static decimal CloseAt(DateTimeOffset at) => 60_000m + (7m * (int)(at - Local.Start).TotalHours);

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
