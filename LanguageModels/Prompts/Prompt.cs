using System.Collections.Immutable;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>What a model is asked.</summary>
internal sealed record Prompt(string System, string User);

/// <summary>Words from outside for one question, e.g. findings of a research model or lessons of past trades: data, never instructions.</summary>
/// <param name="Name">What it is, in letters, digits and dashes; others are dropped.</param>
/// <param name="Source">Who says so.</param>
/// <param name="At">When it was said; null where nobody knows.</param>
/// <param name="Text">At most <see cref="ObservationSection.ContentLengthMax"/> characters are shown.</param>
internal sealed record QuotedText(string Name, string Source, DateTimeOffset? At, string Text);

/// <summary>What a prompt is made of.</summary>
/// <param name="Strategy">The version's own words on how to trade, in place of the default; the rules of the service always follow them.</param>
internal sealed record PromptParts(Observation Observation, DecisionBounds Bounds, string? Strategy = null)
{
    /// <summary>Quoted beside the text sections of the observation; in all at most <see cref="ObservationSection.CountMax"/> are shown.</summary>
    public ImmutableArray<QuotedText> Quoted { get; init; } = [];
}
