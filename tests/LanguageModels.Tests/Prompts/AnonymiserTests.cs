using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.LanguageModels.Tests.Decisions;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Strategies;
using Interval = OrleansTrader.Trading.Markets.Interval;

namespace OrleansTrader.LanguageModels.Tests.Prompts;

public sealed class AnonymiserTests
{
    private static readonly Observation Seen = Scene.Observe(5);
    private static readonly Anonymiser Disguises = new([.. Seen.Symbols.Select(static m => m.Symbol)], "demo/momentum@1.0.0");
    private static readonly Observation Hidden = Disguises.Disguise(Seen);

    [Fact]
    public void Disguise_namesAndDays_areNowhereInThePrompt()
    {
        var told = Seen with
        {
            LastError = "BTC-USDT: limit 54321.5 refused at 2024-03-16",
            LastTrades = Seen.LastTrades.SetItem(0, Seen.LastTrades[0] with { EntryReason = "btc leads eth; BTC-USDT strong" }),
            Lessons = [Scene.Taught with { Words = "BTC was bought too late" }],
            Sections = [new ObservationSection("news", "wire", Scene.At, SectionForm.Text, "Bitcoin rises")],
        };
        var user = PromptBuilder.Build(new PromptParts(Disguises.Disguise(told), DecisionBounds.None)).User;

        Assert.All(["BTC", "ETH", "SOL", "DOGE", "XRP", "USDT", "Bitcoin", "btc", "2024", "54321"], word => Assert.DoesNotContain(word, user, StringComparison.Ordinal));
        Assert.Contains("ASSET-A, ASSET-", PromptBuilder.Build(new PromptParts(Hidden with { Symbols = [.. Hidden.Symbols.OrderBy(static m => m.Symbol)] }, DecisionBounds.None)).User, StringComparison.Ordinal);
    }

    [Fact]
    public void Disguise_sameSymbolsAndSeed_isTheSameInEveryCycle_andAnotherSeedAnother()
    {
        ImmutableArray<Symbol> symbols = [.. Seen.Symbols.Select(static m => m.Symbol)];

        Assert.Equal(ObservationText.Json(Hidden), ObservationText.Json(new Anonymiser([.. symbols.Reverse()], "demo/momentum@1.0.0").Disguise(Seen)));
        Assert.NotEqual(ObservationText.Json(Hidden), ObservationText.Json(new Anonymiser(symbols, "demo/momentum@1.0.1").Disguise(Seen)));
    }

    [Fact]
    public void Disguise_moneyAndRelations_stay()
    {
        Assert.Equal((Seen.Account.Equity, Seen.Account.MarginAvailable), (Hidden.Account.Equity, Hidden.Account.MarginAvailable));
        for (var i = 0; i < Seen.Symbols.Length; i++)
        {
            var (real, hidden) = (Seen.Symbols[i], Hidden.Symbols[i]);
            Assert.NotEqual(real.Mid, hidden.Mid);
            Assert.Equal(real.Mid * real.Volume24h, hidden.Mid * hidden.Volume24h);
            Assert.Equal(real.Mid / real.Instrument.TickSize, hidden.Mid / hidden.Instrument.TickSize);
            Assert.Equal(real.Instrument.LotSize * real.Mid, hidden.Instrument.LotSize * hidden.Mid);
            Assert.Equal(real.At - real.Candles[0].Candles[0].Start, hidden.At - hidden.Candles[0].Candles[0].Start);
            Assert.Equal(real.At.DayOfWeek, hidden.At.DayOfWeek);
        }

        for (var i = 0; i < Seen.Account.Positions.Length; i++)
        {
            var (real, hidden) = (Seen.Account.Positions[i], Hidden.Account.Positions[i]);
            Assert.Equal(real.Quantity * (real.Mark - real.EntryPrice), hidden.Quantity * (hidden.Mark - hidden.EntryPrice));
            Assert.Equal((real.UnrealisedPnl, real.Age(Seen.At)), (hidden.UnrealisedPnl, hidden.Age(Hidden.At)));
            Assert.Equal(real.ExitPlan!.StopLoss / real.Mark, hidden.ExitPlan!.StopLoss / hidden.Mark);
        }
    }

    [Fact]
    public void Disguise_lessons_haveOtherNamesAndDaysAndTheSameResults()
    {
        var hidden = Assert.Single(Disguises.Disguise(Seen with { Lessons = [Scene.Taught] }).Lessons);

        Assert.Equal(Disguises.Of(Scene.Btc).Alias, hidden.Symbol);
        Assert.Equal((Scene.Taught.Held, Scene.Taught.Net, Scene.Taught.NetR, Scene.Taught.Notional), (hidden.Held, hidden.Net, hidden.NetR, hidden.Notional));
        Assert.Equal(Seen.At - Scene.Taught.ClosedAt, Hidden.At - hidden.ClosedAt);
        Assert.DoesNotContain("BTC", hidden.Expected.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<string> Indicators => [.. IndicatorCatalog.All.Select(static d => d.Name)];

    [Theory]
    [MemberData(nameof(Indicators))]
    public void Disguise_everyIndicatorOfTheCatalog_isWhatTheDisguisedCandlesWouldGive(string name)
    {
        var real = IndicatorCatalog.Create($"{name} 1m");
        var disguised = IndicatorCatalog.Create($"{name} 1m");
        var window = Seen.Symbols[0].Window(Interval.OneMinute);
        var (price, quantity) = (Disguises.Of(Scene.Btc).PriceFactor, Disguises.Of(Scene.Btc).QuantityFactor);
        for (var round = 0; round < 5; round++)
        {
            foreach (var c in window)
            {
                real.Update(c.ToBar());
                disguised.Update(new Candle(c.Start, c.Open * price, c.High * price, c.Low * price, c.Close * price, c.Volume * quantity).ToBar());
            }
        }

        Assert.True(real.IsWarm);
        var rescaled = IndicatorUnits.Rescaled(new IndicatorReading($"{name} 1m", Scene.At, [.. real.Values], [.. real.Values], true), price, quantity);

        Assert.Contains(rescaled.Values, double.IsFinite);
        for (var i = 0; i < real.Outputs.Length; i++)
            Assert.Equal(disguised[i], rescaled.Values[i], double.IsFinite(disguised[i]) ? Math.Max(Math.Abs(disguised[i]) * 1e-9, 1e-9) : 1e-9);
    }

    [Fact]
    public void Reveal_answerToTheDisguise_isTheDecisionThatTheRealMarketWouldHaveHad()
    {
        var accepted = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_500), Prop.ForAll(Arb.From(Gen.OneOf(DecisionReaderPropertyTests.Entries, DecisionReaderPropertyTests.Sensible)), entry =>
        {
            var real = DecisionReader.Read(Answers.Of(entry), Seen, DecisionReaderPropertyTests.Bounds);
            var hidden = DecisionReader.Read(Answers.Of(Disguised(entry)), Hidden, DecisionReaderPropertyTests.Bounds);
            Assert.Equal(real.IsAccepted, hidden.IsAccepted);
            if (!real.IsAccepted)
                return;
            accepted++;
            Assert.Equal(Text(real.Decision), Text(Disguises.Reveal(hidden.Decision!)));
        }));
        Assert.InRange(accepted, 50, 1_450);
    }

    [Fact]
    public void Reveal_symbolThatIsNobodysDisguise_isRefused() =>
        Assert.Throws<KeyNotFoundException>(static () => Disguises.Reveal(new Decision([SymbolDecision.Close(Scene.Btc, 1m, "out")])));

    // The canonical text: 1.50 and 1.5 are the same number.
    private static string Text(Decision decision) => string.Join('\n', decision.Positions.Select(static p => string.Join(
        ' ', p.Symbol, p.Signal, Number(p.Quantity), Number(p.Leverage), Number(p.ExitPlan?.StopLoss), Number(p.ExitPlan?.ProfitTarget), p.Entry?.Order, Number(p.Entry?.Price), p.Entry?.Urgency,
        p.Justification)));

    private static string Number(decimal? value) => value is { } number ? Trading.FieldError.Text(number) : "none";

    private static JsonObject Disguised(JsonObject entry)
    {
        var made = (JsonObject)entry.DeepClone();
        if (!Symbol.TryParse(entry["symbol"]!.GetValue<string>(), out var symbol) || Seen.Find(symbol) is null)
            return made;
        var market = Disguises.Of(symbol);
        made["symbol"] = market.Alias.Value;
        made["quantity"] = made["quantity"]!.GetValue<decimal>() * market.QuantityFactor;
        Scale(made["exit_plan"], "stop_loss");
        Scale(made["exit_plan"], "profit_target");
        Scale(made["entry"], "price");
        return JsonSerializer.Deserialize<JsonObject>(made.ToJsonString())!;

        void Scale(JsonNode? parent, string name)
        {
            if (parent is JsonObject fields && fields[name] is { } price)
                fields[name] = price.GetValue<decimal>() * market.PriceFactor;
        }
    }
}
