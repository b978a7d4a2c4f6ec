using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Replay;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.PaperExchange;

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
}
