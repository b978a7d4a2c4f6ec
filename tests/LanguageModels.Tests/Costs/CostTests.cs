using OrleansTrader.LanguageModels.Costs;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.LanguageModels.Tests.FakeServer;

namespace OrleansTrader.LanguageModels.Tests.Costs;

public sealed class CostTests
{
    [Fact]
    public async Task Cost_is_tokens_by_the_price_table()
    {
        await using var harness = await ModelHarness.Start();
        var reply = FakeReply.Answer("ok") with { InputTokens = 1_000_000, CachedTokens = 400_000, OutputTokens = 200_000 };
        harness.Server.Then(reply, reply, reply);

        var opus = await harness.Ask("anthropic/claude-opus-5-5");
        var dated = await harness.Ask("anthropic/claude-haiku-4-5-20251001");
        var unknown = await harness.Ask("openai/nobody-knows");

        // 0.6 · 4 + 0.4 · 0.2 + 0.2 · 20, and 0.6 · 1 + 0.4 · 0.1 + 0.2 · 5.
        Assert.Equal(6.48m, opus.CostUsd);
        Assert.Equal(1.64m, dated.CostUsd);
        Assert.Null(unknown.CostUsd);
        Assert.Equal(1_200_000, unknown.Tokens.Total);
    }

    [Fact]
    public async Task Cost_is_the_operators_where_there_is_one()
    {
        await using var harness = await ModelHarness.Start(
            ("Models:Providers:openai:Prices:gpt-5.4:InputUsd", "1"),
            ("Models:Providers:openai:Prices:gpt-5.4:OutputUsd", "10"),
            ("Models:Providers:openai:Prices:llama3_8b:InputUsd", "0"),
            ("Models:Providers:openai:Prices:llama3_8b:OutputUsd", "0"));
        harness.Server.Otherwise = _ => FakeReply.Answer("ok") with { InputTokens = 2_000, CachedTokens = 1_000, OutputTokens = 500 };

        Assert.Equal(0.007m, (await harness.Ask("openai/gpt-5.4")).CostUsd);
        Assert.Equal(0m, (await harness.Ask("openai/llama3:8b")).CostUsd);
    }

    [Fact]
    public async Task Cost_is_counted_for_answers_that_cannot_be_used()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Then(FakeReply.CutOff("half") with { InputTokens = 1_000, OutputTokens = 500 });

        var answer = await harness.Ask("openai/gpt-5.4");

        Assert.Equal(ModelFaultCode.CutOff, answer.Fault!.Code);
        Assert.Equal(0.01m, answer.CostUsd);
    }

    [Fact]
    public void Find_beyond_the_length_that_a_price_holds_for_gives_none()
    {
        var price = PriceTable.BuiltIn.Find(ModelName.Parse("anthropic/claude-haiku-5-5"))!;

        Assert.Equal(0.0105m, price.Of(new TokenUse(100_000, 0, 1_000, 0)));
        Assert.Null(price.Of(new TokenUse(100_001, 0, 1_000, 0)));
    }

    [Theory]
    [InlineData("openai/gpt-5.4-2026-03-05", true)]
    [InlineData("openai/GPT-5.4", true)]
    [InlineData("openai/gpt-5.4-mini", true)]
    [InlineData("openai/gpt-5.4-pro", false)]
    [InlineData("openai/gpt-5.4-12345", false)]
    [InlineData("deepseek/gpt-5.4", false)]
    public void Find_knows_dated_names_and_guesses_nothing(string name, bool known) =>
        Assert.Equal(known, PriceTable.BuiltIn.Find(ModelName.Parse(name)) is not null);

    [Fact]
    public void Every_price_states_its_day_and_source()
    {
        Assert.NotEmpty(PriceTable.BuiltIn.All);
        Assert.All(PriceTable.BuiltIn.All, price =>
        {
            Assert.InRange(price.AsOf, new DateOnly(2026, 1, 1), new DateOnly(2100, 1, 1));
            Assert.StartsWith("https://", price.Source, StringComparison.Ordinal);
            Assert.True(price.InputUsd > 0 && price.OutputUsd >= price.InputUsd && price.CachedInputUsd <= price.InputUsd, price.ToString());
            Assert.Contains(WellKnownProviders.All, known => string.Equals(known.Name, price.Provider, StringComparison.Ordinal));
        });
    }
}
