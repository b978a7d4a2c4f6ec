using System.Collections.Immutable;
using System.Reflection;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Leaderboards;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Trades;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.GrainsTests.Leaderboards;

public sealed class VersionTrackTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly VersionKey First = new(Scene.Tenant, "trend", "1.0.0");
    private static readonly VersionKey Second = new(Scene.Tenant, "trend", "1.1.0");

    [Fact]
    public async Task Follow_ofOneAccount_samplesItsWorthAtWholeMinutes()
    {
        await using var local = Local.Create();
        Write(local, Row("a", 0, 1_000m, 1_000m), Row("a", 0.5, 1_010m, 1_000m), Row("a", 0.9, 1_020m, 1_000m), Row("a", 2.5, 990m, 1_000m));

        var record = Track(local, minutes: 4, Member("a", 0));

        Assert.Equal([1_000m, 1_020m, 1_020m, 990m], record.Samples.Select(static s => s.Equity));
        Assert.Equal([0d, 1d, 2d, 3d], record.Samples.Select(static s => (s.At - Local.Start).TotalMinutes));
        Assert.Equal(-0.01, ReturnOf(record), 12);
    }

    [Fact]
    public async Task Follow_ofMoneyPaidInAndTakenOutAndAReset_takesItForNoResult()
    {
        await using var local = Local.Create();
        Write(local,
            Row("a", 0, 1_000m, 1_000m), Row("a", 1.2, 1_100m, 1_000m), Row("a", 2.2, 2_100m, 2_000m), Row("a", 3.2, 1_600m, 1_500m),
            Row("a", 4.2, 800m, 1_500m), Row("a", 5.2, 5_000m, 5_700m), Row("a", 6.2, 5_500m, 5_700m));

        var record = Track(local, minutes: 8, Member("a", 0));

        Assert.Equal([1_000m, 500m], [record.Samples[3].Flow, -record.Samples[4].Flow]);
        Assert.Equal((1.1 * 0.5 * 1.1) - 1, ReturnOf(record), 12);
    }

    [Fact]
    public async Task Follow_ofSeveralAccounts_poolsThemAndJoiningOrLeavingIsNoResult()
    {
        await using var local = Local.Create();
        Write(local,
            Row("a", 0, 100m, 100m), Row("a", 0.5, 110m, 100m), Row("a", 4.5, 121m, 100m),
            Row("b", 1, 300m, 300m), Row("b", 2.5, 340m, 300m), Row("b", 3.7, 9_999m, 300m));

        var record = Track(local, minutes: 6, Member("a", 0), Member("b", 1.5, to: 3.5));

        Assert.Equal([100m, 410m, 410m, 450m, 450m, 121m], record.Samples.Select(static s => s.Equity));
        Assert.Equal((1.1 * (450.0 / 410) * (461.0 / 450)) - 1, ReturnOf(record), 12);
    }

    [Fact]
    public async Task Follow_ofAnAccountThatAnotherVersionTradedBefore_beginsWithItsWorthThen()
    {
        await using var local = Local.Create();
        Write(local, Row("a", 0, 1_000m, 1_000m), Row("a", 5, 4_000m, 1_000m), Row("a", 12, 4_400m, 1_000m));
        Write(local, Trade("a", 1, closed: 5, 3_000m), Trade("a", 2, closed: 12, 400m));

        var earlier = Track(local, minutes: 20, Member("a", 0, to: 10));
        var later = Track(local, minutes: 20, Member("a", 10.5) with { Version = Second });

        Assert.Equal((3.0, 0.1), (ReturnOf(earlier), Math.Round(ReturnOf(later), 12)));
        Assert.Equal((3_000m, 400m), (Assert.Single(earlier.Trades).Realised, Assert.Single(later.Trades).Realised));
        Assert.Equal(TimeSpan.FromMinutes(10), earlier.Duration);
    }

    [Fact]
    public async Task Follow_bitByBit_isTheSameAsAtOnceAndReadsOnlyWhatIsNew()
    {
        await using var local = Local.Create();
        var reads = Reads.Of(local.ReadModel);
        ImmutableArray<TrackMember> members = [Member("a", 0.3), Member("b", 2.1)];
        var bits = new VersionTrack(members, Minute);
        var random = new Random(5);
        for (var i = 0; i < 90; i++)
        {
            var at = i / 2d;
            Write(local, Row(i % 3 == 0 ? "a" : "b", at, 1_000m + random.Next(-50, 50), 1_000m + (i / 10 * 100)));
            if (i % 7 == 0)
                Write(local, Trade("b", i + 1, closed: at, random.Next(-50, 50)));
            if (at > 2.1)
                await Follow(local, bits, reads, at + 0.2);
        }

        await Follow(local, bits, reads, 60);
        var read = ((Reads)(object)reads).Count;
        Assert.False(await Follow(local, bits, reads, 60));
        Assert.Equal(read, ((Reads)(object)reads).Count);

        var once = new VersionTrack(members, Minute);
        Assert.True(await Follow(local, once, local.ReadModel, 60));
        Assert.Equal(once.Record("x").Samples, bits.Record("x").Samples);
        Assert.Equal(once.Record("x").Trades.Order(ByExit), bits.Record("x").Trades.Order(ByExit));
        Assert.NotEmpty(bits.Record("x").Trades);
    }

    [Fact]
    public void Members_atOnceOfSeveralVersions_areShared()
    {
        var (counting, shared) = TrackMember.Of([Agent("x", First, "a", 0), Agent("y", Second, "a", 5), Agent("z", Second, "b", 5)]);

        Assert.Equal([Scene.Key("b")], counting.Select(static m => m.Account));
        Assert.Equal([Scene.Key("a"), Scene.Key("a")], shared.Select(static m => m.Account));
    }

    [Fact]
    public void Members_oneAfterTheOther_bothCountAndShareNoInstant()
    {
        var (counting, shared) = TrackMember.Of([Agent("x", First, "a", 0, stopped: 5), Agent("y", Second, "a", 5)]);
        var (alone, _) = TrackMember.Of([Agent("x", First, "a", 0, stopped: 5)]);

        Assert.Empty(shared);
        Assert.Equal([(First, At(0), At(5)), (Second, At(5), null)], counting.Select(static m => (m.Version, m.From, m.To)));
        Assert.Equal(At(5).AddSeconds(5), Assert.Single(alone).To);
    }

    [Fact]
    public void Members_atOnceOfOneVersion_areOneAccount()
    {
        var (counting, shared) = TrackMember.Of([Agent("x", First, "a", 0, stopped: 5), Agent("y", First, "a", 3), Agent("never", First, "c", null)]);

        Assert.Empty(shared);
        Assert.Equal((At(0), null), (Assert.Single(counting).From, counting[0].To));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4_998, 1)]
    [InlineData(4_999, 5)]
    [InlineData(60 * 24 * 31, 15)]
    [InlineData(60 * 24 * 365, 240)]
    public void IntervalOf_anAge_givesAtMostSoManySamples(int ageMinutes, int minutes)
    {
        var interval = SampleGrid.IntervalOf(TimeSpan.FromMinutes(ageMinutes));

        Assert.Equal(minutes, interval.TotalMinutes);
        Assert.InRange((ageMinutes / interval.TotalMinutes) + 2, 1, SampleGrid.SamplesMax);
    }

    private static Comparer<TradeResult> ByExit => Comparer<TradeResult>.Create(static (a, b) => a.ExitAt.CompareTo(b.ExitAt));

    private static DateTimeOffset At(double minute) => Local.Start.AddMinutes(minute);

    private static TrackMember Member(string account, double from, double? to = null) =>
        new(First, Scene.Key(account), At(from), to is { } end ? At(end) : null);

    private static (AgentSnapshot, DateTimeOffset) Agent(string name, VersionKey version, string account, double? started, double? stopped = null) => (
        new AgentSnapshot(
            new AgentKey(Scene.Tenant, name), version, Scene.Key(account), "trend", stopped is null ? AgentStatus.Active : AgentStatus.Stopped,
            started is { } at ? At(at) : null, null, null, 0, 0, 0, null, null, null),
        At(stopped ?? 0));

    private static EquityRow Row(string account, double minute, decimal equity, decimal paidIn) =>
        new(Scene.Key(account), At(minute), (long)(minute * 10) + 1, equity, equity, 0m, 0m, paidIn);

    private static ClosedTradeRow Trade(string account, long number, double closed, decimal gross) => new(
        Scene.Key(account), number, Scene.BtcKey, number, Side.Buy, 1m, 100m, 100m + gross, At(closed - 0.1), At(closed), gross, 0m, 0m, gross, "in", "out");

    private static void Write(Local local, params OrleansTrader.Grains.Books.ReadModelRow[] rows) =>
        local.Run(() => local.Journal.Write([.. rows]).AsTask());

    private static TrackRecord Track(Local local, double minutes, params TrackMember[] members)
    {
        var track = new VersionTrack([.. members], Minute);
        local.Run(() => Follow(local, track, local.ReadModel, minutes));
        return track.Record("x");
    }

    private static async Task<bool> Follow(Local local, VersionTrack track, IReadModel rows, double minute)
    {
        var latest = await local.ReadModel.LatestEquity(Scene.Tenant, default);
        foreach (var account in new[] { "a", "b" })
        {
            if (latest.All(row => row.Account != Scene.Key(account)) && await Newest(local, account) is { } row)
                latest = latest.Add(row);
        }

        return await track.Follow(rows, latest.ToDictionary(static row => row.Account), At(minute));
    }

    // The accounts of these tests are not listed, so that the read model names no latest row of theirs.
    private static async Task<EquityRow?> Newest(Local local, string account) =>
        (await local.ReadModel.Equity(Scene.Key(account), At(0), At(1_000), 1, default)).LastOrDefault();

    private static double ReturnOf(TrackRecord record)
    {
        var returns = new double[record.Samples.Length - 1];
        ReturnMetrics.Between(record.Samples.AsSpan(), returns);
        return ReturnMetrics.Total(returns);
    }

    /// <summary>Counts what is asked of a read model.</summary>
    public class Reads : DispatchProxy
    {
        private IReadModel? _inner;

        public int Count { get; private set; }

        public static IReadModel Of(IReadModel inner)
        {
            var proxy = Create<IReadModel, Reads>();
            ((Reads)(object)proxy)._inner = inner;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Count++;
            return targetMethod!.Invoke(_inner, args);
        }
    }
}
