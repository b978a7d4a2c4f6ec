using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.LanguageModels.Tests.FakeServer;

namespace OrleansTrader.LanguageModels.Tests.Resilience;

/// <summary>Whatever a provider does comes back as a fault with a remedy, through the real SDKs.</summary>
public sealed class FaultTests
{
    public static TheoryData<string, bool> Protocols => new()
    {
        { "openai/gpt-5.4", false },
        { "openai/gpt-5.4", true },
        { "azure/gpt-5.4", false },
        { "anthropic/claude-opus-5-5", false },
        { "anthropic/claude-opus-5-5", true },
        { "perplexity/sonar", false },
    };

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Wrong_key_is_refused_credentials_and_not_repeated(string model, bool streamed)
    {
        const string wrong = "sk-wrong-key-abcdefgh1234";
        await using var harness = await ModelHarness.Start(wrong, Streamed(model, streamed));

        var answer = await harness.Ask(model);

        Assert.Equal(ModelFaultCode.RefusedCredentials, answer.Fault!.Code);
        Assert.Equal(1, answer.Attempts);
        Assert.Single(harness.Server.Requests);
        Assert.DoesNotContain(wrong, answer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(harness.Log.Lines, line => line.Contains(wrong, StringComparison.Ordinal));
        Assert.Contains(harness.Log.Lines, line => line.Contains("RefusedCredentials", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(404, "model_not_found", "The model `x` does not exist or you do not have access to it.", ModelFaultCode.UnknownModel)]
    [InlineData(400, "", "x is not a valid model ID", ModelFaultCode.UnknownModel)]
    [InlineData(400, "invalid_request_error", "Model Not Exist", ModelFaultCode.UnknownModel)]
    [InlineData(400, "unsupported_parameter", "temperature does not support 0.5 with this model", ModelFaultCode.BadRequest)]
    [InlineData(400, "context_length_exceeded", "maximum context length is 128000 tokens", ModelFaultCode.TooLong)]
    [InlineData(413, "request_too_large", "Request exceeds the maximum allowed number of bytes.", ModelFaultCode.TooLong)]
    [InlineData(402, "", "Insufficient Balance", ModelFaultCode.NoCredit)]
    [InlineData(429, "insufficient_quota", "You exceeded your current quota", ModelFaultCode.NoCredit)]
    [InlineData(400, "invalid_request_error", "Your credit balance is too low", ModelFaultCode.NoCredit)]
    [InlineData(403, "permission_error", "not for you", ModelFaultCode.RefusedCredentials)]
    public async Task Final_errors_are_told_apart_and_not_repeated(int status, string code, string message, ModelFaultCode expected)
    {
        foreach (var model in new[] { "openai/x", "anthropic/x", "perplexity/sonar" })
        {
            await using var harness = await ModelHarness.Start();
            harness.Server.Then(FakeReply.Error(status, code, message));
            // Perplexity states a number for a code.
            if (code.Contains('_', StringComparison.Ordinal) && model.StartsWith("perplexity", StringComparison.Ordinal) && expected == ModelFaultCode.NoCredit)
                continue;

            var answer = await harness.Ask(model);

            Assert.Equal(expected, answer.Fault?.Code);
            Assert.Equal(1, answer.Attempts);
            Assert.False(string.IsNullOrWhiteSpace(answer.Fault!.Message));
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_429_is_repeated_after_the_time_that_the_provider_asks_for(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        harness.Server.Then(FakeReply.Error(429, "rate_limit_exceeded", "slow down", retryAfter: "17"), FakeReply.Answer("ok"));

        var answer = await harness.Ask(model);

        Assert.Null(answer.Fault);
        Assert.Equal("ok", answer.Text);
        Assert.Equal(2, answer.Attempts);
        Assert.InRange(answer.Latency, TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(19));
    }

    [Fact]
    public async Task A_429_may_name_a_moment_instead_of_seconds()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Then(FakeReply.Error(429, "rate_limit_exceeded", "slow down", retryAfter: "Sun, 01 Mar 2026 12:00:40 GMT"), FakeReply.Answer("ok"));

        var answer = await harness.Ask("openai/gpt-5.4");

        Assert.Equal("ok", answer.Text);
        Assert.InRange(answer.Latency, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(44));
    }

    [Fact]
    public async Task A_429_that_asks_for_more_than_the_time_left_is_answered_at_once()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Then(FakeReply.Error(429, "rate_limit_exceeded", "slow down", retryAfter: "3600"));

        var answer = await harness.Ask("openai/gpt-5.4");

        Assert.Equal(ModelFaultCode.RateLimited, answer.Fault!.Code);
        Assert.Equal(TimeSpan.FromHours(1), answer.Fault.RetryAfter);
        Assert.Equal(TimeSpan.Zero, answer.Latency);
        Assert.Equal(1, answer.Attempts);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Server_errors_are_repeated_with_growing_pauses_and_then_told(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        harness.Server.Otherwise = _ => FakeReply.Error(500, "api_error", "Internal server error");

        var answer = await harness.Ask(model);

        Assert.Equal(ModelFaultCode.ServerError, answer.Fault!.Code);
        Assert.Equal(4, answer.Attempts);
        Assert.Equal(4, harness.Server.Requests.Count);
        // From a half to the whole of 1, 2 and 4 s.
        Assert.InRange(answer.Latency, TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(7));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Silence_ends_with_the_questions_time(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        var gate = new TaskCompletionSource();
        harness.Server.Then(FakeReply.Slow("late", gate.Task));

        var asking = harness.Models.Ask(ModelHarness.Question(model), CancellationToken.None).AsTask();
        await ModelHarness.Until(() => harness.Server.Requests.Count == 1);
        harness.Time.Advance(ModelHarness.Timeout);
        var answer = await asking;

        Assert.Equal(ModelFaultCode.Timeout, answer.Fault!.Code);
        Assert.Equal(1, answer.Attempts);
        Assert.Equal(ModelHarness.Timeout, answer.Latency);
        gate.SetResult();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_answer_that_halts_in_the_middle_ends_with_the_questions_time(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        var gate = new TaskCompletionSource();
        harness.Server.Then(FakeReply.Halting("late and longer", gate.Task));

        var asking = harness.Models.Ask(ModelHarness.Question(model), CancellationToken.None).AsTask();
        await ModelHarness.Until(() => harness.Server.Requests.Count == 1);
        harness.Time.Advance(ModelHarness.Timeout);
        var answer = await asking;

        Assert.Equal(ModelFaultCode.Timeout, answer.Fault!.Code);
        gate.SetResult();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_caller_that_gives_up_gets_its_cancellation(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        var gate = new TaskCompletionSource();
        harness.Server.Then(FakeReply.Slow("late", gate.Task));
        using var giveUp = new CancellationTokenSource();

        var asking = harness.Models.Ask(ModelHarness.Question(model), giveUp.Token).AsTask();
        await ModelHarness.Until(() => harness.Server.Requests.Count == 1);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        gate.SetResult();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_answer_at_the_limit_of_tokens_is_cut_off_and_kept(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        harness.Server.Then(FakeReply.CutOff("""{"positions":[{"sym"""));

        var answer = await harness.Ask(model);

        Assert.Equal(ModelFaultCode.CutOff, answer.Fault!.Code);
        Assert.Equal("""{"positions":[{"sym""", answer.Text);
        Assert.Equal(100, answer.Tokens.Output);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_refusal_is_told_as_one(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        harness.Server.Then(FakeReply.Refusal("I cannot help with that."));

        var answer = await harness.Ask(model);

        Assert.Equal(ModelFaultCode.Refusal, answer.Fault!.Code);
        Assert.Equal(1, answer.Attempts);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_answer_without_text_is_empty(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        harness.Server.Then(FakeReply.Empty());

        var answer = await harness.Ask(model);

        Assert.Equal(ModelFaultCode.Empty, answer.Fault!.Code);
    }

    [Theory]
    [InlineData("openai/gpt-5.4", false)]
    [InlineData("openai/gpt-5.4", true)]
    [InlineData("anthropic/claude-opus-5-5", false)]
    [InlineData("anthropic/claude-opus-5-5", true)]
    public async Task An_endless_answer_is_cut(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        harness.Server.Then(FakeReply.Endless());

        var answer = await harness.Ask(model);

        Assert.Equal(ModelFaultCode.TooLong, answer.Fault!.Code);
        Assert.True(answer.Text.Length <= 256 * 1024);
        Assert.Equal(1, answer.Attempts);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_connection_that_breaks_in_the_middle_is_tried_again(string model, bool streamed)
    {
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        harness.Server.Then(FakeReply.Broken("half of it"), FakeReply.Answer("whole"));

        var answer = await harness.Ask(model);

        Assert.Null(answer.Fault);
        Assert.Equal("whole", answer.Text);
        Assert.Equal(2, answer.Attempts);
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"error":{"code":502,"message":"Upstream is down"}}""")]
    [InlineData("""{"choices":[],"output":null,"content":null}""")]
    public async Task A_success_that_is_no_answer_is_a_server_error(string body)
    {
        foreach (var model in new[] { "openai/gpt-5.4", "anthropic/claude-opus-5-5", "perplexity/sonar" })
        {
            await using var harness = await ModelHarness.Start();
            harness.Server.Otherwise = _ => FakeReply.Raw(body);

            var answer = await harness.Ask(model);

            Assert.True(answer.Fault?.Code is ModelFaultCode.ServerError or ModelFaultCode.Empty, $"{model}: {answer.Fault}");
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_redirect_is_not_followed(string model, bool streamed)
    {
        await using var elsewhere = await FakeModelServer.Start();
        await using var harness = await ModelHarness.Start(Streamed(model, streamed));
        harness.Server.Then(FakeReply.Redirect($"{elsewhere.V1}/chat/completions"));

        var answer = await harness.Ask(model);

        Assert.Equal(ModelFaultCode.Unreachable, answer.Fault!.Code);
        Assert.Empty(elsewhere.Requests);
        Assert.Single(harness.Server.Requests);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var harness = await ModelHarness.Start(("Models:Providers:openai:BaseUrl", $"http://127.0.0.1:{port}/v1"));

        var answer = await harness.Ask("openai/gpt-5.4");

        Assert.Equal(ModelFaultCode.Unreachable, answer.Fault!.Code);
        Assert.Equal(4, answer.Attempts);
    }

    [Fact]
    public async Task A_key_that_a_provider_repeats_is_struck_out()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Then(FakeReply.Error(400, "bad", $"your key {FakeModelServer.Key} and sk-tes***********cdef are odd\u0007"));

        var answer = await harness.Ask("openai/gpt-5.4");

        Assert.Equal(ModelFaultCode.BadRequest, answer.Fault!.Code);
        Assert.DoesNotContain("0123", answer.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cdef", answer.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', answer.Fault.Message);
    }

    private static (string Name, string Value)[] Streamed(string model, bool streamed) =>
        [($"Models:Providers:{ModelName.Parse(model).Provider}:Stream", JsonSerializer.Serialize(streamed))];
}
