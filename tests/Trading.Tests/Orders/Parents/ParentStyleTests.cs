using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Tests.Accounts;
using static OrleansTrader.Trading.Tests.Orders.Parents.ParentFixture;

namespace OrleansTrader.Trading.Tests.Orders.Parents;

public sealed class ParentStyleTests
{
    [Fact]
    public void Market_withEnoughAtTheTouch_isFilledAtOnce()
    {
        var desk = Quoted();
        var id = desk.Start(Buy(ExecutionStyle.Market));
        var ended = desk.Ended(id);
        Assert.Equal(ParentEndReason.Filled, ended.Reason);
        Assert.Equal(10m, desk.Position().Quantity);
        Assert.Equal(id, desk.Children(id).Single().Intent.Parent);
        // Arrival 100.25, paid 100.5: impact 10 · 0.25, fee 0.1 % of 1,005.
        Assert.Equal((0m, 2.5m, 1.005m, 0m), (ended.Report.Delay, ended.Report.Impact, ended.Report.Fees, ended.Report.Opportunity));
        Assert.Equal(3.505m / 1_002.5m * 10_000m, ended.Report.TotalBps);
    }

    [Fact]
    public void Market_withLittleShown_takesMoreWithLaterQuotesButNeverTheSameOneTwice()
    {
        var desk = Quoted(size: 4m);
        var id = desk.Start(Buy(ExecutionStyle.Market));
        Assert.Equal(4m, desk.Position().Quantity);
        desk.Quote(101m, 101.5m, size: 4m);
        Assert.Equal(8m, desk.Position().Quantity);
        desk.Quote(101m, 101.5m, size: 4m);
        var report = desk.Ended(id).Report;
        Assert.Equal(10m, report.Filled);
        // Delay: 4 at mid 100.25 and 6 at mid 101.25 against 100.25; impact a quarter on each.
        Assert.Equal((6m, 2.5m), (report.Delay, report.Impact));
    }

    [Fact]
    public void Market_withAPriceLimit_restsThereWithWhatIsLeft()
    {
        var desk = Quoted(size: 4m);
        var id = desk.Start(Buy(ExecutionStyle.Market) with { LimitPrice = 100.5m });
        desk.Quote(101m, 101.5m, size: 4m);
        Assert.Equal(4m, desk.Position().Quantity);
        desk.Quote(99m, 99.5m, size: 100m);
        Assert.Equal(ParentEndReason.Filled, desk.Ended(id).Reason);
        Assert.All(desk.Fills, fill => Assert.True(fill.Price <= 100.5m));
        Assert.Single(desk.Children(id));
    }

    [Fact]
    public void LimitAtBest_whenTheMarketComes_isAMaker()
    {
        var desk = Quoted();
        var id = desk.Start(Buy(ExecutionStyle.LimitAtBest));
        desk.Quote(100.5m, 101m);
        Assert.Equal(100m, desk.Children(id).Single().LimitPrice);
        desk.Quote(99m, 99.5m);
        var report = desk.Ended(id).Report;
        Assert.True(desk.Fills.Single().IsMaker);
        Assert.Equal(-2.5m, report.Impact); // bought a quarter below the mid
    }

    [Theory]
    [InlineData(DeadlineAction.Cancel, 0, ParentEndReason.Deadline)]
    [InlineData(DeadlineAction.Take, 10, ParentEndReason.Filled)]
    public void LimitAtBest_atTheDeadline_endsAsWasAsked(DeadlineAction action, int filled, ParentEndReason reason)
    {
        var desk = Quoted();
        var id = desk.Start(Buy(ExecutionStyle.LimitAtBest) with { Duration = Minute, OnDeadline = action });
        desk.Quote(101m, 101.5m, after: Minute);
        var ended = desk.Ended(id);
        Assert.Equal((reason, (decimal)filled), (ended.Reason, ended.Report.Filled));
        Assert.Equal(0, desk.State.Orders.Length);
        // Not bought: 10 · (101.25 − 100.25); bought: the same as delay.
        Assert.Equal((action == DeadlineAction.Cancel ? 10m : 0m, action == DeadlineAction.Cancel ? 0m : 10m), (ended.Report.Opportunity, ended.Report.Delay));
    }

    [Fact]
    public void Chase_whenTheBestMovesAway_followsAsOftenAndAsFarAsItMay()
    {
        var desk = Quoted();
        var id = desk.Start(Buy(ExecutionStyle.Chase) with { RepostsMax = 2, ChaseBpsMax = 100m });
        desk.Quote(100m, 100.5m);
        Assert.Single(desk.Children(id));
        desk.Quote(100.5m, 101m);
        desk.Quote(102m, 102.5m); // 1 % from 100.25 is 101.25: the tick below
        desk.Quote(103m, 103.5m);
        Assert.Equal([100m, 100.5m, 101m], desk.Children(id).Select(c => c.LimitPrice));
        desk.Quote(100m, 100.5m);
        Assert.Equal(ParentEndReason.Filled, desk.Ended(id).Reason);
        Assert.Equal(101m, desk.Fills.Single().Price);
    }

    [Fact]
    public void Chase_whoseBestCameBackWithinAQuote_staysAndDoesNotSpin()
    {
        var desk = Quoted();
        var id = desk.Start(Buy(ExecutionStyle.Chase));
        desk.Quote(100m, 100.5m, bids: (100m, 102m));
        Assert.Single(desk.Children(id));
        Assert.False(desk.IsCrossed(Desk.Btc));
    }

    [Fact]
    public void Iceberg_showsOnePartAfterTheOther()
    {
        var desk = Quoted();
        var id = desk.Start(Buy(ExecutionStyle.Iceberg) with { DisplayQuantity = 4m, LimitPrice = 99.5m });
        Assert.Equal(4m, desk.State.Orders[0].Quantity);
        desk.Quote(98.5m, 99m);
        Assert.Equal((4m, 0), (desk.Position().Quantity, desk.State.Orders.Length)); // the next part would take from the same quote
        desk.Quote(100m, 100.5m);
        Assert.Equal((4m, 1), (desk.Position().Quantity, desk.State.Orders.Length));
        desk.Quote(98.5m, 99m);
        desk.Quote(98.5m, 99m);
        Assert.Equal([4m, 4m, 2m], desk.Children(id).Select(c => c.Quantity));
        Assert.Equal(ParentEndReason.Filled, desk.Ended(id).Reason);
    }

    [Fact]
    public void Iceberg_throughTheBook_takesOnePartAQuote()
    {
        var desk = Quoted(size: 4m);
        var id = desk.Start(Buy(ExecutionStyle.Iceberg) with { DisplayQuantity = 4m, LimitPrice = 101m });
        Assert.Equal(4m, desk.Position().Quantity);
        desk.RunOut(id, size: 4m);
        Assert.Equal(10m, desk.Position().Quantity);
    }

    [Theory]
    [InlineData(ExecutionUrgency.Low)]
    [InlineData(ExecutionUrgency.Normal)]
    [InlineData(ExecutionUrgency.High)]
    public void Twap_overAQuietMinute_isFilledWholeInItsSlices(ExecutionUrgency urgency)
    {
        var desk = Quoted();
        var id = desk.Start(Buy(ExecutionStyle.Twap) with { Slices = 5, Urgency = urgency });
        desk.RunOut(id);
        var ended = desk.Ended(id);
        Assert.Equal((ParentEndReason.Filled, 10m), (ended.Reason, ended.Report.Filled));
        Assert.InRange(desk.Context.Now - Desk.Start, TimeSpan.FromSeconds(48), TimeSpan.FromSeconds(62));
        Assert.InRange(desk.Fills.Count(), urgency == ExecutionUrgency.Low ? 1 : 5, 6);
        if (urgency == ExecutionUrgency.High)
            Assert.All(desk.Fills, fill => Assert.InRange(fill.Quantity, 1m, 3m)); // a fifth, a quarter of a slice more or less at either end
    }

    [Fact]
    public void Twap_ofAnotherSeed_hasOtherSlices()
    {
        var sizes = new HashSet<string>();
        for (var seed = 0L; seed < 5; seed++)
        {
            var desk = Quoted();
            desk.RunOut(desk.Start(Buy(ExecutionStyle.Twap) with { Slices = 5, Urgency = ExecutionUrgency.High, Seed = seed }));
            sizes.Add(string.Join(' ', desk.Fills.Select(f => $"{f.At:ss}:{f.Quantity}")));
        }

        Assert.Equal(5, sizes.Count);
    }

    [Fact]
    public void Vwap_tradesByTheProfile()
    {
        // From 10:00 on: the first half hour has nine times the volume of the second.
        var volumes = Enumerable.Repeat(1m, 48).ToArray();
        volumes[20] = 9m;
        var desk = Quoted();
        var intent = Buy(ExecutionStyle.Vwap, 100m) with { Duration = TimeSpan.FromHours(1), Slices = 10, Urgency = ExecutionUrgency.High, Profile = new VolumeProfile(30, [.. volumes]) };
        var id = desk.Start(intent with { Leverage = 50m });
        desk.RunOut(id);
        var early = desk.Fills.Where(f => f.At < Desk.Start.AddMinutes(30)).Sum(f => f.Quantity);
        Assert.InRange(early, 85m, 95m);
        Assert.Equal(100m, desk.Ended(id).Report.Filled);
    }

    [Fact]
    public void Vwap_underAParticipationCap_tradesNoMoreThanItsShare()
    {
        var desk = Quoted();
        var profile = new VolumeProfile(30, [.. Enumerable.Repeat(120m, 48)]); // 240 an hour
        var id = desk.Start(Buy(ExecutionStyle.Vwap, 50m) with
        {
            Duration = TimeSpan.FromHours(1), Slices = 10, Urgency = ExecutionUrgency.High, Profile = profile, ParticipationMax = 0.1m, OnDeadline = DeadlineAction.Cancel,
        });
        desk.RunOut(id);
        var ended = desk.Ended(id);
        Assert.Equal(ParentEndReason.Deadline, ended.Reason);
        Assert.InRange(ended.Report.Filled, 22m, 24m);
    }

    [Fact]
    public void Of_candles_averagesOverDaysAndFillsWhatNobodySaw()
    {
        var day = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Candle At(int days, int minutes, decimal volume) => new(day.AddDays(days).AddMinutes(minutes), 1m, 1m, 1m, 1m, volume);
        var profile = VolumeProfile.Of([At(0, 0, 2m), At(0, 15, 4m), At(0, 30, 1m), At(1, 5, 10m)], 30)!;
        Assert.Equal(8m, profile.Volumes[0]); // (6 + 10) / 2
        Assert.Equal((1m, 4.5m), (profile.Volumes[1], profile.Volumes[47]));
        Assert.Equal(4m + 0.5m, profile.Between(day.AddMinutes(15), day.AddMinutes(45)));
        Assert.Equal(profile.Volumes.Sum() + 8m, profile.Between(day, day.AddDays(1).AddMinutes(30)));
        Assert.Null(VolumeProfile.Of([At(0, 0, 0m)]));
    }
}
