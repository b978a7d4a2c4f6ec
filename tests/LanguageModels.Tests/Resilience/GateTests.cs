using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.LanguageModels.Resilience;
using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.Venues.Tests;

namespace OrleansTrader.LanguageModels.Tests.Resilience;

public sealed class GateTests
{
    [Fact]
    public async Task Breaker_opens_after_failures_leaves_the_provider_alone_and_closes_when_it_answers()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Otherwise = _ => FakeReply.Error(503, "overloaded", "down");

        await harness.Ask("openai/gpt-5.4");
        var opening = await harness.Ask("openai/gpt-5.4");
        var asked = harness.Server.Requests.Count;
        var open = await harness.Ask("openai/another");

        Assert.Equal(ProviderGate.BreakerFailuresMin, asked);
        Assert.Equal(ModelFaultCode.BreakerOpen, opening.Fault!.Code);
        Assert.Equal(ModelFaultCode.BreakerOpen, open.Fault!.Code);
        Assert.Contains("503", open.Fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, open.Attempts);
        Assert.InRange(open.Fault.RetryAfter!.Value, TimeSpan.FromSeconds(1), ProviderGate.BreakerPause);
        Assert.Equal(asked, harness.Server.Requests.Count);
        Assert.True(Info(harness, "openai").BreakerOpen);
        Assert.False(Info(harness, "anthropic").BreakerOpen);
        Assert.Contains(harness.Log.Lines, line => line.Contains("Warning", StringComparison.Ordinal) && line.Contains("openai", StringComparison.Ordinal));

        harness.Server.Otherwise = _ => FakeReply.Answer("back");
        Assert.Equal("back", (await harness.Ask("anthropic/claude-opus-5-5")).Text);
        harness.Time.Advance(ProviderGate.BreakerPause);
        Assert.Equal("back", (await harness.Ask("openai/gpt-5.4")).Text);
        Assert.False(Info(harness, "openai").BreakerOpen);
    }

    [Fact]
    public async Task Breaker_is_not_moved_by_what_the_asker_does_wrong()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Otherwise = _ => FakeReply.Error(404, "model_not_found", "no such model");
        for (var i = 0; i < 3 * ProviderGate.BreakerFailuresMin; i++)
            Assert.Equal(ModelFaultCode.UnknownModel, (await harness.Ask("openai/typo")).Fault!.Code);

        var gate = new TaskCompletionSource();
        harness.Server.Otherwise = _ => FakeReply.Slow("late", gate.Task);
        for (var i = 0; i < 3 * ProviderGate.BreakerFailuresMin; i++)
        {
            var before = harness.Server.Requests.Count;
            var asking = harness.Models.Ask(ModelHarness.Question("openai/gpt-5.4", timeout: TimeSpan.FromSeconds(1)), CancellationToken.None).AsTask();
            await ModelHarness.Until(() => harness.Server.Requests.Count > before);
            harness.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(ModelFaultCode.Timeout, (await asking).Fault!.Code);
        }

        Assert.False(Info(harness, "openai").BreakerOpen);
        gate.SetResult();
    }

    [Fact]
    public async Task Our_own_limit_spaces_questions_out_and_refuses_those_that_would_come_too_late()
    {
        await using var harness = await ModelHarness.Start(("Models:Providers:openai:RequestsPerMinute", "2"));

        var first = await harness.Ask("openai/gpt-5.4");
        var second = await harness.Ask("openai/gpt-5.4");
        var third = await harness.Ask(ModelHarness.Question("openai/gpt-5.4", timeout: TimeSpan.FromSeconds(5)));

        Assert.Equal(TimeSpan.Zero, first.Latency);
        Assert.Equal(TimeSpan.FromSeconds(30), second.Latency);
        Assert.Equal(ModelFaultCode.RateLimited, third.Fault!.Code);
        Assert.Equal(TimeSpan.FromSeconds(30), third.Fault.RetryAfter);
        Assert.Contains("RequestsPerMinute", third.Fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, harness.Server.Requests.Count);
    }

    [Fact]
    public async Task A_pause_that_the_provider_asks_for_holds_back_other_questions_too()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.Then(FakeReply.Error(429, "rate_limit_exceeded", "slow down", retryAfter: "20"));

        var refused = await harness.Ask(ModelHarness.Question("openai/gpt-5.4", timeout: TimeSpan.FromSeconds(10)));
        var other = await harness.Ask("openai/gpt-5.4-mini");

        Assert.Equal(ModelFaultCode.RateLimited, refused.Fault!.Code);
        Assert.Null(other.Fault);
        Assert.Equal(TimeSpan.FromSeconds(20), other.Latency);
    }

    [Fact]
    public async Task No_more_questions_are_in_flight_than_configured()
    {
        await using var harness = await ModelHarness.Start(("Models:Providers:openai:ConcurrentMax", "3"), ("Models:Providers:openai:RequestsPerMinute", "100000"));
        var gate = new TaskCompletionSource();
        harness.Server.Otherwise = _ => FakeReply.Slow("done", gate.Task);

        var asking = Enumerable.Range(0, 12).Select(_ => harness.Models.Ask(ModelHarness.Question("openai/gpt-5.4"), CancellationToken.None).AsTask()).ToList();
        await ModelHarness.Until(() => harness.Server.Requests.Count == 3);

        Assert.Equal(3, harness.Server.Requests.Count);
        gate.SetResult();
        var answers = await Task.WhenAll(asking);
        Assert.All(answers, answer => Assert.Equal("done", answer.Text));
        Assert.Equal(12, harness.Server.Requests.Count);
    }

    [Fact]
    public async Task A_question_that_never_had_a_turn_says_so()
    {
        await using var harness = await ModelHarness.Start(("Models:Providers:openai:ConcurrentMax", "1"));
        var gate = new TaskCompletionSource();
        harness.Server.Otherwise = _ => FakeReply.Slow("done", gate.Task);
        var first = harness.Models.Ask(ModelHarness.Question("openai/gpt-5.4"), CancellationToken.None).AsTask();
        await ModelHarness.Until(() => harness.Server.Requests.Count == 1);

        var second = harness.Models.Ask(ModelHarness.Question("openai/gpt-5.4", timeout: TimeSpan.FromSeconds(5)), CancellationToken.None).AsTask();
        harness.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(ModelFaultCode.Timeout, (await second).Fault!.Code);
        Assert.Contains("ConcurrentMax", (await second).Fault!.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await second).Attempts);
        gate.SetResult();
        Assert.Equal("done", (await first).Text);
    }

    [Fact]
    public void Pace_gives_a_sixth_of_a_minute_at_once_and_the_rest_evenly()
    {
        var time = new FakeTime(DateTimeOffset.UnixEpoch);
        var pace = new Pace(60, time);
        var day = TimeSpan.FromDays(1);

        var waits = Enumerable.Range(0, 13).Select(_ => pace.TryTake(day, out var wait) ? wait.TotalSeconds : -1).ToArray();

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3], waits);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(pace.TryTake(TimeSpan.Zero, out _));
    }

    [Fact]
    public void Pace_does_not_count_turns_that_were_not_taken()
    {
        var time = new FakeTime(DateTimeOffset.UnixEpoch);
        var pace = new Pace(1, time);
        Assert.True(pace.TryTake(TimeSpan.Zero, out _));

        for (var i = 0; i < 10; i++)
            Assert.False(pace.TryTake(TimeSpan.FromSeconds(30), out _));

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(pace.TryTake(TimeSpan.Zero, out _));
    }

    private static ModelProviderInfo Info(ModelHarness harness, string name) => harness.Models.Providers.Single(provider => string.Equals(provider.Name, name, StringComparison.Ordinal));
}
