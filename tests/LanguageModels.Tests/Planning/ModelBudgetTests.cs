using FsCheck;
using FsCheck.Fluent;
using NSubstitute;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.LanguageModels.Tests.Decisions;
using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Venues.Tests;

namespace OrleansTrader.LanguageModels.Tests.Planning;

public sealed class ModelBudgetTests
{
    private const string Priced = "openai/gpt-5.4";
    private const string Unpriced = "openai/nobody-knows";

    private static readonly TenantId _tenant = new("demo");
    private static readonly DateTimeOffset _noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reserve_manyAtOnce_neverExceedTheBudget()
    {
        var budgets = Budgets(1m, spentBefore: 0.1m);

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => Task.Run(() => budgets.Reserve(_tenant, 0.03m, Cancellation).AsTask())));

        Assert.Equal(30, answers.Count(static answer => answer.Share is not null));
        Assert.All(answers, static answer => Assert.Equal(answer.Share is null, answer.Refusal is not null));
        var refused = await budgets.Reserve(_tenant, 0.03m, Cancellation);
        Assert.StartsWith(
            "the models' budget of today leaves no room for this question, which may cost 0.03 dollars: 0.10 of 1.00 dollars are spent, 0.90 are set aside "
            + "for questions that are out; it begins anew at midnight UTC",
            refused.Refusal, StringComparison.Ordinal);
        Assert.NotNull((await budgets.Reserve(new TenantId("other"), 0.03m, Cancellation)).Share);
        foreach (var (share, _) in answers)
            share?.Settle(0.01m);
        Assert.NotNull((await budgets.Reserve(_tenant, 0.6m, Cancellation)).Share);
        Assert.Null((await budgets.Reserve(_tenant, 0.0001m, Cancellation)).Share);
    }

    [Fact]
    public async Task Reserve_tenantWithAQuotaOfItsOwn_goesByThatAndNotByTheSetting()
    {
        var quotas = Substitute.For<IQuotaBook>();
        quotas.Of(_tenant, Arg.Any<CancellationToken>()).Returns(new TenantQuotas(ModelSpendUsdPerDay: 0.05m));
        quotas.Of(new TenantId("rich"), Arg.Any<CancellationToken>()).Returns(new TenantQuotas(ModelSpendUsdPerDay: 3m));
        quotas.Of(new TenantId("none"), Arg.Any<CancellationToken>()).Returns(new TenantQuotas(ModelSpendUsdPerDay: 0m));
        quotas.Of(new TenantId("plain"), Arg.Any<CancellationToken>()).Returns(new TenantQuotas());
        var budgets = new ModelBudgets(new ModelDeskOptions { DailyBudgetUsd = 1m }, Substitute.For<IReadModel>(), new FakeTime(_noon), quotas);

        Assert.Contains("0.00 of 0.05 dollars", (await budgets.Reserve(_tenant, 0.06m, Cancellation)).Refusal, StringComparison.Ordinal);
        Assert.NotNull((await budgets.Reserve(_tenant, 0.05m, Cancellation)).Share);
        Assert.NotNull((await budgets.Reserve(new TenantId("rich"), 2.5m, Cancellation)).Share);
        Assert.NotNull((await budgets.Reserve(new TenantId("plain"), 1m, Cancellation)).Share);
        Assert.Null((await budgets.Reserve(new TenantId("plain"), 0.01m, Cancellation)).Share);
        Assert.Contains("modelSpendUsdPerDay", await budgets.Refuse(new TenantId("none"), Cancellation), StringComparison.Ordinal);
    }

    /// <summary>However questions and answers come: what is out fits into the budget, and in the end nothing is out and all costs are counted.</summary>
    [Fact]
    public void Day_anyQuestionsAndAnswers_addsUp()
    {
        var asked =
            from estimate in Gen.Choose(0, 400)
            from cost in Gen.Choose(0, 500)
            from answersBefore in Gen.Choose(0, 5)
            from isGivenUp in Gen.Elements(false, false, true)
            select (Estimate: estimate / 1_000m, Cost: cost / 1_000m, answersBefore, isGivenUp);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(Gen.ListOf(asked)), questions =>
        {
            const decimal Budget = 2m;
            var day = new BudgetDay(_noon, 0.25m, _noon);
            var outside = new Queue<(BudgetShare Share, decimal Cost)>();
            var spent = 0.25m;
            foreach (var (estimate, cost, answersBefore, isGivenUp) in questions)
            {
                for (var i = 0; i < answersBefore && outside.TryDequeue(out var answered); i++)
                    Answer(answered);
                var before = day.Sums;
                var isGranted = day.TryReserve(estimate, Budget);
                Assert.Equal(before.Spent + before.Reserved + estimate <= Budget, isGranted);
                if (isGranted)
                    outside.Enqueue((new BudgetShare(day, estimate), isGivenUp ? -1m : cost));
            }

            while (outside.TryDequeue(out var last))
                Answer(last);
            Assert.Equal((spent, 0m), day.Sums);

            void Answer((BudgetShare Share, decimal Cost) answer)
            {
                using var share = answer.Share;
                if (answer.Cost < 0m)
                    return;
                share.Settle(answer.Cost);
                share.Settle(answer.Cost);
                spent += answer.Cost;
            }
        }));
    }

    [Fact]
    public async Task Reserve_withABudgetOfZero_refusesEvenWhatCostsNothing()
    {
        var budgets = Budgets(0m);

        var (share, refusal) = await budgets.Reserve(_tenant, 0m, Cancellation);

        Assert.Null(share);
        Assert.Equal("the models' budget is zero, so nobody is asked (setting Models:DailyBudgetUsd)", refusal);
    }

    [Fact]
    public async Task Reserve_onTheNextDay_beginsAnewAndLateAnswersCountForTheirDay()
    {
        var time = new FakeTime(_noon);
        var budgets = Budgets(1m, time: time);
        var late = (await budgets.Reserve(_tenant, 1m, Cancellation)).Share!;
        Assert.Null((await budgets.Reserve(_tenant, 0.5m, Cancellation)).Share);

        time.Advance(TimeSpan.FromHours(12));

        Assert.NotNull((await budgets.Reserve(_tenant, 0.5m, Cancellation)).Share);
        late.Settle(1m);
        Assert.NotNull((await budgets.Reserve(_tenant, 0.5m, Cancellation)).Share);
    }

    [Fact]
    public async Task Estimate_isThePriceOfTheQuestionAndOfTheLongestAnswer()
    {
        await using var harness = await ModelHarness.Start();
        var question = new ModelQuestion(ModelName.Parse(Priced), new string('s', 1_000), new string('u', 1_001), null, "decision", 4_000, null, TimeSpan.FromSeconds(45));
        var options = new ModelDeskOptions { AssumedUsdPerMillionTokens = 20m };

        var known = CostEstimate.Of(question, harness.Models, options);
        var unknown = CostEstimate.Of(question with { Model = ModelName.Parse(Unpriced) }, harness.Models, options);

        Assert.Equal(harness.Models.PriceOf(question.Model, new TokenUse(1_001, 0, 0, 0)), known.Input);
        Assert.Equal(harness.Models.PriceOf(question.Model, new TokenUse(1_001, 0, 4_000, 0)), known.Whole);
        Assert.True(known.Input > 0m);
        Assert.Equal((0.02002m, 0.10002m), (unknown.Input, unknown.Whole));
    }

    [Theory]
    [InlineData(null, 1, 0L, null, 0.02)]
    [InlineData(ModelFaultCode.Timeout, 1, 0L, null, 0.02)]
    [InlineData(ModelFaultCode.CutOff, 1, 0L, null, 0.02)]
    [InlineData(ModelFaultCode.CutOff, 1, 5_000L, null, 0.05)]
    [InlineData(ModelFaultCode.CutOff, 1, 5_000L, 0.07, 0.07)]
    [InlineData(ModelFaultCode.Timeout, 0, 0L, null, 0)]
    [InlineData(ModelFaultCode.RefusedCredentials, 1, 0L, null, 0)]
    [InlineData(ModelFaultCode.RateLimited, 4, 0L, null, 0)]
    public void CostOf_anAnswer_isWhatIsKnownOrElseTheEstimateOfWhatWasRead(ModelFaultCode? fault, int attempts, long tokens, double? stated, double expected)
    {
        var answer = new ModelAnswer(
            string.Empty, ModelName.Parse(Unpriced), new TokenUse(tokens, 0, 0, 0), (decimal?)stated, TimeSpan.Zero,
            fault is { } code ? new ModelFault(code, "told") : null, [], attempts);

        Assert.Equal((decimal)expected, new CostEstimate(0.02m, 0.06m, 0.00001m).CostOf(answer));
    }

    [Fact]
    public async Task Dialogues_manyAtOnce_askOnlyWhatTheBudgetCovers()
    {
        await using var harness = await ModelHarness.Start();
        var gate = new TaskCompletionSource();
        harness.Server.Otherwise = _ => FakeReply.Slow("""{"positions":[]}""", gate.Task);
        var whole = await EstimateOf(harness, Priced);
        var budgets = Budgets(3.5m * whole);
        var dialogues = Enumerable.Range(1, 12).Select(cycle => Dialogue(harness, budgets, Priced, cycle)).ToArray();

        var plans = dialogues.Select(dialogue => dialogue.Plan(Cancellation)).ToArray();
        await ModelHarness.Until(() => harness.Server.Requests.Count == 3 && plans.Count(static plan => plan.IsCompleted) == 9);
        gate.SetResult();
        var told = await Task.WhenAll(plans);

        Assert.Equal(3, harness.Server.Requests.Count);
        Assert.Equal(3, told.Count(static plan => plan.Decision is not null));
        Assert.All(told.Where(static plan => plan.Decision is null), static plan =>
        {
            Assert.False(plan.IsFailure);
            Assert.Contains("are set aside for questions that are out", plan.HoldReason, StringComparison.Ordinal);
        });
        var records = dialogues.Zip(told, static (dialogue, plan) => dialogue.Record(plan, out _)).ToArray();
        Assert.Equal(9, records.Count(static record => record.Turns.IsEmpty && record.CostUsd == 0m));
        var left = (3.5m * whole) - records.Sum(static record => record.CostUsd);
        Assert.NotNull((await budgets.Reserve(_tenant, left, Cancellation)).Share);
        Assert.Null((await budgets.Reserve(_tenant, 0.0001m, Cancellation)).Share);
    }

    [Fact]
    public async Task Dialogue_whoseAnswerNeverComes_countsWhatWasReadAtLeast()
    {
        await using var harness = await ModelHarness.Start();
        var never = new TaskCompletionSource();
        harness.Server.Otherwise = _ => FakeReply.Slow("late", never.Task);
        var dialogue = Dialogue(harness, Budgets(1m), Priced, 1);

        var planning = dialogue.Plan(Cancellation);
        await ModelHarness.Until(() => harness.Server.Requests.Count == 1);
        harness.Time.Advance(TimeSpan.FromSeconds(45));
        var plan = await planning;

        Assert.True(plan.IsFailure);
        var record = dialogue.Record(plan, out _);
        Assert.Null(Assert.Single(record.Turns).CostUsd);
        Assert.InRange(record.CostUsd, 0.0001m, await EstimateOf(harness, Priced));
        never.SetResult();
    }

    [Fact]
    public async Task Dialogue_whoseQuestionIsGivenUp_countsWhatWasReadAndSetsNothingAside()
    {
        await using var harness = await ModelHarness.Start();
        var never = new TaskCompletionSource();
        harness.Server.Otherwise = _ => FakeReply.Slow("late", never.Task);
        var budgets = Budgets(1m);
        var dialogue = Dialogue(harness, budgets, Priced, 1);
        using var giveUp = new CancellationTokenSource();

        var planning = dialogue.Plan(giveUp.Token);
        await ModelHarness.Until(() => harness.Server.Requests.Count == 1);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => planning);

        var counted = dialogue.Record(ModelPlan.Hold(1, "given up", isFailure: true), out _).CostUsd;
        Assert.InRange(counted, 0.0001m, await EstimateOf(harness, Priced));
        Assert.NotNull((await budgets.Reserve(_tenant, 1m - counted, Cancellation)).Share);
        Assert.Null((await budgets.Reserve(_tenant, 0.0001m, Cancellation)).Share);
        never.SetResult();
    }

    private static ModelBudgets Budgets(decimal dollars, decimal spentBefore = 0m, TimeProvider? time = null)
    {
        var readModel = Substitute.For<IReadModel>();
        readModel.ModelSpend(default, default, CancellationToken.None).ReturnsForAnyArgs(
            call => new ValueTask<decimal>(call.Arg<DateTimeOffset>() == _noon.AddHours(-12) ? spentBefore : 0m));
        return new ModelBudgets(new ModelDeskOptions { DailyBudgetUsd = dollars }, readModel, time ?? new FakeTime(_noon));
    }

    private static Dialogue Dialogue(ModelHarness harness, ModelBudgets budgets, string model, long cycle) => new(
        new ModelQuery(
            new AgentKey(_tenant, "thinker"), new AccountKey(_tenant, "main"), new VersionKey(_tenant, "thinker", "1.0.0"),
            new VersionConfig(
                StrategyConfig.Of(ModelConfig.Strategy), "simulated", [.. Answers.Seen.Symbols.Select(static market => market.Symbol)], 5m,
                TimeSpan.FromMinutes(1), null, new ModelConfig(model)),
            cycle, Answers.Seen),
        harness.Models, budgets, new ModelDeskOptions(), TimeProvider.System);

    // What a dialogue sets aside for its first question, as its hold tells it.
    private static async Task<decimal> EstimateOf(ModelHarness harness, string model)
    {
        var plan = await Dialogue(harness, Budgets(0.000001m), model, 1).Plan(Cancellation);
        var words = plan.HoldReason!.Split(' ');
        return decimal.Parse(words[Array.IndexOf(words, "cost") + 1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
