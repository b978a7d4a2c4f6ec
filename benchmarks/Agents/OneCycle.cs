using System.Diagnostics;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.LocalRuntime;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Benchmarks.Agents;

/// <summary>
/// What one cycle costs beside the model's own time, one after the other: from the instant at which the timer falls due until the orders
/// are carried out. The clock leaps from minute to minute, so that each cycle sees candles that nobody has written down before.
/// </summary>
internal static class OneCycle
{
    private const int CyclesWarm = 60;
    private const int Cycles = 300;
    private const int Repeats = 300;
    private const double MillisecondsMax = 5;

    private static readonly DateTimeOffset _start = new(2026, 3, 2, 0, 0, 30, TimeSpan.Zero);
    private static readonly TimeSpan _quoteDistance = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _quoteAt = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _dueAt = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public static async Task<int> Measure()
    {
        var clock = new VirtualTimeProvider(_start);
        await using var host = await AgentHost.Start(clock);
        using var identity = Caller.AsService();
        Figure.Note($"one cycle, five symbols, {Cycles} cycles of each kind; parts are means in ms");
        var isMissed = Judge("holds all five", await Kind(host, clock, "none", "holds all five"));
        isMissed = Math.Max(isMissed, Judge("trades one of five", await Kind(host, clock, "one", "trades one of five")));
        await Kind(host, clock, "all", "trades all five");
        Parts(host.Watch.LastQuery!, host.Models.Answer("all", string.Empty));
        return isMissed;
    }

    private static int Judge(string words, Spread whole) =>
        Figure.Judge($"a cycle that {words}: {whole.Mean:F2} ms", $"< {MillisecondsMax:F0} ms", whole.Mean < MillisecondsMax);

    private static async Task<Spread> Kind(AgentHost host, VirtualTimeProvider clock, string model, string words)
    {
        var key = await host.StartAgent(new TenantId("alone"), model, model);
        for (var i = 0; i < CyclesWarm; i++)
            await Cycle(host, clock);
        var times = new List<Times>(Cycles);
        for (var i = 0; i < Cycles; i++)
            times.Add(await Cycle(host, clock));
        var seen = await host.Grains.Agent(key).GetSnapshot();
        if (seen is not { LastError: null, Faults: 0, Cycles: CyclesWarm + Cycles } || (seen.LastDecision is null) != string.Equals(model, "none", StringComparison.Ordinal))
            throw new InvalidOperationException($"the agent did something else: {seen}");
        await host.Grains.Agent(key).Pause();

        var whole = Spread.Of(times.Select(static time => time.Whole));
        Figure.Note($"{words}: mean {whole.Mean:F2} ms, p50 {whole.P50:F2}, p99 {whole.P99:F2}, most {whole.Most:F2}; processor time {Mean(times, static t => t.Processor):F2}");
        Figure.Note($"  observe {Mean(times, static t => t.Observe):F2}, question {Mean(times, static t => t.Question):F2}, answer and record {Mean(times, static t => t.Answer):F2}, carry {Mean(times, static t => t.Carry):F2}");
        return whole;
    }

    private static async Task<Times> Cycle(AgentHost host, VirtualTimeProvider clock)
    {
        var minute = new DateTimeOffset(clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero).AddMinutes(1);
        for (var at = clock.GetUtcNow() + _quoteDistance; at < minute; at += _quoteDistance)
            await Quote(at);
        await Quote(minute + _quoteAt);
        await Settle(host);
        var next = host.Watch.Next();
        var processor = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        clock.AdvanceTo(minute + _dueAt);
        var marks = await next.WaitAsync(_patience);
        return new Times(
            Between(began, marks.Done), Between(began, marks.Observed), Between(marks.Observed, host.Models.AskedAt),
            Between(host.Models.AskedAt, marks.Planned), Between(marks.Planned, marks.Done), (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);

        async Task Quote(DateTimeOffset at)
        {
            clock.AdvanceTo(at);
            await host.Markets.Quote(at);
        }
    }

    // What else fell due in the minute that was leapt over.
    private static async Task Settle(AgentHost host)
    {
        foreach (var symbol in host.Markets.Symbols)
            await host.Grains.Symbol(new SymbolKey(BenchmarkServices.Venue, symbol)).GetSnapshot();
        await Task.Delay(TimeSpan.FromMilliseconds(5));
    }

    private static void Parts(ModelQuery query, string answer)
    {
        var bounds = DecisionBounds.Of(query.Config.Leverage, AccountLimits.None);
        var json = ObservationText.Json(query.Observation);
        var prompt = PromptBuilder.Build(new PromptParts(query.Observation, bounds), json);
        Figure.Note($"parts by processor time; an observation has {json.Length:N0} characters, the question {prompt.System.Length + prompt.User.Length:N0}, the answer {answer.Length:N0}");
        Part("JSON, candles new", () => ObservationText.Json(Fresh(query)).Length);
        Part("JSON, candles known", () => ObservationText.Json(query.Observation).Length);
        Part("hash", () => ObservationText.Hash(json).Length);
        Part("schema", () => DecisionSchema.For(query.Observation).GetRawText().Length);
        Part("prompt", () => PromptBuilder.Build(new PromptParts(query.Observation, bounds), json).User.Length);
        Part("read", () => DecisionReader.Read(answer, query.Observation, bounds).Errors.Length);
        Part("parts of the texts", () => TextParts.Split(prompt.System, new Dictionary<string, TextPartRow>()).Length
            + TextParts.Split(prompt.User, new Dictionary<string, TextPartRow>()).Length + TextParts.Split(answer, new Dictionary<string, TextPartRow>()).Length);
    }

    private static Trading.Strategies.Observation Fresh(ModelQuery query) => query.Observation with
    {
        Symbols = [.. query.Observation.Symbols.Select(static market => market with { Candles = [.. market.Candles.Select(static slice => slice with { })] })],
    };

    private static void Part(string name, Func<int> work)
    {
        for (var i = 0; i < Repeats; i++)
            work();
        var processor = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Repeats; i++)
            work();
        Figure.Note($"  {name}: {(Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / Repeats:F0} us");
    }

    private static double Mean(List<Times> times, Func<Times, double> part) => times.Average(part);

    private static double Between(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    /// <summary>In milliseconds.</summary>
    private sealed record Times(double Whole, double Observe, double Question, double Answer, double Carry, double Processor);
}
