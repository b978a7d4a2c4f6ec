using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Tests.Providers;

public sealed class ModelConfigurationTests
{
    [Theory]
    [InlineData("OPENAI_API_KEY", "openai", "https://api.openai.com/v1")]
    [InlineData("ANTHROPIC_API_KEY", "anthropic", "https://api.anthropic.com/")]
    [InlineData("OPENROUTER_API_KEY", "openrouter", "https://openrouter.ai/api/v1")]
    [InlineData("DEEPSEEK_API_KEY", "deepseek", "https://api.deepseek.com/v1")]
    [InlineData("PERPLEXITY_API_KEY", "perplexity", "https://api.perplexity.ai/v1")]
    public void One_variable_makes_its_provider_ready_and_no_other(string variable, string provider, string endpoint)
    {
        var providers = Providers((variable, "k-0123456789"));

        var ready = Assert.Single(providers, info => info.Ready);
        Assert.Equal(provider, ready.Name);
        Assert.Equal(new Uri(endpoint), ready.Endpoint);
        Assert.Null(ready.Remedy);
        Assert.All(providers.Where(info => !info.Ready), info => Assert.Contains("_KEY", info.Remedy, StringComparison.Ordinal));
        Assert.DoesNotContain(providers, info => info.ToString().Contains("k-0123456789", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://my.openai.azure.com", "https://my.openai.azure.com/openai/v1/")]
    [InlineData("https://my.openai.azure.com/openai/v1/", "https://my.openai.azure.com/openai/v1/")]
    public void Azure_needs_endpoint_and_key(string given, string expected)
    {
        var azure = Providers(("AZURE_OPENAI_API_KEY", "k"), ("AZURE_OPENAI_ENDPOINT", given)).Single(info => string.Equals(info.Name, "azure", StringComparison.Ordinal));
        var without = Providers(("AZURE_OPENAI_API_KEY", "k")).Single(info => string.Equals(info.Name, "azure", StringComparison.Ordinal));

        Assert.True(azure.Ready);
        Assert.Equal(new Uri(expected), azure.Endpoint);
        Assert.False(without.Ready);
        Assert.Contains("AZURE_OPENAI_ENDPOINT", without.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Models:Providers:mine:Kind", "OpenAI", "BaseUrl")]
    [InlineData("Models:Providers:openai:BaseUrl", "api.openai.com", "https://")]
    [InlineData("Models:Providers:openai:BaseUrl", "http://api.openai.com/v1", "https")]
    [InlineData("Models:Providers:openai:Kind", "Gemini", "Anthropic")]
    [InlineData("Models:Providers:openai:Kind", "17", "Anthropic")]
    [InlineData("Models:Providers:openai:StructuredOutput", "yes", "JsonSchema")]
    [InlineData("Models:Providers:openai:RequestsPerMinute", "0", "from 1")]
    [InlineData("Models:Providers:openai:RequestsPerMinute", "1e9", "from 1")]
    [InlineData("Models:Providers:openai:Stream", "perhaps", "True")]
    [InlineData("Models:Providers:tenant:BaseUrl", "https://models.example.com", "another name")]
    [InlineData("Models:TenantEndpoints", "localhost", "a port")]
    [InlineData("Models:TenantEndpoints", "localhost:11434, http://localhost:8000", "a port")]
    [InlineData("Models:TenantEndpoints:0", "10.0.0.1:70000", "a port")]
    [InlineData("Models:Providers:openai:Prices:x:InputUsd", "-1", "US dollars")]
    [InlineData("Models:Providers:openai:Prices:x:InputUsd", "1", "OutputUsd")]
    public void A_setting_that_cannot_be_used_refuses_at_once_and_names_itself(string name, string value, string remedy)
    {
        var refused = Assert.Throws<ModelConfigurationException>(() => Providers((name, value)));

        Assert.Contains(string.Join(':', name.Split(':').Take(name.Contains("Providers", StringComparison.Ordinal) ? 3 : 2)), refused.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_without_a_key_says_which_one_is_missing_and_calls_nobody()
    {
        await using var harness = await ModelHarness.Start(("OPENAI_API_KEY", ""));

        var answer = await harness.Ask("openai/gpt-5.4");

        Assert.Equal(ModelFaultCode.NoKey, answer.Fault!.Code);
        Assert.Equal("no_key", answer.Fault.Code.Word());
        Assert.Contains("OPENAI_API_KEY", answer.Fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, answer.Attempts);
        Assert.Empty(harness.Server.Requests);
    }

    [Fact]
    public async Task Ask_of_an_unknown_provider_lists_those_there_are()
    {
        await using var harness = await ModelHarness.Start();

        var answer = await harness.Ask("nobody/model");

        Assert.Equal(ModelFaultCode.UnknownProvider, answer.Fault!.Code);
        Assert.Contains("anthropic, azure, deepseek, openai, openrouter, perplexity", answer.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_with_a_question_that_cannot_be_is_a_bad_request()
    {
        await using var harness = await ModelHarness.Start();
        var question = ModelHarness.Question("openai/gpt-5.4");

        foreach (var wrong in new[]
        {
            question with { OutputTokensMax = 0 }, question with { Temperature = double.NaN }, question with { Temperature = 3 },
            question with { Timeout = TimeSpan.Zero }, question with { Timeout = Timeout.InfiniteTimeSpan }, question with { Timeout = TimeSpan.MaxValue },
        })
            Assert.Equal(ModelFaultCode.BadRequest, (await harness.Models.Ask(wrong, CancellationToken.None)).Fault!.Code);

        var nameless = await harness.Models.Ask(question with { Model = default }, CancellationToken.None);
        Assert.Equal(ModelFaultCode.UnknownProvider, nameless.Fault!.Code);
        var huge = await harness.Models.Ask(question with { User = new string('x', 3 * 1024 * 1024) }, CancellationToken.None);
        Assert.Equal(ModelFaultCode.TooLong, huge.Fault!.Code);
        Assert.Empty(harness.Server.Requests);
    }

    [Fact]
    public void TryParse_takes_the_first_slash_only()
    {
        Assert.True(ModelName.TryParse("openrouter/deepseek/deepseek-chat", out var name));
        Assert.Equal(new ModelName("openrouter", "deepseek/deepseek-chat"), name);
        Assert.False(ModelName.TryParse("gpt-5", out _));
        Assert.False(ModelName.TryParse("/gpt-5", out _));
        Assert.False(ModelName.TryParse("openai/", out _));
        Assert.False(ModelName.TryParse(null, out _));
    }

    private static IReadOnlyList<ModelProviderInfo> Providers(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
        using var services = new ServiceCollection().AddLogging().AddLanguageModels(configuration).BuildServiceProvider();
        return services.GetRequiredService<IModels>().Providers;
    }
}
