using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.Service.Tests.Replay;

namespace OrleansTrader.Service.Tests.Models;

/// <summary>Closed trades return to a model's questions: live by API and page, and in replays that compare versions with and without.</summary>
public sealed class LessonStoryTests : IDisposable
{
    private const string Taught = "Wait for the pullback before you buy.";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Service_tradeClosed_itsLessonIsKeptShownAndAskedWith()
    {
        await using var provider = await FakeModelServer.Start();
        provider.Otherwise = static request => Answer(
            request, IsFlat(request) && request.Text.Contains("last_trades\\\":[]", StringComparison.Ordinal) ? "buy" : IsFlat(request) ? null : "close");
        await using var silo = SiloProcess.Start(
            _directory.Path, Keys(provider), "--port", "0", "--cycle", "2", "--symbols", "BTC-USDT", "--agent", "openai/gpt-5 memory=model");
        using var client = new HttpClient { BaseAddress = await silo.Address() };
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(SiloProcess.WaitSecondsMax));

        var versions = await client.GetFromJsonAsync<JsonElement>("/api/v1/versions", bound.Token);
        var key = versions[0].GetProperty("key").GetString()!;
        Assert.Equal("model", versions[0].GetProperty("config").GetProperty("model").GetProperty("memory").GetString());
        var path = $"/api/v1/versions/{key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]}/lessons";
        JsonElement rows;
        while ((rows = (await client.GetFromJsonAsync<JsonElement>(path, bound.Token)).GetProperty("rows")).GetArrayLength() == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), bound.Token);
        var lesson = Assert.Single(rows.EnumerateArray()).GetProperty("lesson");
        Assert.Equal((Taught, "model", "signal"), (lesson.GetProperty("words").GetString(), lesson.GetProperty("author").GetString(), lesson.GetProperty("came").GetProperty("exit").GetString()));
        Assert.Equal(("the story wants it", "0.6"), (lesson.GetProperty("expected").GetProperty("reason").GetString(), lesson.GetProperty("expected").GetProperty("confidence").GetString()));

        while (!provider.Requests.Any(static request => request.Text.Contains("lessons\\\":[", StringComparison.Ordinal) && request.Text.Contains(Taught, StringComparison.Ordinal)))
            await Task.Delay(TimeSpan.FromMilliseconds(50), bound.Token);
        var page = await client.GetStringAsync("/agents/gpt-5", bound.Token);
        Assert.Contains(Taught, page, StringComparison.Ordinal);
        Assert.Contains("in the model&#x27;s words", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_modelsWords_areFreeAndIdenticalTheSecondTime()
    {
        await using var provider = await FakeModelServer.Start();
        provider.Otherwise = ByTheClock;

        var first = await Replay(Keys(provider), "--models", "ask", "--agent", "openai/gpt-5 memory=model");
        Assert.True(first.ExitCode == 0 && first.Errors.Length == 0, first.ToString());
        Assert.Contains(provider.Requests, static request => request.Text.Contains(Taught, StringComparison.Ordinal));
        var asked = provider.Requests.Count;
        var second = await Replay([], "--models", "recorded", "--agent", "openai/gpt-5 memory=model");

        Assert.True(second.ExitCode == 0 && second.Errors.Length == 0, second.ToString());
        Assert.Contains(" 0 unanswered", second.Output, StringComparison.Ordinal);
        Assert.Equal(HashOf(first), HashOf(second));
        Assert.Equal(asked, provider.Requests.Count);
    }

    [Fact]
    public async Task Replay_versionsWithAndWithoutMemory_areAskedWithAndWithoutLessons()
    {
        await using var provider = await FakeModelServer.Start();
        provider.Otherwise = ByTheClock;

        var ending = await Replay(
            Keys(provider), "--models", "ask", "--agent", "openai/gpt-5 memory=off", "--agent", "openai/gpt-5-mini");

        Assert.True(ending.ExitCode == 0 && ending.Errors.Length == 0, ending.ToString());
        Assert.DoesNotContain(provider.Requests, IsAboutLessons);
        Assert.Equal(0, Remembering("gpt-5"));
        Assert.InRange(Remembering("gpt-5-mini"), 10, 1_000);

        int Remembering(string model) => provider.Requests.Count(request =>
            string.Equals(request.Model, model, StringComparison.Ordinal) && request.Text.Contains("lessons\\\":[", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Keys(FakeModelServer provider) =>
        new(StringComparer.Ordinal) { ["OPENAI_API_KEY"] = FakeModelServer.Key, ["Models__Providers__openai__BaseUrl"] = provider.V1 };

    private static bool IsAboutLessons(FakeRequest request) => request.Text.Contains("# Closed trades", StringComparison.Ordinal);

    private static bool IsFlat(FakeRequest request) => request.Text.Contains("positions\\\":[]", StringComparison.Ordinal);

    // Buys at the full hour, closes a quarter later, and has time for lessons at the half.
    private static FakeReply ByTheClock(FakeRequest request)
    {
        var minute = Regex.Match(request.Text, @"\d\dT\d\d:(\d\d)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        return Answer(request, minute switch { "00" => "buy", "15" => "close", _ => null });
    }

    private static FakeReply Answer(FakeRequest request, string? signal)
    {
        if (IsAboutLessons(request))
        {
            var trades = Regex.Matches(request.Text, @"trade\\"":(\d+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(static match => match.Groups[1].Value);
            return FakeReply.Answer($$"""{"lessons":[{{string.Join(',', trades.Select(static trade => $$"""{"trade":{{trade}},"lesson":"{{Taught}}"}"""))}}]}""");
        }

        return FakeReply.Answer(signal is null
            ? """{"positions":[],"notes_for_audience":"nothing to do"}"""
            : $$"""
            {"positions":[{"symbol":"BTC-USDT","signal":"{{signal}}","quantity":0.5,"leverage":2,"confidence":0.6,"risk_usd":100,"exit_plan":null,
            "justification":"the story wants it","entry":null,"risk_level":"medium","key_indicators":[],"factor_weights":null}],"notes_for_audience":null}
            """);
    }

    private async Task<Ending> Replay(Dictionary<string, string> keys, params string[] more)
    {
        var data = _directory.File("BTC-USDT.csv");
        if (!File.Exists(data))
            await File.WriteAllTextAsync(data, BarFile.Rows(720), TestContext.Current.CancellationToken);
        return await SiloProcess.Run(
            _directory.Path, keys, ["--feed", "replay", "--data", data, "--speed", "max", "--records", _directory.File("records"), "--cycle", "900", .. more]);
    }

    private static string HashOf(Ending ending) => Regex.Match(ending.Output, "[0-9a-f]{64}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value is { Length: 64 } hash
        ? hash
        : throw new InvalidOperationException($"no hash in {ending.Output}");
}
