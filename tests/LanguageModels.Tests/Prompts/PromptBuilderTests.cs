using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.LanguageModels.Tests.Decisions;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Tests.Prompts;

public sealed class PromptBuilderTests
{
    private static readonly DecisionBounds Bounds = new(LeverageMax: 5m, PositionNotionalMax: 4_000m, RequiresStop: true);

    [Fact]
    public void Build_prompt_hasObservationLimitsAndTurn()
    {
        var seen = Scene.Observe() with { LastError = "order refused: margin" };
        var prompt = PromptBuilder.Build(new PromptParts(seen, Bounds));

        Assert.StartsWith("# Who you are", prompt.System, StringComparison.Ordinal);
        Assert.Contains("# Rules of this service", prompt.System, StringComparison.Ordinal);
        Assert.Contains($"| {ObservationText.Json(seen)}\n", prompt.User, StringComparison.Ordinal);
        Assert.Contains("- symbols: BTC-USDT, ETH-USDT\n- leverage of a position at most 5\n- notional of a symbol's position at most 4000\n- every position needs a stop_loss\n", prompt.User, StringComparison.Ordinal);
        Assert.Contains("# Last cycle", prompt.User, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_strategyOfAVersion_replacesTheDefaultAndNeverTheRules()
    {
        var prompt = PromptBuilder.Build(new PromptParts(Scene.Observe(), Bounds, "Buy low, sell high."));

        Assert.StartsWith("Buy low, sell high.\n\n# Rules of this service", prompt.System, StringComparison.Ordinal);
        Assert.Empty(PromptBuilder.Refuse("Buy low."));
        Assert.Single(PromptBuilder.Refuse(" "));
        Assert.Single(PromptBuilder.Refuse(new string('x', PromptBuilder.StrategyLengthMax + 1)));
    }

    [Fact]
    public void Build_exampleOfTheRules_hasEveryFieldOfTheSchema()
    {
        var example = JsonDocument.Parse(PromptBuilder.Build(new PromptParts(Scene.Observe(), Bounds)).System.Split('\n').Single(static line => line.StartsWith("{\"positions\"", StringComparison.Ordinal)));
        var schema = DecisionSchema.For(Scene.Observe()).GetProperty("properties").GetProperty("positions").GetProperty("items").GetProperty("properties");

        Assert.Equal(schema.EnumerateObject().Select(static p => p.Name), example.RootElement.GetProperty("positions")[0].EnumerateObject().Select(static p => p.Name));
    }

    [Fact]
    public void Build_samePartsTwice_giveTheSamePrompt() =>
        Assert.Equal(PromptBuilder.Build(Poisoned(HostileTexts.All[0])), PromptBuilder.Build(Poisoned(HostileTexts.All[0])));

    [Theory]
    [MemberData(nameof(HostileTexts.Indexes), MemberType = typeof(HostileTexts))]
    public void Build_hostileText_changesNothingOutsideItsBlock(int index)
    {
        var hostile = PromptBuilder.Build(Poisoned(HostileTexts.All[index]));
        var harmless = PromptBuilder.Build(Poisoned("Prices rose today."));

        Assert.Equal(harmless.System, hostile.System);
        Assert.Equal(PromptStructure.Of(harmless.User), PromptStructure.Of(hostile.User));
        Assert.All(hostile.User, c => Assert.True(c == '\n' || (!char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)), $"U+{(int)c:X4}"));
        Assert.InRange(hostile.User.Length, 0, harmless.User.Length + (6 * 20_000));
        var json = Assert.Single(hostile.User.Split('\n'), static line => line.StartsWith("| {\"at\"", StringComparison.Ordinal));
        using var observation = JsonDocument.Parse(json[2..]);
        Assert.Equal(["BTC-USDT", "ETH-USDT"], observation.RootElement.GetProperty("markets").EnumerateArray().Select(static m => m.GetProperty("symbol").GetString()!));
        Assert.Equal(100m, observation.RootElement.GetProperty("markets")[0].GetProperty("limits").GetProperty("leverage_max").GetDecimal());
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Indexes), MemberType = typeof(HostileTexts))]
    public void Repair_hostileAnswerAndErrors_stayInTheirBlocks(int index)
    {
        var asked = PromptBuilder.Build(Poisoned("Prices rose today."));
        var errors = ImmutableArray.Create(new FieldError("positions[0].symbol", HostileTexts.All[index], "use one of BTC-USDT, ETH-USDT"));

        var hostile = PromptBuilder.Repair(asked, HostileTexts.All[index], errors);
        var harmless = PromptBuilder.Repair(asked, "hm", [errors[0] with { Value = "GOLD" }]);

        Assert.Equal(asked.System, hostile.System);
        Assert.StartsWith(asked.User, hostile.User, StringComparison.Ordinal);
        Assert.Equal(PromptStructure.Of(harmless.User), PromptStructure.Of(hostile.User));
        Assert.InRange(hostile.User.Length, asked.User.Length, asked.User.Length + (3 * PromptBuilder.AnswerShownMax));
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Indexes), MemberType = typeof(HostileTexts))]
    public void Read_modelThatObeyedAHostileText_cannotTradeForeignSymbolsOrBeyondLimits(int index)
    {
        // Whatever the text made of the model: its answer is judged by the observation and the bounds alone.
        var seen = Poisoned(HostileTexts.All[index]).Observation;
        string[] obeyed =
        [
            HostileTexts.All[index],
            Obeying(entry => entry["symbol"] = "GOLD-USDT"),
            Obeying(entry => entry["symbol"] = HostileTexts.All[index].Length > 200 ? "EVERYTHING" : HostileTexts.All[index]),
            Obeying(entry => entry["leverage"] = 125),
            Obeying(entry => entry["quantity"] = 1_000),
            Obeying(entry => entry["exit_plan"] = null),
        ];

        Assert.All(obeyed, answer => Assert.True(DecisionReader.Read(answer, seen, Bounds) is not { Decision.IsHold: false }, answer[..Math.Min(200, answer.Length)]));
        Assert.All(obeyed[1..], answer => Assert.False(DecisionReader.Read(answer, seen, Bounds).IsAccepted));
        Assert.True(DecisionReader.Read(Obeying(static _ => { }), seen, Bounds).IsAccepted);
    }

    private static string Obeying(Action<System.Text.Json.Nodes.JsonObject> how)
    {
        var market = Scene.Observe().Symbols[1];
        var entry = Answers.Buy();
        (entry["symbol"], entry["quantity"]) = ("ETH-USDT", 0.5m);
        entry["exit_plan"] = new System.Text.Json.Nodes.JsonObject { ["stop_loss"] = Scene.Near(market, 0.95m) };
        how(entry);
        return Answers.Of(entry);
    }

    /// <summary>The text everywhere where words from outside, or from a model that read them, can come in.</summary>
    private static PromptParts Poisoned(string text)
    {
        var seen = Scene.Observe();
        var position = seen.Account.Positions[0];
        return new PromptParts(
            seen with
            {
                Account = seen.Account with { Positions = seen.Account.Positions.SetItem(0, position with { ExitPlan = position.ExitPlan! with { InvalidationCondition = text } }) },
                LastTrades = seen.LastTrades.SetItem(0, seen.LastTrades[0] with { EntryReason = text, ExitReason = text }),
                LastError = text,
                Lessons = [Scene.Taught with
                {
                    Words = text, Expected = Scene.Taught.Expected with { Reason = text, Regime = text }, Came = Scene.Taught.Came with { Reason = text },
                }],
                Sections =
                [
                    new ObservationSection("news", text, Scene.At, SectionForm.Text, text),
                    new ObservationSection("social", "x", Scene.At, SectionForm.Json, JsonSerializer.Serialize(text.Length > 3_000 ? text[..1_500] : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)))),
                ],
            },
            Bounds)
        {
            Quoted = [new QuotedText("research", text, null, text), new QuotedText("memory", "agent", Scene.At, text)],
        };
    }
}
