using OrleansTrader.Trading.Risk;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>What a version may do beside what its instruments allow. Amounts in quote currency; null means no bound of its own.</summary>
/// <param name="LeverageMax">Highest leverage of a position.</param>
/// <param name="PositionNotionalMax">Largest notional of one symbol's position.</param>
/// <param name="OrderNotionalMax">Largest notional of one opening order.</param>
/// <param name="OpenPositionsMax">Most symbols held at once.</param>
/// <param name="RequiresStop">Whether every position must have a stop.</param>
internal sealed record DecisionBounds(
    decimal? LeverageMax = null,
    decimal? PositionNotionalMax = null,
    decimal? OrderNotionalMax = null,
    int? OpenPositionsMax = null,
    bool RequiresStop = false)
{
    /// <summary>Farthest share of the mid by which a limit entry may be away from it.</summary>
    public const decimal EntryDistanceShareMax = 0.2m;

    public static DecisionBounds None { get; } = new();

    /// <summary>A version's leverage within the limits of the account that it trades.</summary>
    public static DecisionBounds Of(decimal leverage, AccountLimits limits, bool requiresStop = false) => new(
        limits.LeverageMax is { } max ? Math.Min(leverage, max) : leverage, limits.PositionNotionalMax, limits.OrderNotionalMax,
        limits.OpenPositionsMax, requiresStop);
}
