using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Knowledge;
using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Tests.Knowledge;

public sealed class LeakageTests
{
    private static readonly DateOnly _today = new(2026, 6, 1);

    [Theory]
    [InlineData("openai/gpt-5", "2024-09-30", true)]
    [InlineData("openai/gpt-5", "2024-10-01", false)]
    [InlineData("openai/gpt-5-2025-08-07", "2024-09-30", true)]
    [InlineData("openai/gpt-5-2025-08-07", "2024-10-01", false)]
    [InlineData("local/unheard-of", "2026-06-01", true)]
    [InlineData("local/unheard-of", "2026-06-02", false)]
    public void Of_dataUpToTheCutoff_warns(string model, string from, bool warns) =>
        Assert.Equal(warns, Leakage.Of(new ModelConfig(model), Day(from), _today, isAnonymous: false) is not null);

    [Fact]
    public void Of_twoModels_theOneThatKnowsIsNamed()
    {
        var config = new ModelConfig("openai/gpt-5", ModelMode.SecondOpinion, "anthropic/claude-sonnet-4-5");

        Assert.StartsWith("anthropic/claude-sonnet-4-5 was trained on texts up to 2025-07-31, and this data begins on 2025-01-01: it may remember", Leakage.Of(config, Day("2025-01-01"), _today, isAnonymous: false), StringComparison.Ordinal);
        Assert.Null(Leakage.Of(config, Day("2025-08-01"), _today, isAnonymous: false));
    }

    [Fact]
    public void Of_aDisguise_isSaid() =>
        Assert.EndsWith("; names, dates and prices were disguised", Leakage.Of(new ModelConfig("local/unheard-of"), Day("2020-01-01"), _today, isAnonymous: true), StringComparison.Ordinal);

    [Fact]
    public void Table_everyRow_hasASourceAndIsFound()
    {
        Assert.NotEmpty(KnowledgeTable.BuiltIn.All);
        Assert.All(KnowledgeTable.BuiltIn.All, static row =>
        {
            Assert.True(row.Source.Length > 10);
            Assert.Equal(row.Until, KnowledgeTable.BuiltIn.Find(new ModelName(row.Provider, row.Model)));
        });
    }

    private static DateTimeOffset Day(string text) => new(DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);
}
