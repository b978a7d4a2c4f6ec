using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Tests.Providers;

public sealed class ModelNameTests
{
    [Theory]
    [InlineData("openai/gpt-5", "openai", "gpt-5")]
    [InlineData("openrouter/deepseek/deepseek-chat", "openrouter", "deepseek/deepseek-chat")]
    public void Parse_providerAndModel_areToldApartAtTheFirstSlash(string text, string provider, string model)
    {
        var name = ModelName.Parse(text);

        Assert.Equal((provider, model), (name.Provider, name.Model));
        Assert.Equal(text, name.ToString());
    }

    [Theory]
    [InlineData("gpt-5")]
    [InlineData("/gpt-5")]
    [InlineData("openai/")]
    [InlineData("")]
    public void Parse_oneSideMissing_isRefused(string text) => Assert.Throws<FormatException>(() => ModelName.Parse(text));
}
