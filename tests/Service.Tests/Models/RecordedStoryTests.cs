using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.Service.Tests.Replay;

namespace OrleansTrader.Service.Tests.Models;

/// <summary>Language models over the past: asked once, answered from records ever after.</summary>
public sealed class RecordedStoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Records => _directory.File("records");

    private string[] Command =>
    [
        "--feed", "replay", "--data", _directory.File("BTC-USDT.csv"), "--speed", "max", "--records", Records, "--cycle", "900", "--agent", "openai/gpt-5",
    ];

    public RecordedStoryTests() => File.WriteAllText(_directory.File("BTC-USDT.csv"), BarFile.Rows(1_500));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Replay_secondRun_isFreeAndIdentical()
    {
        await using var provider = await FakeModelServer.Start();
        provider.Otherwise = Trade;
        var first = await Run(provider, "--models", "ask");
        Assert.True(first.ExitCode == 0 && first.Errors.Length == 0, first.ToString());
        var asked = provider.Requests.Count;
        Assert.True(asked > 50, first.ToString());
        Assert.Contains($"models    0 plans from records, {asked} asked for ", first.Output, StringComparison.Ordinal);
        Assert.Contains("gpt-5: openai/gpt-5 was trained on texts up to 2024-09-30, and this data begins on 2024-01-01", first.Output, StringComparison.Ordinal);

        Assert.Contains("; openai/gpt-5 was trained on texts up to", first.Output.Split('\n').Single(static line => line.StartsWith("gpt-5@1.0.0: ", StringComparison.Ordinal)), StringComparison.Ordinal);

        // No key, no provider: nobody could be asked.
        var second = await SiloProcess.Run(_directory.Path, Command);
        Assert.True(second.ExitCode == 0 && second.Errors.Length == 0, second.ToString());
        Assert.Contains($"models    {asked} plans from records, 0 asked for 0.0000 USD, 0 unanswered", second.Output, StringComparison.Ordinal);
        Assert.Equal(WithoutCosts(first.Output), WithoutCosts(second.Output));
        Assert.Equal(asked, provider.Requests.Count);

        // Asking again asks only what is new.
        var third = await Run(provider, "--models", "ask");
        Assert.Equal(WithoutCosts(second.Output), WithoutCosts(third.Output));
        Assert.Equal(asked, provider.Requests.Count);
    }

    [Fact]
    public async Task Replay_otherQuestions_holdsSaysSoAndFails()
    {
        await using var provider = await FakeModelServer.Start();
        provider.Otherwise = Trade;
        await Run(provider, "--models", "ask");

        var other = await SiloProcess.Run(_directory.Path, [.. Command, "--cash", "5000"]);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("so this is not what they would have done; the first: this question is not on record", other.Output, StringComparison.Ordinal);
        Assert.Contains("fills     0\n", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_withoutRecords_isRefusedInOneLine()
    {
        var ending = await SiloProcess.Run(_directory.Path, Command);
        Assert.Equal(2, ending.ExitCode);
        Assert.Contains("there are no records of language models", Assert.Single(ending.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Records));
    }

    [Fact]
    public async Task Replay_anonymised_showsNoNameNoDateNoPriceAndTradesTheSameMarket()
    {
        await using var provider = await FakeModelServer.Start();
        provider.Otherwise = Trade;
        var ending = await Run(provider, "--models", "ask", "--anonymise");
        Assert.True(ending.ExitCode == 0 && ending.Errors.Length == 0, ending.ToString());
        Assert.All(provider.Requests, static request =>
        {
            Assert.DoesNotContain("BTC", request.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("2024-", request.Text, StringComparison.Ordinal);
        });
        Assert.DoesNotContain("fills     0\n", ending.Output, StringComparison.Ordinal);
        Assert.Contains("names, dates and prices were disguised", ending.Output, StringComparison.Ordinal);

        var researching = await Run(provider, "--models", "ask", "--anonymise", "--agent", "openai/gpt-5 mode=research-first assistant=perplexity/sonar");
        Assert.Equal(2, researching.ExitCode);
        Assert.Contains("gives away what --anonymise hides", researching.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_spedUp_spendsTheBudgetOfTheRealDayOnceThoughMarketDaysPass()
    {
        await using var provider = await FakeModelServer.Start();

        // Dearer than the whole budget of five dollars.
        provider.Otherwise = static _ => FakeReply.Answer("""{"positions":[],"notes_for_audience":null}""") with { InputTokens = 100_000_000 };
        var ending = await SiloProcess.Run(
            _directory.Path,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["OPENAI_API_KEY"] = FakeModelServer.Key, ["Models__Providers__openai__BaseUrl"] = provider.V1 },
            "--feed", "replay", "--data", _directory.File("BTC-USDT.csv"), "--speed", "5000", "--exit", "--port", "0", "--cycle", "900", "--agent", "openai/gpt-5");

        // From midnight to midnight and an hour more.
        Assert.True(ending.ExitCode == 0, ending.ToString());
        Assert.Single(provider.Requests);
    }

    // Buys when flat, closes when not: whatever the market is called.
    private static FakeReply Trade(FakeRequest request)
    {
        var observation = request.Text;
        var symbol = observation.Contains("ASSET-A", StringComparison.Ordinal) ? "ASSET-A" : "BTC-USDT";
        var isFlat = observation.Contains("positions\\\":[]", StringComparison.Ordinal) || observation.Contains("positions\":[]", StringComparison.Ordinal);
        return FakeReply.Answer(
            $$"""
            {"positions":[{"symbol":"{{symbol}}","signal":"{{(isFlat ? "buy" : "close")}}","quantity":0.5,"leverage":2,"confidence":0.6,"risk_usd":100,"exit_plan":null,
            "justification":"the story wants it","entry":null,"risk_level":"medium","key_indicators":[],"factor_weights":null}],"notes_for_audience":null}
            """);
    }

    private async Task<Ending> Run(FakeModelServer provider, params string[] more) => await SiloProcess.Run(
        _directory.Path,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["OPENAI_API_KEY"] = FakeModelServer.Key, ["Models__Providers__openai__BaseUrl"] = provider.V1 },
        [.. Command, .. more]);

    private static string WithoutCosts(string summary) => string.Join(
        '\n', summary.Split('\n').Where(static line => !line.StartsWith("rate ", StringComparison.Ordinal) && !line.StartsWith("models ", StringComparison.Ordinal)));
}
