using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>
/// Makes the question to a model. The system prompt says how to trade and which rules hold; it is the same in every cycle, so that providers
/// can cache it. The user prompt has the observation, the limits and words from outside, all of them fenced as data.
/// </summary>
internal static class PromptBuilder
{
    /// <summary>Longest strategy of a version, in characters.</summary>
    public const int StrategyLengthMax = 20_000;

    /// <summary>Characters shown of an answer that is to be repaired.</summary>
    public const int AnswerShownMax = 8_000;

    private const int ErrorLengthMax = 400;

    /// <summary>The words on how to trade that a version has where it brings none of its own.</summary>
    public static string DefaultStrategy { get; } = Resource("strategy.md");

    private static readonly string Rules = Resource("rules.md");

    /// <summary>All that the service itself says to a model, with the word that it begins with where the version says nothing: another text is another question.</summary>
    public static string Constants { get; } = $"{DefaultStrategy}\n{Rules}";

    /// <summary>What is wrong with a version's own strategy; empty where nothing is.</summary>
    public static ImmutableArray<FieldError> Refuse(string? strategy) => strategy switch
    {
        null => [],
        _ when string.IsNullOrWhiteSpace(strategy) => [new FieldError("prompt", "empty", "say how to trade, or leave it out for the default")],
        { Length: > StrategyLengthMax } => [new FieldError("prompt", FieldError.Text(strategy.Length), $"use at most {FieldError.Text(StrategyLengthMax)} characters")],
        _ => [],
    };

    public static Prompt Build(PromptParts parts) => Build(parts, ObservationText.Json(parts.Observation));

    /// <param name="observationJson">What <see cref="ObservationText.Json"/> made of the same observation.</param>
    public static Prompt Build(PromptParts parts, string observationJson)
    {
        var quoted = Quoted(parts);
        var blocks = new DataBlocks([observationJson, .. quoted.Select(static q => $"{q.Name}\n{q.Words}")]);
        var user = new StringBuilder(observationJson.Length + 4_096);
        user.Append("# Observation\n\n");
        blocks.Append(user, "observation", observationJson);
        AppendLimits(user, parts);
        if (!quoted.IsEmpty)
        {
            user.Append("\n# Words from outside\n\n");
            foreach (var (name, words) in quoted)
                blocks.Append(user, name, words);
        }

        if (parts.Observation.LastError is not null)
            user.Append("\n# Last cycle\n\nSomething went wrong in it: see `last_error` in the observation, and do not repeat it.\n");
        user.Append("\n# Your turn\n\nAnswer with one JSON object and nothing else.\n");
        return new Prompt($"{(parts.Strategy ?? DefaultStrategy).TrimEnd()}\n\n{Rules}", user.ToString());
    }

    /// <summary>The observation alone, fenced, for those who report on it and do not decide.</summary>
    public static string Show(string observationJson)
    {
        var user = new StringBuilder("# Observation\n\n", observationJson.Length + 256);
        new DataBlocks([observationJson]).Append(user, "observation", observationJson);
        return user.ToString();
    }

    /// <summary>The same question once more, with the answer that could not be used and what is wrong with it.</summary>
    public static Prompt Repair(Prompt asked, string answer, ImmutableArray<FieldError> errors)
    {
        var shown = OutsideText.Clean(answer, AnswerShownMax, keepsLines: true);
        var faults = errors.Select(static error => OutsideText.Clean(error.ToString(), ErrorLengthMax)).ToArray();
        var blocks = new DataBlocks([asked.User, shown, .. faults]);
        var user = new StringBuilder(asked.User, asked.User.Length + shown.Length + 4_096);
        user.Append("\n# Your answer could not be used\n\n");
        blocks.Append(user, "answer", shown);
        blocks.Append(user, "errors", faults);
        user.Append("\nCorrect every error and answer again with the whole JSON object and nothing else.\n");
        return asked with { User = user.ToString() };
    }

    private static ImmutableArray<(string Name, string Words)> Quoted(PromptParts parts) =>
    [
        .. (parts.Observation.Sections.IsDefault ? [] : parts.Observation.Sections).Take(ObservationSection.CountMax).Where(static s => s.Form == SectionForm.Text)
            .Select(static s => new QuotedText(s.Name, s.Source, s.At, s.Content))
            .Concat(parts.Quoted).Take(ObservationSection.CountMax)
            .Select(static q => (q.Name, string.Create(CultureInfo.InvariantCulture, $"source: {OutsideText.Clean(q.Source, ObservationSection.SourceLengthMax)}\nat: {q.At?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "unknown"}\n{OutsideText.Clean(q.Text, ObservationSection.ContentLengthMax, keepsLines: true)}"))),
    ];

    private static void AppendLimits(StringBuilder into, PromptParts parts)
    {
        into.Append("\n# Limits of this version\n\n- symbols: ").AppendJoin(", ", parts.Observation.Symbols.Select(static m => m.Symbol.Value)).Append('\n');
        Limit("leverage of a position at most", parts.Bounds.LeverageMax);
        Limit("notional of a symbol's position at most", parts.Bounds.PositionNotionalMax);
        Limit("notional of one opening order at most", parts.Bounds.OrderNotionalMax);
        Limit("symbols held at once at most", parts.Bounds.OpenPositionsMax);
        if (parts.Bounds.RequiresStop)
            into.Append("- every position needs a stop_loss\n");

        void Limit(string words, decimal? value)
        {
            if (value is { } limit)
                into.Append("- ").Append(words).Append(' ').Append(FieldError.Text(limit)).Append('\n');
        }
    }

    private static string Resource(string name)
    {
        using var stream = typeof(PromptBuilder).Assembly.GetManifestResourceStream(typeof(PromptBuilder), name)
            ?? throw new InvalidOperationException($"the embedded text {name} is missing from the build");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
