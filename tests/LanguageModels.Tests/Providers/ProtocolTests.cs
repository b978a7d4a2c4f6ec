using System.Text.Json;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.LanguageModels.Tests.FakeServer;

namespace OrleansTrader.LanguageModels.Tests.Providers;

/// <summary>Each provider's protocol through its real SDK.</summary>
public sealed class ProtocolTests
{
    private const string Decision = """{"positions":[{"symbol":"BTC-USDT","signal":"hold"}]}""";

    private static readonly JsonElement Schema = JsonElement.Parse(
        """{"type":"object","properties":{"positions":{"type":"array","items":{"type":"string"}}},"required":["positions"],"additionalProperties":false}""");

    [Theory]
    [InlineData("openai/gpt-5.4", false)]
    [InlineData("openai/gpt-5.4", true)]
    [InlineData("azure/my-deployment", false)]
    [InlineData("azure/my-deployment", true)]
    [InlineData("deepseek/deepseek-flash", false)]
    [InlineData("anthropic/claude-opus-5-5", false)]
    [InlineData("anthropic/claude-opus-5-5", true)]
    [InlineData("perplexity/sonar", false)]
    public async Task Ask_with_an_answer_brings_text_and_tokens(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(($"Models:Providers:{ModelName.Parse(model).Provider}:Stream", streamed ? "true" : "false"));
        harness.Server.Then(FakeReply.Answer(Decision) with { InputTokens = 1_200, CachedTokens = 200, OutputTokens = 80 });

        var answer = await harness.Ask(ModelHarness.Question(model, Schema));

        Assert.Null(answer.Fault);
        Assert.Equal(Decision, answer.Text);
        Assert.Equal(new TokenUse(1_200, 200, 80, 0), answer.Tokens);
        Assert.Equal(1, answer.Attempts);
        Assert.Equal(ModelName.Parse(model), answer.Model);
        var request = Assert.Single(harness.Server.Requests);
        Assert.Equal(FakeModelServer.Key, request.Key);
        Assert.Equal(streamed, request.IsStreamed);
    }

    [Fact]
    public async Task OpenAI_is_sent_the_strict_schema_and_its_own_name_for_the_limit()
    {
        await using var harness = await ModelHarness.Start();

        await harness.Ask(ModelHarness.Question("openai/gpt-5.4", Schema) with { Temperature = 0.5 });

        var body = Assert.Single(harness.Server.Requests).Body;
        Assert.Equal("gpt-5.4", body.GetProperty("model").GetString());
        Assert.Equal(500, body.GetProperty("max_completion_tokens").GetInt32());
        Assert.Equal(0.5, body.GetProperty("temperature").GetDouble(), 6);
        var format = body.GetProperty("response_format");
        Assert.Equal("json_schema", format.GetProperty("type").GetString());
        Assert.True(format.GetProperty("json_schema").GetProperty("strict").GetBoolean());
        Assert.Equal("decision", format.GetProperty("json_schema").GetProperty("name").GetString());
        Assert.True(JsonElement.DeepEquals(Schema, format.GetProperty("json_schema").GetProperty("schema")));
        Assert.Equal(["system", "user"], body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString()!));
    }

    [Fact]
    public async Task DeepSeek_is_held_to_json_by_mode_and_instructions()
    {
        await using var harness = await ModelHarness.Start();

        await harness.Ask(ModelHarness.Question("deepseek/deepseek-flash", Schema));

        var body = Assert.Single(harness.Server.Requests).Body;
        Assert.Equal(500, body.GetProperty("max_tokens").GetInt32());
        Assert.False(body.TryGetProperty("max_completion_tokens", out _));
        Assert.False(body.TryGetProperty("temperature", out _));
        Assert.Equal("json_object", body.GetProperty("response_format").GetProperty("type").GetString());
        Assert.Contains("additionalProperties", body.GetProperty("messages")[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anthropic_is_sent_the_schema_and_the_system_text_apart()
    {
        await using var harness = await ModelHarness.Start();

        await harness.Ask(ModelHarness.Question("anthropic/claude-opus-5-5", Schema));

        var request = Assert.Single(harness.Server.Requests);
        Assert.Equal("/v1/messages", request.Path);
        Assert.Equal(500, request.Body.GetProperty("max_tokens").GetInt32());
        Assert.Equal("json_schema", request.Body.GetProperty("output_config").GetProperty("format").GetProperty("type").GetString());
        Assert.Contains("You trade.", request.Body.GetProperty("system").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sonar", "fast", "perplexity/sonar")]
    [InlineData("sonar-pro", "low", "perplexity/sonar")]
    [InlineData("high", "high", "perplexity/sonar")]
    [InlineData("openai/gpt-5.4", null, "openai/gpt-5.4")]
    public async Task Perplexity_is_asked_by_preset_or_model_and_searches(string asked, string? preset, string model)
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Then(FakeReply.Answer("Calm.") with
        {
            CostUsd = 0.0123m,
            Sources = [("https://example.com/a", "A title", "2026-02-28"), ("javascript:alert(1)", "bad", "2026-02-28"), ("https://example.com/b", "B", "2026-02-27")],
        });

        var answer = await harness.Ask($"perplexity/{asked}");

        Assert.Equal("Calm.", answer.Text);
        Assert.Equal(0.0123m, answer.CostUsd);
        Assert.Equal([new Citation("https://example.com/a", "A title", "2026-02-28"), new Citation("https://example.com/b", "B", "2026-02-27")], answer.Citations);
        var body = Assert.Single(harness.Server.Requests).Body;
        Assert.Equal(preset, body.TryGetProperty("preset", out var sent) ? sent.GetString() : null);
        Assert.Equal(model, body.GetProperty("model").GetString());
        Assert.Equal("web_search", body.GetProperty("tools")[0].GetProperty("type").GetString());
        Assert.Equal(500, body.GetProperty("max_output_tokens").GetInt32());
    }

    [Fact]
    public async Task Chat_completions_with_sources_and_cost_bring_both()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Then(FakeReply.Answer("Calm.") with { CostUsd = 0.5m, Sources = [("https://example.com/a", "A", "2026-02-28")] });

        var answer = await harness.Ask("openai/some-gateway-model");

        Assert.Equal(0.5m, answer.CostUsd);
        Assert.Equal([new Citation("https://example.com/a", "A", "2026-02-28")], answer.Citations);
    }

    [Fact]
    public async Task Reasoning_that_is_written_before_the_answer_is_left_out()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Then(FakeReply.Answer($"<think>Up or down?</think>\n{Decision}"));

        var answer = await harness.Ask("openai/local-model");

        Assert.Equal(Decision, answer.Text);
    }

    [Fact]
    public async Task A_provider_of_the_operators_own_needs_an_address_only()
    {
        await using var server = await FakeModelServer.Start();
        await using var harness = await ModelHarness.Start(
            ("Models:Providers:local:BaseUrl", server.V1), ("Models:Providers:local:Key", FakeModelServer.Key), ("Models:Providers:local:StructuredOutput", "Instructions"));
        server.Then(FakeReply.Answer(Decision));

        var answer = await harness.Ask(ModelHarness.Question("local/org/model:7b", Schema));

        Assert.Equal(Decision, answer.Text);
        Assert.Null(answer.CostUsd);
        var body = Assert.Single(server.Requests).Body;
        Assert.Equal("org/model:7b", body.GetProperty("model").GetString());
        Assert.False(body.TryGetProperty("response_format", out _));
    }

    [Theory]
    [InlineData("openai/gpt-5.4", "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", "json_object")]
    [InlineData("anthropic/claude-old", "output_config: Extra inputs are not permitted", null)]
    [InlineData("perplexity/sonar", "response_format: unknown field", null)]
    public async Task A_model_that_refuses_the_schema_is_asked_in_a_weaker_form_and_so_from_then_on(string model, string words, string? weaker)
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Then(FakeReply.Error(400, "invalid_request_error", words), FakeReply.Answer(Decision), FakeReply.Answer(Decision));

        var first = await harness.Ask(ModelHarness.Question(model, Schema));
        var second = await harness.Ask(ModelHarness.Question(model, Schema));

        Assert.Null(first.Fault);
        Assert.Equal(2, first.Attempts);
        Assert.Equal(TimeSpan.Zero, first.Latency);
        Assert.Equal(1, second.Attempts);
        foreach (var request in harness.Server.Requests.Skip(1))
        {
            Assert.Equal(weaker, request.Body.TryGetProperty("response_format", out var format) ? format.GetProperty("type").GetString() : null);
            Assert.False(request.Body.TryGetProperty("output_config", out _));
            Assert.Contains("additionalProperties", request.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_model_that_refuses_every_form_is_a_bad_request_in_the_end()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Otherwise = _ => FakeReply.Error(400, "invalid_request_error", "response_format is not supported");

        var answer = await harness.Ask(ModelHarness.Question("openai/gpt-5.4", Schema));

        Assert.Equal(ModelFaultCode.BadRequest, answer.Fault!.Code);
        Assert.Equal(3, answer.Attempts);
    }
}
