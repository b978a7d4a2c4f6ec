using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Trading.Execution;

/// <summary>One command that a decision leads to.</summary>
/// <param name="Suffix">
/// Unique within the decision and the same for the same decision, e.g. <c>BTC-USDT/open</c>: with the cycle's id before it, it is the
/// command id, so that a repeated cycle does nothing twice.
/// </param>
public sealed record PlannedCommand(string Suffix, AccountCommand Command);

/// <summary>The commands of a decision in the order in which they are to be sent, and what of it could not be followed.</summary>
public sealed record ExecutionPlan(ImmutableArray<PlannedCommand> Commands, ImmutableArray<FieldError> Errors)
{
    public static ExecutionPlan Nothing { get; } = new([], []);
}
