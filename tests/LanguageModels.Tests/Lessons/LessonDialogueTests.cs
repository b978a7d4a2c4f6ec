using System.Collections.Immutable;
using NSubstitute;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Lessons;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.LanguageModels.Tests.Decisions;
using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.LanguageModels.Tests.Prompts;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.LanguageModels.Tests.Lessons;

/// <summary>The question about closed trades beside the plan, through the real SDKs to a fake server.</summary>
public sealed class LessonDialogueTests
{
    private const string Hold = """{"positions":[],"notes_for_audience":"waiting"}""";
    private const string Words = """{"lessons":[{"trade":7,"lesson":"Wait for the close."},{"trade":8,"lesson":"Let it run."},{"trade":99,"lesson":"Of nobody."}]}""";

    private static string Buy => Answers.Of(Answers.Buy());

    [Theory]
    [InlineData("openai/gpt-5", ModelMode.Single, "plan")]
    [InlineData("anthropic/claude-sonnet-4-5", ModelMode.Single, "plan")]
    [InlineData("deepseek/deepseek-chat", ModelMode.Panel, "trader")]
    public async Task Reviews_whileThePlanHolds_comeBackInTheModelsWords(string model, ModelMode mode, string lastRole)
    {
        await using var scene = await Scene.Start();
        scene.Server.Otherwise = request => FakeReply.Answer(
            IsAboutLessons(request) ? Words : request.Text.Contains("You are the ", StringComparison.Ordinal) ? "A report." : Hold);

        var (plan, record) = await scene.Plan(new ModelConfig(model, mode));

        Assert.True(plan.Decision!.IsHold);
        Assert.Equal([(7L, "Wait for the close.", LessonAuthor.Model), (8L, "Let it run.", LessonAuthor.Model)], plan.Lessons.Select(lesson => (lesson.Trade, lesson.Words, lesson.Author)));
        Assert.Equal(Scene.Reviews.Select(review => review.Net), plan.Lessons.Select(lesson => lesson.Net));
        Assert.Equal(plan.Lessons, record.Lessons);
        Assert.Equal([lastRole, "lesson"], record.Turns[^2..].Select(turn => turn.Role));
        Assert.Equal(record.Turns.Length * 1_000L, record.Turns.Sum(turn => turn.InputTokens));
        Assert.Equal(record.CostUsd, record.Turns.Sum(turn => turn.CostUsd ?? (1_100m * 10m / 1_000_000m)));
    }

    [Fact]
    public async Task Reviews_none_asksNothing()
    {
        await using var scene = await Scene.Start();
        scene.Server.Otherwise = static _ => FakeReply.Answer(Hold);

        var (plan, record) = await scene.Plan(new ModelConfig("openai/gpt-5"), reviews: []);

        Assert.Empty(plan.Lessons);
        Assert.Equal(["plan"], record.Turns.Select(turn => turn.Role));
        Assert.Single(scene.Server.Requests);
    }

    [Theory]
    [InlineData("I cannot say.")]
    [InlineData("""{"lessons":"none"}""")]
    [InlineData("""{"lessons":[7,{"trade":"7","lesson":"x"},{"trade":7.5,"lesson":"x"},{"trade":7,"lesson":"  \u200b "},{"trade":8,"lesson":5}]}""")]
    [InlineData("""{"lessons":[{"trade":7,"lesson":"a"}]} {"lessons":[{"trade":7,"lesson":"b"}]}""")]
    [InlineData("""{"positions":[]}""")]
    [InlineData("")]
    [InlineData("error")]
    [InlineData("refusal")]
    public async Task Reviews_thatFail_keepTheRulesWordsAndHarmNoPlan(string answer)
    {
        await using var scene = await Scene.Start();
        scene.Server.Otherwise = request => !IsAboutLessons(request) ? FakeReply.Answer(Hold) : answer switch
        {
            "" => FakeReply.Empty(),
            "error" => FakeReply.Error(400, "invalid_request_error", "no"),
            "refusal" => FakeReply.Refusal("no"),
            _ => FakeReply.Answer(answer),
        };

        var (plan, record) = await scene.Plan(new ModelConfig("openai/gpt-5"));

        Assert.True(plan.Decision!.IsHold);
        Assert.False(plan.IsFailure);
        Assert.Equal(Scene.Reviews, plan.Lessons);
        Assert.Equal(Scene.Reviews, record.Lessons);
        Assert.Empty(record.Errors);
    }

    [Fact]
    public async Task Plan_thatTrades_doesNotWaitForLessons()
    {
        await using var scene = await Scene.Start();
        var never = new TaskCompletionSource();
        scene.Server.Otherwise = request => IsAboutLessons(request) ? FakeReply.Slow(Words, never.Task) : FakeReply.Answer(Buy);

        var (plan, record) = await scene.Plan(new ModelConfig("openai/gpt-5"));

        Assert.False(plan.Decision!.IsHold);
        Assert.Equal(Scene.Reviews, plan.Lessons);
        Assert.Equal(["plan", "lesson"], record.Turns.Select(turn => turn.Role));
        Assert.Contains("the plan was ready", record.Turns[1].Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_thatFails_bringsTheLessonsAllTheSame()
    {
        await using var scene = await Scene.Start();
        scene.Server.Otherwise = request => FakeReply.Answer(IsAboutLessons(request) ? Words : "no JSON at all");

        var (plan, record) = await scene.Plan(new ModelConfig("openai/gpt-5"));

        Assert.True(plan.IsFailure);
        Assert.All(plan.Lessons, lesson => Assert.Equal(LessonAuthor.Model, lesson.Author));
        Assert.Equal(["plan", "repair", "lesson"], record.Turns.Select(turn => turn.Role));
    }

    [Fact]
    public async Task Budget_spent_asksNobodyAndKeepsTheRulesWords()
    {
        await using var scene = await Scene.Start();

        var (plan, record) = await scene.Plan(new ModelConfig("openai/gpt-5"), new ModelDeskOptions { DailyBudgetUsd = 0m });

        Assert.Empty(scene.Server.Requests);
        Assert.Equal(Scene.Reviews, plan.Lessons);
        Assert.Empty(record.Turns);
    }

    [Fact]
    public async Task Disguise_trades_areShownInDisguiseAndLearnedOfAsTheyAre()
    {
        await using var scene = await Scene.Start();
        scene.Server.Otherwise = request => FakeReply.Answer(IsAboutLessons(request) ? Words : Hold);

        var (plan, _) = await scene.Plan(new ModelConfig("openai/gpt-5"), new ModelDeskOptions { DisguiseSeed = "x" });

        var asked = Assert.Single(scene.Server.Requests, IsAboutLessons).Text;
        Assert.DoesNotContain("SOL", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("2024", asked, StringComparison.Ordinal);
        Assert.Contains("ASSET-", asked, StringComparison.Ordinal);
        Assert.Equal(Scene.Reviews.Select(review => (review.Symbol, review.ClosedAt)), plan.Lessons.Select(lesson => (lesson.Symbol, lesson.ClosedAt)));
        Assert.Equal("Wait for the close.", plan.Lessons[0].Words);
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Indexes), MemberType = typeof(HostileTexts))]
    public void Answer_hostileWords_areOneCleanShortLine(int index)
    {
        var answer = new System.Text.Json.Nodes.JsonObject
        {
            ["lessons"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["trade"] = 7, ["lesson"] = HostileTexts.All[index] }),
        };

        var read = LessonAnswer.Read(answer.ToJsonString(), Scene.Reviews);

        Assert.Equal([7L, 8L], read.Select(lesson => lesson.Trade));
        Assert.InRange(read[0].Words.Length, 1, Lesson.WordsLengthMax);
        Assert.All(read[0].Words, c => Assert.False(char.IsControl(c)));
        Assert.Equal(Scene.Reviews[0], read[0] with { Words = Scene.Reviews[0].Words, Author = LessonAuthor.Rules });
        Assert.Equal(Scene.Reviews[1], read[1]);
    }

    private static bool IsAboutLessons(FakeRequest request) => request.Text.Contains("# Closed trades", StringComparison.Ordinal);

    private sealed class Scene(ModelHarness models) : IAsyncDisposable
    {
        public static readonly ImmutableArray<Lesson> Reviews =
        [
            LessonReview.Of(7, Trade(-12m, "a breakout of SOL"), ExitKind.Stop, null, "bear"), LessonReview.Of(8, Trade(20m, "again"), ExitKind.Target, null, "bull"),
        ];

        private long _cycle;

        public FakeModelServer Server => models.Server;

        public static async Task<Scene> Start() => new(await ModelHarness.Start());

        public async Task<(ModelPlan Plan, DecisionRecordRow Record)> Plan(
            ModelConfig model, ModelDeskOptions? options = null, ImmutableArray<Lesson>? reviews = null)
        {
            var config = new VersionConfig(
                StrategyConfig.Of(ModelConfig.Strategy), "simulated", [.. Answers.Seen.Symbols.Select(market => market.Symbol)], 5m, TimeSpan.FromMinutes(1),
                null, model with { Memory = MemoryMode.Model });
            var query = new ModelQuery(
                AgentKey.Parse("demo/thinker"), AccountKey.Parse("demo/main"), VersionKey.Parse("demo/thinker@1.0.0"), config, ++_cycle, Answers.Seen)
            {
                Reviews = reviews ?? Reviews,
            };
            var given = options ?? new ModelDeskOptions();
            var budgets = new ModelBudgets(given, Substitute.For<IReadModel>(), models.Time);
            var dialogue = new Dialogue(query, models.Models, budgets, given, models.Time);
            var plan = await dialogue.Plan(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            return (plan, dialogue.Record(plan, out _));
        }

        public ValueTask DisposeAsync() => models.DisposeAsync();

        private static TradeObservation Trade(decimal net, string reason) => new(
            Answers.Sol.Symbol, Side.Buy, 10m, 130m, 130m + (net / 10m), Prompts.Scene.At.AddMinutes(-90), Prompts.Scene.At.AddMinutes(-30), net, reason, "stop");
    }
}
