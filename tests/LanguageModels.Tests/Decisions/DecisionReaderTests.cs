using System.Text.Json.Nodes;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.LanguageModels.Tests.Prompts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Strategies;
using static OrleansTrader.LanguageModels.Tests.Decisions.Answers;

namespace OrleansTrader.LanguageModels.Tests.Decisions;

public sealed class DecisionReaderTests
{
    [Fact]
    public void Read_completeAnswer_isUnderstoodFieldByField()
    {
        var decision = Accepted(Read(Of(Buy())));

        Assert.Equal("watching", decision.Notes);
        var buy = Assert.Single(decision.Positions);
        Assert.Equal((TradeSignal.Buy, 10m, 2m, 0.6m, 40m), (buy.Signal, buy.Quantity, buy.Leverage, buy.Confidence, buy.RiskUsd!.Value));
        Assert.Equal(new ExitPlan(Scene.Near(Sol, 1.1m), Scene.Near(Sol, 0.95m), InvalidationCondition: "closes below the 6h EMA 50"), buy.ExitPlan);
        Assert.Equal(("trend and momentum agree", RiskLevel.Medium, null), (buy.Justification, buy.RiskLevel!.Value, buy.Entry));
        Assert.Equal(["rsi 14 1m", "ema 20 6h"], buy.KeyIndicators);
        Assert.Equal(new FactorWeights(0.7m, 0.1m, 0.2m, 0m, 0m, 0.3m), buy.FactorWeights);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("Here is my decision:\n```json\n{0}\n```\nGood luck {{with}} it.")]
    [InlineData("<think>{{\"a\": 1}} and a lone {{ brace</think>{0}")]
    [InlineData("{0}\n{0}")] // the same twice is no contradiction
    public void Read_wordsAroundTheObject_areTolerated(string around) =>
        Assert.Single(Accepted(Read(string.Format(System.Globalization.CultureInfo.InvariantCulture, around, Of(Buy())))).Positions);

    [Fact]
    public void Read_positionsBySymbol_areTheSame()
    {
        var bySymbol = Buy();
        bySymbol.Remove("symbol");
        var answer = new JsonObject { ["positions"] = new JsonObject { ["SOL-USDT"] = bySymbol } }.ToJsonString();

        Assert.Equal(10m, Assert.Single(Accepted(Read(answer)).Positions).Quantity);
    }

    [Fact]
    public void Read_twoDifferentAnswers_areRefused()
    {
        var other = Buy();
        other["quantity"] = 5;

        Assert.Equal("answer", Refused(Read($"{Of(Buy())} or rather {Of(other)}")).Field);
    }

    [Fact]
    public void Read_steps_areTakenByTheStatedRule()
    {
        var sell = Buy();
        sell["signal"] = "SELL";
        sell["quantity"] = 10.0195m;
        sell["exit_plan"] = new JsonObject { ["stop_loss"] = Scene.Near(Sol, 1.05m) + (0.4m * Sol.Instrument.TickSize), ["profit_target"] = Scene.Near(Sol, 0.9m) };
        sell["entry"] = new JsonObject { ["order_type"] = "limit", ["price"] = Sol.Mid + (0.3m * Sol.Instrument.TickSize), ["urgency"] = "low" };

        var decision = Assert.Single(Accepted(Read(Of(sell))).Positions);

        Assert.Equal(Sol.Instrument.QuantityDown(10.0195m), decision.Quantity);
        Assert.Equal(Scene.Near(Sol, 1.05m), decision.ExitPlan!.StopLoss);
        var limit = decision.Entry!.LimitFor(TradeSignal.Sell)!.Value;
        Assert.True(limit >= Sol.Mid + (0.3m * Sol.Instrument.TickSize) && limit % Sol.Instrument.TickSize == 0m, "a sell's limit goes up to the tick");
        Assert.Equal(EntryUrgency.Low, decision.Entry.Urgency);
    }

    [Fact]
    public void Read_holdAndClose_keepOnlyWhatTheySay()
    {
        var close = Buy();
        (close["symbol"], close["signal"]) = ("BTC-USDT", "close");
        var hold = Buy();
        hold["signal"] = "hold";
        var held = Buy();
        (held["symbol"], held["signal"], held["exit_plan"]) = ("ETH-USDT", "hold", new JsonObject { ["stop_loss"] = Scene.Near(Seen.Symbols[1], 1.01m) });

        var decisions = Accepted(Read(Of(close, hold, held))).Positions;

        Assert.Equal((TradeSignal.Close, 0m, 0m, null, null), (decisions[0].Signal, decisions[0].Quantity, decisions[0].Leverage, decisions[0].ExitPlan, decisions[0].Entry));
        Assert.Equal((TradeSignal.Hold, 0m, null), (decisions[1].Signal, decisions[1].Quantity, decisions[1].ExitPlan)); // nothing is held
        Assert.Equal(Scene.Near(Seen.Symbols[1], 1.01m), decisions[2].ExitPlan!.StopLoss);
    }

    [Theory]
    [InlineData("limit", "price_low", "price_high", "low")]
    [InlineData("market", null, null, "high")]
    public void Read_entry_isKept(string type, string? low, string? high, string urgency)
    {
        var buy = Buy();
        var entry = new JsonObject { ["order_type"] = type, ["urgency"] = urgency, ["price"] = null };
        if (low is not null && high is not null)
            (entry[low], entry[high]) = (Scene.Near(Sol, 0.97m), Scene.Near(Sol, 0.98m));
        buy["entry"] = entry;

        var read = Assert.Single(Accepted(Read(Of(buy))).Positions).Entry!;

        Assert.Equal(low is null ? null : Scene.Near(Sol, 0.98m), read.LimitFor(TradeSignal.Buy));
    }

    [Fact]
    public void Read_closeOfALargePosition_freesItsMarginForTheNext()
    {
        var close = Buy();
        (close["symbol"], close["signal"]) = ("BTC-USDT", "close");
        var large = Buy();
        // 9000 is free; 500 are bound in BTC-USDT: 9300 at leverage 1 needs both.
        (large["quantity"], large["leverage"]) = (Sol.Instrument.QuantityDown(9_300m / Sol.Ask), 1);

        Assert.Contains("9000 is free", Refused(Read(Of(large))).Remedy, StringComparison.Ordinal);
        Accepted(Read(Of(large, close)));
    }

    [Fact]
    public void Read_boundsOfTheVersion_areHeld()
    {
        Assert.EndsWith("leverage", Refused(Read(Of(Buy()), new DecisionBounds(LeverageMax: 1.5m))).Field, StringComparison.Ordinal);
        Assert.EndsWith("quantity", Refused(Read(Of(Buy()), new DecisionBounds(PositionNotionalMax: 1_000m))).Field, StringComparison.Ordinal);
        Assert.EndsWith("quantity", Refused(Read(Of(Buy()), new DecisionBounds(OrderNotionalMax: 1_000m))).Field, StringComparison.Ordinal);
        Assert.Equal("positions", Refused(Read(Of(Buy()), new DecisionBounds(OpenPositionsMax: 2))).Field);
        Accepted(Read(Of(Buy()), new DecisionBounds(2m, 2_000m, 2_000m, 3, RequiresStop: true)));
        var bare = Buy();
        bare["exit_plan"] = null;
        Assert.EndsWith("stop_loss", Refused(Read(Of(bare), new DecisionBounds(RequiresStop: true))).Field, StringComparison.Ordinal);
        Accepted(Read(Of(bare)));
    }

    [Fact]
    public void Read_staleSymbol_canBeClosedNotOpened()
    {
        var stale = Seen with { Symbols = Seen.Symbols.SetItem(2, Sol with { StaleReason = Trading.Markets.StaleReason.Silent }) };

        Assert.EndsWith("signal", Refused(DecisionReader.Read(Of(Buy()), stale, DecisionBounds.None)).Field, StringComparison.Ordinal);
    }
}
