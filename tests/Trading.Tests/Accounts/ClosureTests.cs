using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Tests.Accounts;

/// <summary>An account begun anew, and one closed for good.</summary>
public sealed class ClosureTests
{
    [Fact]
    public void Reset_afterTrades_startsEverySumAtNoughtAndKeepsTheJournal()
    {
        var desk = Traded();
        var (cash, events) = (desk.State.Cash, desk.Journal.Count);
        Assert.NotEqual(10_000m, cash);

        Assert.True(desk.Do(new ResetAccount(5_000m)).IsAccepted);

        var reset = Assert.Single(desk.Journal.Skip(events)).AccountReset();
        Assert.Equal((cash, 5_000m), (reset.Released, reset.Cash));
        var books = desk.Snapshot;
        Assert.Equal((5_000m, 5_000m, 5_000m, 5_000m, 5_000m), (books.Cash, books.Equity, books.Deposited, books.PeakEquity, books.DayStartEquity));
        Assert.Equal((0m, 0m, 0m, 0m, 0m), (books.Realised, books.Fees, books.Funding, books.DeficitAbsorbed, books.Turnover));
        Assert.Equal(desk.Context.Now, books.ResetAt);
        Assert.Null(LedgerInvariants.Check(desk.State));
    }

    [Fact]
    public void Reset_withoutCash_takesWhatWasPaidIn()
    {
        var desk = Traded();
        desk.Do(new Deposit(500m));

        desk.Do(new ResetAccount());

        Assert.Equal(10_500m, desk.State.Cash);
    }

    [Fact]
    public void Reset_orArchive_withSomethingOpen_isRefused()
    {
        var desk = At100();
        desk.Submit(Desk.Market(Side.Buy, 1m));
        Assert.Equal(RefusalCode.PositionOpen, desk.Refused(new ResetAccount(1_000m)).Code);
        Assert.Equal(RefusalCode.PositionOpen, desk.Refused(new ArchiveAccount()).Code);

        desk.Do(new ClosePosition(Desk.Btc, OrderNote.None));
        desk.Submit(Desk.Limit(Side.Buy, 1m, 90m));
        Assert.Equal(RefusalCode.OrdersOpen, desk.Refused(new ResetAccount(1_000m)).Code);
        Assert.Equal(RefusalCode.OrdersOpen, desk.Refused(new ArchiveAccount()).Code);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10000000000000")]
    public void Reset_toCashThatCannotBe_isRefused(string cash) =>
        Assert.Equal(RefusalCode.InvalidValue, Traded().Refused(new ResetAccount(decimal.Parse(cash, System.Globalization.CultureInfo.InvariantCulture))).Code);

    [Fact]
    public void Reset_haltedByALimit_staysHaltedAndResumesWithoutANewBreach()
    {
        var desk = new Desk(limits: new(DrawdownMax: 0.01m));
        desk.Show(100m, 100m, Desk.Btc);
        desk.Submit(Desk.Market(Side.Buy, 50m));
        desk.Quote(90m);
        Assert.Equal(HaltCause.Drawdown, desk.State.Halt);
        desk.Do(new ClosePosition(Desk.Btc, OrderNote.None));

        desk.Do(new ResetAccount(10_000m));
        Assert.Equal(HaltCause.Drawdown, desk.State.Halt);
        Assert.True(desk.Do(new ResumeAccount()).IsAccepted);
        desk.Do(new MarkEquity());
        Assert.False(desk.State.IsHalted);
    }

    [Fact]
    public void Funding_ofATimeBeforeTheReset_isChargedNoMore()
    {
        var desk = At100();
        desk.Submit(Desk.Market(Side.Buy, 10m));
        desk.Context.Now = Desk.Start.AddHours(1).AddMinutes(5);
        desk.Do(new ClosePosition(Desk.Btc, OrderNote.None));
        desk.Do(new ResetAccount(1_000m));

        Assert.True(desk.Do(new ChargeFunding(Desk.Btc, Desk.Start.AddHours(1), 0.01m, 100m)).IsAccepted);

        Assert.Equal(1_000m, desk.State.Cash);
    }

    [Fact]
    public void Archived_everyCommandIsRefusedAndFundingOfBeforeIsStillCharged()
    {
        var desk = At100();
        desk.Submit(Desk.Market(Side.Buy, 10m));
        desk.Context.Now = Desk.Start.AddHours(1).AddMinutes(5);
        desk.Do(new ClosePosition(Desk.Btc, OrderNote.None));
        Assert.True(desk.Do(new ArchiveAccount()).IsAccepted);
        Assert.True(desk.State.IsArchived);

        AccountCommand[] refused =
        [
            new Deposit(1m), new Withdraw(1m), new ResetAccount(1m), new ResumeAccount(), new HaltAccount("x", Flatten: true),
            new SubmitOrder(Desk.Market(Side.Buy, 1m)), new SetLeverage(Desk.Btc, 2m), new SetLimits(new()), new SetAgentLimits("one", new(LeverageMax: 2m)), new CancelOrders(),
        ];
        Assert.All(refused, command => Assert.Equal(RefusalCode.Halted, desk.Refused(command).Code));
        Assert.True(desk.Do(new ArchiveAccount()).IsAccepted);
        Assert.Equal(0, desk.Buffer.Count);
        var cash = desk.State.Cash;
        desk.Do(new ChargeFunding(Desk.Btc, Desk.Start.AddHours(1), 0.01m, 100m));
        Assert.Equal(cash - 10m, desk.State.Cash);
    }

    private static Desk At100()
    {
        var desk = new Desk();
        desk.Show(100m, 100m, Desk.Btc);
        return desk;
    }

    private static Desk Traded()
    {
        var desk = At100();
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Quote(110m);
        desk.Do(new ClosePosition(Desk.Btc, OrderNote.None));
        return desk;
    }
}
