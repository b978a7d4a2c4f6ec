using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>What must be remembered of a position beside the books; it belongs to one position and is forgotten with it.</summary>
/// <param name="OpenedAt">Tells this position from the next one in the same symbol.</param>
/// <param name="RiskDistance">R: from the average entry price to the first stop, in quote currency; 0 while there was none.</param>
/// <param name="FirstQuantity">Absolute, in base currency, when it was first seen.</param>
/// <param name="Adds">Additions that were asked for; one that was refused counts.</param>
/// <param name="LastAddPrice">The price from which the next gain is counted.</param>
/// <param name="Reductions">Steps of decrease that were asked for.</param>
/// <param name="ResizedAt">When the size was last changed on purpose; null where it never was.</param>
public sealed record ExitMemory(
    Symbol Symbol,
    DateTimeOffset OpenedAt,
    decimal RiskDistance,
    decimal FirstQuantity,
    int Adds,
    decimal LastAddPrice,
    int Reductions,
    DateTimeOffset? ResizedAt);

/// <summary>What whoever opened a position wants of its symbol now.</summary>
/// <param name="Side">Of the position that is wanted; null for none.</param>
/// <param name="Confidence">0 to 1.</param>
public sealed record ExitWish(Side? Side, decimal Confidence);

/// <summary>All that a position's exits are judged by at one instant.</summary>
/// <param name="Account">Its working orders are where the exits stand.</param>
/// <param name="Wish">Null where nothing was said.</param>
public sealed record ExitSituation(
    DateTimeOffset At, PositionObservation Position, SymbolObservation Market, AccountObservation Account, ExitWish? Wish);

/// <summary>What to do about a position, in this order, and what to remember.</summary>
/// <param name="Errors">What the policy asked for and cannot have; everything else is done all the same.</param>
public sealed record ExitAdvice(ImmutableArray<PlannedCommand> Commands, ExitMemory Memory, ImmutableArray<FieldError> Errors);
