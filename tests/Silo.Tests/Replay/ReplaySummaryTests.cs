using OrleansTrader.Grains.Leaderboards;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Silo.Replay;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Silo.Tests.Replay;

public sealed class ReplaySummaryTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1_234, false)]
    public void Print_cyclesThatFailed_areToldAndTheRunIsNotWhole(long faults, bool isWhole)
    {
        var books = new AccountState().Snapshot(new DecisionContext(new Dictionary<Symbol, Instrument>(), ExchangeRules.Default));
        var agent = new AgentResult("trend", "trend interval=1m", Orders: 3, Fills: 2, books, faults, "the disk is full");
        var summary = new ReplaySummary(45_031, TimeSpan.FromSeconds(2), [agent], new JournalDigest("abc", 1, 9));
        using var told = new StringWriter();

        summary.Print(told);

        Assert.Equal(isWhole, summary.IsWhole);
        Assert.Contains("22,516 bars a second", told.ToString(), StringComparison.Ordinal);
        Assert.Equal(!isWhole, told.ToString().Contains("trend: 1,234 cycles failed", StringComparison.Ordinal));
        Assert.Equal(!isWhole, told.ToString().Contains("the disk is full", StringComparison.Ordinal));
    }

    [Fact]
    public void Print_aBoard_isToldBetweenTheAgentsAndTheHash()
    {
        var row = new LeaderboardRow(
            1, new VersionKey(new TenantId("demo"), "trend", "1.0.0"), "trend", VersionStatus.Active, Verdict.TooLittleData, "a judgement needs 7 days, this is 1.0",
            1, 0, TimeSpan.FromDays(1), 1_440, 0.0123, 0.0123, -0.05, 1.5, -2.25, 5.25, null, null, 0.75, 0.5, 12, 12, 0.5, null, 10m, null, null, 1m, 0m, 100m,
            99m, null, TimeSpan.FromMinutes(1), 1_441);
        var board = new LeaderboardView(new TenantId("demo"), DateTimeOffset.UnixEpoch, 1, 0, [row], TimeSpan.FromDays(7), 30, 0.9);
        var without = new ReplaySummary(10, TimeSpan.FromSeconds(2), [], new JournalDigest("abc", 1, 9));
        using var plain = new StringWriter();
        using var told = new StringWriter();
        using var costly = new StringWriter();

        without.Print(plain);
        (without with { Board = board }).Print(told);

        (without with { Board = board with { Rows = [row with { ModelCost = 0.0125m }, row] } }).Print(costly);
        Assert.Contains("models, USD", costly.ToString(), StringComparison.Ordinal);
        Assert.Contains(costly.ToString().Split('\n'), static line => line.EndsWith("0.0125", StringComparison.Ordinal));
        Assert.DoesNotContain("models, USD", told.ToString(), StringComparison.Ordinal);
        var lines = told.ToString().Split('\n');
        Assert.Contains(lines, static line => line.Contains("trend@1.0.0", StringComparison.Ordinal) && line.Contains("too little data", StringComparison.Ordinal)
            && line.Contains("-2.25 to 5.25", StringComparison.Ordinal));
        Assert.Contains("trend@1.0.0: a judgement needs 7 days, this is 1.0", told.ToString(), StringComparison.Ordinal);
        Assert.All(plain.ToString().Split('\n'), line => Assert.Contains(line, lines));
    }
}
