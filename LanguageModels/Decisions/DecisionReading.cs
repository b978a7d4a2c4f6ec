using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>A model's answer as understood: a decision that its markets and bounds allow, or what is wrong with it, never both.</summary>
/// <param name="Errors">Written for the model: which field, what stood there, what to give instead.</param>
internal sealed record DecisionReading(Decision? Decision, ImmutableArray<FieldError> Errors)
{
    [MemberNotNullWhen(true, nameof(Decision))]
    public bool IsAccepted => Decision is not null;
}
