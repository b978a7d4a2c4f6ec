using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.LanguageModels.Tests.Decisions;
using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.LanguageModels.Tests.Planning;

/// <summary>What a model is asked: limits, disguise, and what makes two questions the same.</summary>
public sealed class QuestionTests
{
    private const string Gpt = "openai/gpt-5";

    private static string Buy => Answers.Of(Answers.Buy());

    [Fact]
    public async Task Limits_ofTheAccount_areToldAndHold()
    {
        await using var scene = await DeskScene.Start();
        scene.Seen = Answers.Seen with { Account = Answers.Seen.Account with { Limits = new AccountLimits(PositionNotionalMax: 500m, OpenPositionsMax: 7) } };
        scene.Server.Otherwise = _ => FakeReply.Answer(Buy);

        var plan = await scene.Ask(new ModelConfig(Gpt));

        Assert.Contains("quantity", plan.HoldReason, StringComparison.Ordinal);
        Assert.Contains("notional of a symbol's position at most 500\n", scene.Text(scene.Records[0].Turns[0].User), StringComparison.Ordinal);
        Assert.Contains("\"limits\":{\"position_notional_max\":500,\"open_positions_max\":7}", scene.Text(scene.Records[0].Turns[0].User), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disguise_wished_hidesNamesAndComesBackAsTheRealMarket()
    {
        await using var scene = await DeskScene.Start(new ModelDeskOptions { DisguiseSeed = "7" });
        var disguises = new Anonymiser([.. Answers.Seen.Symbols.Select(static market => market.Symbol)], "7");
        var (alias, factor) = (disguises.Of(Answers.Sol.Symbol).Alias, disguises.Of(Answers.Sol.Symbol).PriceFactor);
        var wish = Answers.Buy();
        (wish["symbol"], wish["quantity"], wish["exit_plan"]) = (alias.Value, 10m / factor, null);
        scene.Server.Then(FakeReply.Answer(Answers.Of(wish)));

        var plan = await scene.Ask(new ModelConfig(Gpt, Prompt: "Buy SOL-USDT when btc falls."));

        var wanted = Assert.Single(plan.Decision!.Positions);
        Assert.Equal((Answers.Sol.Symbol, 10m), (wanted.Symbol, wanted.Quantity));
        var turn = Assert.Single(Assert.Single(scene.Records).Turns);
        var asked = scene.Text(turn.System) + scene.Text(turn.User);
        Assert.All(["SOL-USDT", "BTC", "btc", "ETH"], name => Assert.DoesNotContain(name, asked, StringComparison.Ordinal));
        Assert.StartsWith($"Buy {alias} when ASSET-", scene.Text(turn.System), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigHash_changesWithTheQuestionAlone()
    {
        await using var scene = await DeskScene.Start();
        scene.Server.Otherwise = _ => FakeReply.Answer(Buy);
        var query = DeskScene.Query(new ModelConfig(Gpt), 1);
        string Hash(VersionConfig config) => Question.Of(query with { Config = config }, null).ConfigHash;

        Assert.Equal(Hash(query.Config), Hash(query.Config with { Notes = "for people", DryRun = true }));
        Assert.NotEqual(Hash(query.Config), Hash(query.Config with { Leverage = 2m }));
        Assert.NotEqual(Hash(query.Config), Hash(query.Config with { Model = new ModelConfig(Gpt, Temperature: 0.5) }));
    }
}
