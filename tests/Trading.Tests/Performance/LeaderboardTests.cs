using System.Collections.Immutable;
using System.Diagnostics;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Trading.Tests.Performance;

public sealed class LeaderboardTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rank_aClearWinner_leadsAndTheOthersAreToldSo()
    {
        var board = Rank(Track("weak", drift: 0.03, seed: 1), Track("strong", drift: 0.25, seed: 2), Track("none", drift: -0.1, seed: 3));

        Assert.Equal(["strong", "weak", "none"], board.Select(static s => s.Name));
        Assert.Equal([1, 2, 3], board.Select(static s => s.Rank));
        Assert.Equal([Verdict.Leading, Verdict.Indistinguishable, Verdict.Indistinguishable], board.Select(static s => s.Verdict));
        Assert.InRange(board[0].Deflated, 0.95, 1);
        Assert.Contains("strong is better than this", board[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rank_twoOfTheSameSkill_areIndistinguishable()
    {
        var board = Rank(Track("b", drift: 0.2, seed: 1), Track("a", drift: 0.2, seed: 2));

        Assert.All(board, static s => Assert.Equal(Verdict.Indistinguishable, s.Verdict));
        Assert.Contains("may be luck", board[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rank_manyWithoutSkill_noneLeads()
    {
        for (ulong world = 1; world <= 20; world++)
        {
            var board = Rank([.. Enumerable.Range(0, 20).Select(i => Track($"v{i:00}", drift: 0, seed: (world * 1_000) + (ulong)i, count: 200))]);

            Assert.DoesNotContain(board, static s => s.Verdict == Verdict.Leading);
        }
    }

    [Fact]
    public void Rank_byLuck_comesAfterByProof()
    {
        // A lucky week has the higher ratio and proves less.
        var lucky = Track("lucky", drift: 0.25, seed: 4, count: 200);
        var steady = Track("steady", drift: 0.17, seed: 5, count: 5_000);

        var board = Rank(lucky, steady);

        Assert.Equal(["steady", "lucky"], board.Select(static s => s.Name));
        Assert.All(board, static s => Assert.True(s.Evidence.IsEnough, s.Reason));
        Assert.True(board[1].Evidence.Report.Sharpe > board[0].Evidence.Report.Sharpe);
        Assert.True(board[0].Evidence.Interval.Lower > board[1].Evidence.Interval.Lower);
    }

    [Theory]
    [InlineData(167, 30, "7 days")]
    [InlineData(168, 29, "30 closed trades")]
    public void Rank_belowAMinimum_isTooLittleDataAndComesLast(int hours, int trades, string missing)
    {
        var board = Rank(Track("short", drift: 1, seed: 1, count: hours, trades: trades), Track("long", drift: -0.2, seed: 2));

        Assert.Equal(["long", "short"], board.Select(static s => s.Name));
        Assert.Equal(Verdict.TooLittleData, board[1].Verdict);
        Assert.Contains(missing, board[1].Reason, StringComparison.Ordinal);
        Assert.NotEqual(Verdict.TooLittleData, Rank(Track("short", drift: 1, seed: 1, count: 168, trades: 30))[0].Verdict);
    }

    [Fact]
    public void Rank_withoutTradesOrReturns_isTooLittleDataByName()
    {
        var flat = Enumerable.Range(0, 500).Select(static i => new EquitySample(Start.AddHours(i), 100m)).ToImmutableArray();
        var board = Rank(
            new TrackRecord("b", flat, [], TimeSpan.FromHours(1)), new TrackRecord("c", [], [], TimeSpan.FromHours(1)),
            new TrackRecord("a", [flat[0]], [], TimeSpan.FromHours(1)));

        Assert.Equal(["a", "b", "c"], board.Select(static s => s.Name));
        Assert.All(board, static s => Assert.Equal(Verdict.TooLittleData, s.Verdict));
    }

    [Fact]
    public void Rank_inAnyOrder_isTheSame()
    {
        TrackRecord[] tracks = [Track("a", 0.1, 1), Track("b", 0.1, 1), Track("c", 0.05, 3)];

        var forth = Leaderboard.Rank(tracks, LeaderboardRules.Default, new SeededRandom(1));
        Array.Reverse(tracks);
        var back = Leaderboard.Rank(tracks, LeaderboardRules.Default, new SeededRandom(1));

        Assert.Equal(forth.Select(static s => (s.Name, s.Rank, s.Evidence.Interval, s.Deflated)), back.Select(static s => (s.Name, s.Rank, s.Evidence.Interval, s.Deflated)));
    }

    [Fact]
    public void Rank_ofManyMoreTrialsThanShown_deflatesMore()
    {
        TrackRecord[] tracks = [Track("a", 0.12, 1), Track("b", 0.0, 2)];

        var few = Leaderboard.Rank(tracks, LeaderboardRules.Default, new SeededRandom(1));
        var many = Leaderboard.Rank(tracks, LeaderboardRules.Default, new SeededRandom(1), trials: 500);

        Assert.True(many[0].Deflated < few[0].Deflated);
        Assert.True(few[0].Deflated <= few[0].Probabilistic);
    }

    [Fact]
    public void Rank_ofARecord_tellsItsFigures()
    {
        var samples = Enumerable.Range(0, 49).Select(static i => new EquitySample(Start.AddHours(i), i < 24 ? 100m : 121m)).ToImmutableArray();
        var trade = new TradeResult(Start, Start.AddHours(1), 1m, 100m, 121m, 22m, 2m, 1m);

        var standing = Rank(new TrackRecord("a", samples, [trade, trade], TimeSpan.FromHours(1)))[0];

        Assert.Equal(TimeSpan.FromHours(48), standing.Evidence.Record.Duration);
        Assert.Equal(0.1, standing.DailyReturn, 12);
        Assert.Equal(1, standing.TradesPerDay);
        Assert.Equal(44m, standing.Realised);
        Assert.Equal((4m, 2m, 42m), (standing.Evidence.Report.Trades.Fees, standing.Evidence.Report.Trades.Funding, standing.Evidence.Report.Trades.Net));
    }

    [Fact]
    public void Rank_ofTwentyLongRecords_isQuickEnoughToAskFor()
    {
        TrackRecord[] tracks = [.. Enumerable.Range(0, 20).Select(static i => Track($"v{i}", 0.02 * i, (ulong)i + 1, count: 5_000))];

        var began = Stopwatch.GetTimestamp();
        var board = Leaderboard.Rank(tracks, LeaderboardRules.Default, new SeededRandom(1));
        output.WriteLine($"20 versions of 5,000 samples: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");

        began = Stopwatch.GetTimestamp();
        var again = Leaderboard.Rank([.. board.Select(static s => s.Evidence)], LeaderboardRules.Default);
        output.WriteLine($"ranked again from what was judged: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0.00} ms");
        Assert.Equal(board, again);
    }

    private static ImmutableArray<Standing> Rank(params TrackRecord[] tracks) => Leaderboard.Rank(tracks, LeaderboardRules.Default, new SeededRandom(1));

    /// <param name="drift">Sharpe ratio of one hour.</param>
    private static TrackRecord Track(string name, double drift, ulong seed, int count = 1_000, int trades = 40)
    {
        var random = new SeededRandom(seed);
        var samples = ImmutableArray.CreateBuilder<EquitySample>();
        var equity = 10_000m;
        samples.Add(new EquitySample(Start, equity));
        for (var i = 1; i <= count; i++)
        {
            equity *= 1m + (decimal)(0.001 * (drift + random.NextGaussian()));
            samples.Add(new EquitySample(Start.AddHours(i), equity));
        }

        var trade = new TradeResult(Start, Start.AddHours(1), 1m, 100m, 101m, 1m, 0.1m, 0m);
        return new TrackRecord(name, samples.ToImmutable(), [.. Enumerable.Repeat(trade, trades)], TimeSpan.FromHours(1));
    }
}
