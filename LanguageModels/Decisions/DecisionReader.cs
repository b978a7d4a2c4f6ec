using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>
/// Reads a model's answer. Whatever the text is, nothing is thrown: the result is a decision that keeps every rule of its markets and
/// bounds, or errors that the model can act on.
/// </summary>
/// <remarks>
/// Around the JSON object may stand words or a code fence. Positions may be a list with symbols, as the schema asks, or an object by symbol.
/// Put on the steps of the market, by rules that the schema tells: quantities down to the lot, stop and target to the nearest tick, limit
/// prices to the tick in the order's favour. With hold and close, quantity, leverage and entry are ignored, and with close the exit plan.
/// </remarks>
internal static class DecisionReader
{
    private const string Positions = "positions";

    public static DecisionReading Read(string answer, Observation observation, DecisionBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!AnswerJson.TryFind(answer, out var document, out var fault))
            return new DecisionReading(null, [fault]);
        using (document)
            return Read(document.RootElement, observation, bounds);
    }

    private static DecisionReading Read(JsonElement root, Observation observation, DecisionBounds bounds)
    {
        var errors = new ErrorList();
        var notes = new AnswerFields(root, "answer", errors).Text("notes_for_audience", Decision.NotesLengthMax);
        var decisions = ReadPositions(root.GetProperty(Positions), observation, bounds, errors);
        if (errors.Count == 0)
            AccountRules.Check(decisions, observation, bounds, errors);
        if (errors.Count > 0)
            return new DecisionReading(null, errors.ToImmutable());
        var decision = new Decision(decisions, notes.Length == 0 ? null : notes);
        // The last word has what makes orders of it: what that would not follow is not accepted.
        var plan = DecisionTranslator.Translate(decision, observation, string.Empty);
        return plan.Errors.IsEmpty ? new DecisionReading(decision, []) : new DecisionReading(null, plan.Errors);
    }

    private static ImmutableArray<SymbolDecision> ReadPositions(JsonElement positions, Observation observation, DecisionBounds bounds, ErrorList errors)
    {
        var countMax = observation.Symbols.Length;
        var entries = positions.ValueKind switch
        {
            JsonValueKind.Array => positions.GetArrayLength(),
            JsonValueKind.Object => positions.GetPropertyCount(),
            _ => -1,
        };
        if (entries < 0 || entries > countMax)
        {
            errors.Add(
                Positions, entries < 0 ? AnswerFields.Shown(positions) : string.Create(CultureInfo.InvariantCulture, $"{entries} entries"),
                string.Create(CultureInfo.InvariantCulture, $"give a list of at most {countMax} entries, each symbol once"));
            return [];
        }

        var read = ImmutableArray.CreateBuilder<SymbolDecision>(entries);
        var seen = new HashSet<Symbol>();
        if (positions.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in positions.EnumerateObject())
            {
                var name = JsonTexts.NameOf(property);
                Take(property.Value, name, $"{Positions}.{OutsideText.Clean(name, Symbol.LengthMax)}");
            }
        }
        else
        {
            var index = 0;
            foreach (var entry in positions.EnumerateArray())
                Take(entry, null, string.Create(CultureInfo.InvariantCulture, $"{Positions}[{index++}]"));
        }

        return read.ToImmutable();

        void Take(JsonElement entry, string? key, string path)
        {
            if (Find(entry, key, path, observation, errors) is not { } market)
                return;
            if (!seen.Add(market.Symbol))
                errors.Add($"{path}.symbol", market.Symbol.Value, "is named twice; name each symbol once");
            else if (PositionReader.Read(new AnswerFields(entry, $"{Positions}.{market.Symbol}", errors), market, observation, bounds) is { } decision)
                read.Add(decision);
        }
    }

    private static SymbolObservation? Find(JsonElement entry, string? key, string path, Observation observation, ErrorList errors)
    {
        var fields = new AnswerFields(entry, path, errors);
        if (!fields.IsObject)
            return null;
        var before = fields.ErrorCount;
        var told = fields.Has(PositionReader.SymbolField) ? fields.Text(PositionReader.SymbolField, Symbol.LengthMax) : key;
        if (fields.ErrorCount > before)
            return null;
        if (Symbol.TryParse(told, out var symbol) && observation.Find(symbol) is { } market && (key is null || Names(key, symbol)))
            return market;
        fields.Fault(
            PositionReader.SymbolField, OutsideText.Clean(told, Symbol.LengthMax), $"use one of {string.Join(", ", observation.Symbols.Select(static m => m.Symbol.Value))}");
        return null;
    }

    private static bool Names(string key, Symbol symbol) => Symbol.TryParse(key, out var named) && named == symbol;
}
