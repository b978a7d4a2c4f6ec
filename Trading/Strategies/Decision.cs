using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Strategies;

/// <summary>What to do about one symbol; in JSON <c>hold buy sell close</c>.</summary>
public enum TradeSignal
{
    /// <summary>Leave the position as it is; with an exit plan, only that is renewed.</summary>
    Hold,

    /// <summary>Be long the target quantity.</summary>
    Buy,

    /// <summary>Be short the target quantity.</summary>
    Sell,

    /// <summary>Be flat.</summary>
    Close,
}

/// <summary>How a position is to end. Prices on the instrument's tick; null parts are not wanted.</summary>
/// <param name="ProfitTarget">Price of the take-profit order.</param>
/// <param name="StopLoss">Price of the stop order.</param>
/// <param name="TrailingOffset">Distance of a trailing stop from the best price since entry, in quote currency.</param>
/// <param name="TimeExit">Instant from which on the position is closed at market.</param>
/// <param name="InvalidationCondition">Plain words for what would prove the idea wrong; read by people and models, not executed.</param>
public sealed record ExitPlan(
    decimal? ProfitTarget = null,
    decimal? StopLoss = null,
    decimal? TrailingOffset = null,
    DateTimeOffset? TimeExit = null,
    string? InvalidationCondition = null)
{
    /// <summary>Distance of a trailing stop in percent of the best price; instead of the offset.</summary>
    public decimal? TrailingPercent { get; init; }

    /// <summary>When the stop moves to the entry and its costs; needs a stop.</summary>
    public BreakEven? BreakEven { get; init; }

    /// <summary>Partial targets instead of the one, nearest first, on the tick.</summary>
    public ImmutableArray<TargetLevel>? Targets { get; init; }
}

/// <summary>The decision about one symbol.</summary>
/// <param name="Quantity">Target position, absolute, in base currency, on the lot; 0 with hold and close.</param>
/// <param name="Leverage">Wanted leverage, at least 1; 0 with hold and close.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Justification">At most <see cref="JustificationLengthMax"/> characters.</param>
public sealed record SymbolDecision(
    Symbol Symbol,
    TradeSignal Signal,
    decimal Quantity,
    decimal Leverage,
    decimal Confidence,
    ExitPlan? ExitPlan,
    string Justification)
{
    public const int JustificationLengthMax = 500;

    /// <summary>Most names in <see cref="KeyIndicators"/>, each of at most <see cref="KeyIndicatorLengthMax"/> characters.</summary>
    public const int KeyIndicatorsMax = 16;

    public const int KeyIndicatorLengthMax = 80;

    /// <summary>What the decider means to lose at most, in quote currency; null where it did not say. For the reader, nothing is sized by it.</summary>
    public decimal? RiskUsd { get; init; }

    /// <summary>Null for a market order.</summary>
    public EntryPlan? Entry { get; init; }

    public RiskLevel? RiskLevel { get; init; }

    /// <summary>What it looked at most, in its own words.</summary>
    public ImmutableArray<string> KeyIndicators { get; init; } = [];

    public FactorWeights? FactorWeights { get; init; }

    public static SymbolDecision Close(Symbol symbol, decimal confidence, string justification) =>
        new(symbol, TradeSignal.Close, 0m, 0m, confidence, null, justification);
}

/// <summary>The answer to one observation. A symbol that is not named is held.</summary>
/// <param name="Positions">At most one entry a symbol.</param>
/// <param name="Notes">For the reader, at most <see cref="NotesLengthMax"/> characters; null where there is nothing to say.</param>
public sealed record Decision(ImmutableArray<SymbolDecision> Positions, string? Notes = null)
{
    public const int NotesLengthMax = 1_000;

    /// <summary>Hold everything: shared, so that the most frequent answer costs nothing.</summary>
    public static Decision Hold { get; } = new([]);

    /// <summary>Whether nothing is to be done.</summary>
    public bool IsHold
    {
        get
        {
            foreach (var position in Positions)
            {
                if (position.Signal != TradeSignal.Hold || position.ExitPlan is not null)
                    return false;
            }

            return true;
        }
    }
}
