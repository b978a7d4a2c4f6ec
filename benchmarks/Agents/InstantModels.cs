using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Benchmarks.Agents;

/// <summary>
/// Answers at once, with a decision about every market. Which markets are traded says the model's name: <c>none</c>, <c>one</c>, <c>all</c>, or
/// <c>tenth-N</c>, which trades one market in the minutes that end in N. Where there is no position, a trade opens one with a stop and
/// a target; else it closes it.
/// </summary>
internal sealed class InstantModels(Markets markets, TimeProvider time) : IModels
{
    public const string Provider = "instant";
    public const string Tenth = "tenth-";

    private const decimal Notional = 1_000m;
    private const long InputTokens = 16_000;
    private const long OutputTokens = 700;

    public ImmutableArray<ModelProviderInfo> Providers { get; } =
        [new(Provider, ModelProviderKind.OpenAI, null, Ready: true, null, StructuredOutput.JsonSchema, int.MaxValue, BreakerOpen: false)];

    /// <summary>When the last question came, as <see cref="Stopwatch"/> counts.</summary>
    public long AskedAt { get; private set; }

    public ValueTask<ModelAnswer> Ask(ModelQuestion question, CancellationToken cancellation)
    {
        AskedAt = Stopwatch.GetTimestamp();
        return ValueTask.FromResult(new ModelAnswer(
            Answer(question.Model.Model, question.User), question.Model, new TokenUse(InputTokens, 0, OutputTokens, 0), 0m, TimeSpan.Zero, null, [], 1));
    }

    public decimal? PriceOf(ModelName model, TokenUse tokens) => 0m;

    /// <param name="seen">The question: it says what is held.</param>
    public string Answer(string model, string seen)
    {
        var minute = time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
        var entries = markets.Instruments.Select((instrument, i) =>
            !Trades(model, minute, i) ? Entry(instrument, "hold", "Neither trend nor momentum is strong enough to pay the fees of a trade.")
            : seen.Contains($$"""{"symbol":"{{instrument.Symbol}}","side":"long",""", StringComparison.Ordinal) ? Entry(instrument, "close", "What spoke for this position has gone.")
            : Buy(instrument));
        return $$"""{"positions":[{{string.Join(',', entries)}}],"notes_for_audience":"Nothing has changed that would change the plan."}""";
    }

    private static bool Trades(string model, long minute, int market) => model switch
    {
        "none" => false,
        "one" => market == 0,
        "all" => true,
        _ => market == 0 && minute % 10 == int.Parse(model.AsSpan(Tenth.Length), NumberStyles.None, CultureInfo.InvariantCulture),
    };

    private string Buy(Instrument instrument)
    {
        var mid = markets.Mid(instrument.Symbol);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"symbol":"{{{instrument.Symbol}}}","signal":"buy","quantity":{{{instrument.QuantityDown(Notional / mid)}}},"leverage":2,"confidence":0.6,"risk_usd":40,"exit_plan":{"profit_target":{{{mid * 1.2m}}},"stop_loss":{{{mid * 0.8m}}},"invalidation_condition":"closes below the EMA 50 of six hours"},"justification":"Trend and momentum agree on both time frames and funding does not speak against it.","entry":null,"risk_level":"medium","key_indicators":["rsi 14 1m","ema 20 6h"],"factor_weights":{"technical":0.7,"market_structure":0.1,"regime":0.2,"sentiment":0,"news":0,"risk":0.3}}""");
    }

    private static string Entry(Instrument instrument, string signal, string reason) =>
        $$"""{"symbol":"{{instrument.Symbol}}","signal":"{{signal}}","quantity":0,"leverage":0,"confidence":0.5,"risk_usd":null,"exit_plan":null,"justification":"{{reason}}","entry":null,"risk_level":"low","key_indicators":["rsi 14 1m"],"factor_weights":null}""";
}
