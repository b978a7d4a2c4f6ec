using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Strategies;
using static OrleansTrader.LanguageModels.Tests.Decisions.Answers;

namespace OrleansTrader.LanguageModels.Tests.Decisions;

public sealed class DecisionReaderPropertyTests
{
    internal static readonly DecisionBounds Bounds = new(LeverageMax: 20m, PositionNotionalMax: 6_000m, OrderNotionalMax: 5_000m, OpenPositionsMax: 4, RequiresStop: true);

    // Pieces of which answers consist, so that random sequences come close to real ones.
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\ud800", "\u0000", "\uD83D", "positions", "\"positions\":", "\"symbol\":\"SOL-USDT\"", "\"signal\":\"buy\"",
        "\"quantity\":", "NaN", "-1", "1e999", "0.1", "null", "true", "```json", "```", "\n", "//", "/*", "Infinity", "{\"positions\":[", "]}", "€", "😀",
    ];

    private static readonly Gen<string> Noise = Gen.ArrayOf(Gen.Elements(Pieces)).Select(string.Concat);

    private static readonly Gen<string> Anything = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(static text => text ?? string.Empty),
        Noise,
        from noise in Noise from at in Gen.Choose(0, 2_000) select Mutated(Of(Buy()), noise, at));

    // One entry with numbers from absurd to sensible.
    internal static readonly Gen<JsonObject> Entries =
        from symbol in Gen.Elements("BTC-USDT", "ETH-USDT", "SOL-USDT", "DOGE-USDT", "XRP-USDT", "GOLD-USDT")
        from signal in Gen.Elements("buy", "sell", "hold", "close")
        from notional in Gen.Choose(-10, 900)
        from leverage in Gen.Choose(0, 25)
        from stop in Gen.Choose(-60, 60)
        from target in Gen.Choose(-60, 60)
        from fraction in Gen.Choose(0, 999)
        from entry in Gen.Choose(-30, 40)
        from urgency in Gen.Elements("low", "normal", "high")
        select Entry(symbol, signal, notional * 10m, leverage, stop / 100m, target / 100m, fraction / 1_000m, entry / 100m, urgency);

    // The same, but with exits on their sides and sizes that an account can carry: most of them are accepted.
    internal static readonly Gen<JsonObject> Sensible =
        from symbol in Gen.Elements("BTC-USDT", "ETH-USDT", "SOL-USDT", "DOGE-USDT", "XRP-USDT")
        from signal in Gen.Elements("buy", "sell", "buy", "sell", "hold", "close")
        from notional in Gen.Choose(1, 300)
        from leverage in Gen.Choose(1, 20)
        from exits in Gen.Choose(2, 30)
        from fraction in Gen.Choose(0, 999)
        from entry in Gen.Choose(-19, 60)
        from urgency in Gen.Elements("low", "normal", "high")
        let sign = string.Equals(signal, "sell", StringComparison.Ordinal) ? -1m : 1m
        select Entry(
            symbol, signal, notional * 10m, leverage, -exits * sign / 50m, exits * sign / 40m, fraction / 1_000m, entry > 19 ? 1m : entry / 1_000m, urgency);

    [Fact]
    public void Read_anyTextWhatever_neverThrows() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(Arb.From(Anything), static text =>
        {
            var reading = Read(text);
            return reading.IsAccepted ? reading.Errors.IsEmpty : !reading.Errors.IsEmpty && reading.Errors.All(static e => e.Field.Length > 0 && e.Remedy.Length > 0);
        }));

    [Fact]
    public void Read_everyAcceptedDecision_keepsTheRulesOfItsMarketsAndBounds()
    {
        var accepted = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(Arb.From(Gen.Choose(1, 3).SelectMany(static n => Gen.ArrayOf(Gen.OneOf(Entries, Sensible), n))), entries =>
        {
            var reading = DecisionReader.Read(Of([.. entries]), Seen, Bounds);
            if (!reading.IsAccepted)
                return;
            accepted++;
            Assert.Empty(DecisionTranslator.Translate(reading.Decision, Seen, "test").Errors);
            Assert.All(reading.Decision.Positions, Keeps);
            Assert.Equal(reading.Decision.Positions.Length, reading.Decision.Positions.Select(static p => p.Symbol).Distinct().Count());
        }));
        Assert.InRange(accepted, 100, 2_900);
    }

    private static void Keeps(SymbolDecision decision)
    {
        var market = Seen.Find(decision.Symbol)!;
        var (instrument, held) = (market.Instrument, Seen.Account.Find(decision.Symbol)?.Quantity ?? 0m);
        Assert.All(new[] { decision.ExitPlan?.StopLoss, decision.ExitPlan?.ProfitTarget, decision.Entry?.LimitFor(decision.Signal) }, price =>
            Assert.True(price is null || (price > 0m && price % instrument.TickSize == 0m), $"{price} is off the tick"));
        Assert.InRange(decision.Confidence, 0m, 1m);
        if (decision.Signal is TradeSignal.Hold or TradeSignal.Close)
        {
            Assert.Equal((0m, 0m), (decision.Quantity, decision.Leverage));
            return;
        }

        var sign = decision.Signal == TradeSignal.Buy ? 1 : -1;
        var price = decision.Entry?.LimitFor(decision.Signal) ?? (sign > 0 ? market.Ask : market.Bid);
        Assert.Equal(0m, decision.Quantity % instrument.LotSize);
        Assert.InRange(decision.Quantity, instrument.LotSize, instrument.QuantityMax);
        if (decision.Quantity > held * sign)
        {
            Assert.True(instrument.IsTradable(decision.Quantity, price) && instrument.IsTradable(decision.Quantity, market.Mid));
            Assert.True((decision.Quantity - Math.Max(0m, held * sign)) * price <= Bounds.OrderNotionalMax);
            Assert.True(decision.Quantity * price <= Bounds.PositionNotionalMax);
        }

        Assert.InRange(decision.Leverage, 1m, Math.Min(Bounds.LeverageMax!.Value, instrument.LeverageMaxAt(decision.Quantity * price)));
        var touch = sign > 0 ? market.Bid : market.Ask;
        Assert.True((Math.Min(touch * sign, price * sign) - (decision.ExitPlan!.StopLoss!.Value * sign)) > 0m, "a stop on the wrong side");
        Assert.True(decision.ExitPlan.ProfitTarget is not { } target || (target - price) * sign > 0m, "a target on the wrong side");
    }

    private static string Mutated(string text, string noise, int at) =>
        string.Concat(text.AsSpan(0, at % text.Length), noise, text.AsSpan(Math.Min(text.Length, (at % text.Length) + (noise.Length % 3))));

    private static JsonObject Entry(
        string symbol, string signal, decimal notional, decimal leverage, decimal stop, decimal target, decimal fraction, decimal entry, string urgency)
    {
        var market = Seen.Symbols.FirstOrDefault(m => string.Equals(m.Symbol.Value, symbol, StringComparison.Ordinal)) ?? Sol;
        var made = Buy();
        (made["symbol"], made["signal"], made["leverage"]) = (symbol, signal, leverage);
        made["quantity"] = (notional / market.Mid) + (fraction * market.Instrument.LotSize);
        made["exit_plan"] = new JsonObject { ["stop_loss"] = market.Mid * (1m + stop) * (1m + (fraction / 1e5m)), ["profit_target"] = market.Mid * (1m + target) };
        if (entry is > -0.25m and < 0.25m)
            made["entry"] = new JsonObject { ["order_type"] = "limit", ["price"] = market.Mid * (1m + entry), ["urgency"] = urgency };
        return made;
    }
}
