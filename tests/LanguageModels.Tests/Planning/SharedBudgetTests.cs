using NSubstitute;
using OrleansTrader.Grains.Ports;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Venues.Tests;

namespace OrleansTrader.LanguageModels.Tests.Planning;

/// <summary>Several processes spend one tenant's budget, and know of each other by the records alone.</summary>
public sealed class SharedBudgetTests
{
    private static readonly TenantId _tenant = new("demo");
    private static readonly DateTimeOffset _noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTime _time = new(_noon);
    private readonly IReadModel _records = Substitute.For<IReadModel>();
    private decimal _recorded;

    public SharedBudgetTests() => _records.ModelSpend(_tenant, Arg.Any<DateTimeOffset>(), Arg.Any<CancellationToken>())
        .Returns(_ => ValueTask.FromResult(_recorded));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reserve_whatAnotherProcessSpent_countsWhenTheRecordsAreReadAgain()
    {
        var budgets = Process();
        Assert.True(await Spend(budgets, 0.2m));

        _recorded = 1m;
        Assert.Null(await budgets.Refuse(_tenant, Cancellation));
        _time.Advance(ModelBudgets.ReadAgainAfter);
        Assert.StartsWith("the models' budget of today is spent: 1.00 of 1.00 dollars", await budgets.Refuse(_tenant, Cancellation), StringComparison.Ordinal);
        Assert.False(await Spend(budgets, 0.01m));
    }

    [Fact]
    public async Task Reserve_ownCostsInTheRecords_areNotCountedTwice()
    {
        var budgets = Process();
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await Spend(budgets, 0.1m), $"{i}");
            _time.Advance(ModelBudgets.ReadAgainAfter);
        }

        Assert.False(await Spend(budgets, 0.01m));
        Assert.Equal(1m, _recorded);
    }

    [Fact]
    public async Task Reserve_costsThatAreNotRecordedYet_count()
    {
        var budgets = Process();
        Assert.True(await Spend(budgets, 0.9m, isRecorded: false));
        _time.Advance(ModelBudgets.ReadAgainAfter);

        Assert.False(await Spend(budgets, 0.2m));
    }

    [Fact]
    public async Task Reserve_ofTwoProcessesInTurns_staysWithinTheBudgetThatBothShare()
    {
        ModelBudgets[] processes = [Process(), Process()];
        foreach (var budgets in processes)
            Assert.Null(await budgets.Refuse(_tenant, Cancellation));
        foreach (var budgets in processes)
            Assert.True(await Spend(budgets, 0.01m));
        for (var round = 0; round < 20; round++)
        {
            _time.Advance(ModelBudgets.ReadAgainAfter);
            foreach (var budgets in processes)
                await budgets.Refuse(_tenant, Cancellation);

            // Neither hears of the other until the next round.
            foreach (var budgets in processes)
            {
                for (var question = 0; question < 100 && await Spend(budgets, 0.01m); question++)
                {
                }
            }
        }

        Assert.InRange(_recorded, 0.97m, 1m);
    }

    [Fact]
    public async Task Refuse_recordsThatCannotBeRead_areReadByTheNextOne()
    {
        var budgets = Process();
        Assert.True(await Spend(budgets, 0.2m));
        _time.Advance(ModelBudgets.ReadAgainAfter);
        _records.ModelSpend(_tenant, Arg.Any<DateTimeOffset>(), Arg.Any<CancellationToken>()).Returns(
            static _ => ValueTask.FromException<decimal>(new TimeoutException("away")), _ => ValueTask.FromResult(1m));

        await Assert.ThrowsAsync<TimeoutException>(() => budgets.Refuse(_tenant, Cancellation).AsTask());
        Assert.NotNull(await budgets.Refuse(_tenant, Cancellation));
    }

    private ModelBudgets Process() => new(new ModelDeskOptions { DailyBudgetUsd = 1m }, _records, _time);

    private async Task<bool> Spend(ModelBudgets budgets, decimal dollars, bool isRecorded = true)
    {
        var (share, _) = await budgets.Reserve(_tenant, dollars, Cancellation);
        if (share is null)
            return false;
        share.Settle(dollars);
        if (isRecorded)
            _recorded += dollars;
        return true;
    }
}
