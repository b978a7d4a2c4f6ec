namespace OrleansTrader.Trading.Risk;

/// <summary>What a breach of the daily loss or drawdown limit does.</summary>
public enum BreachAction
{
    /// <summary>Halts, cancels every order and closes every position at the market.</summary>
    HaltAndFlatten,

    /// <summary>Halts and cancels opening orders; positions keep their protective orders.</summary>
    Halt,
}

/// <summary>Limits of one account; null means none. Amounts in the account's currency.</summary>
/// <param name="OrderNotionalMax">Largest notional of one opening order.</param>
/// <param name="PositionNotionalMax">Largest notional of one symbol's position, open orders on its side included.</param>
/// <param name="OpenPositionsMax">Most symbols held at once.</param>
/// <param name="DailyLossMax">Loss of equity since midnight UTC that trips the limit.</param>
/// <param name="DrawdownMax">Share of the highest equity seen, 0 to 1, whose loss trips the limit.</param>
/// <param name="PriceCollar">Farthest share of the mark by which an order's limit price may be off to its own harm.</param>
public sealed record AccountLimits(
    decimal? LeverageMax = null,
    decimal? OrderNotionalMax = null,
    decimal? PositionNotionalMax = null,
    int? OpenPositionsMax = null,
    decimal? DailyLossMax = null,
    decimal? DrawdownMax = null,
    decimal? PriceCollar = null,
    BreachAction OnBreach = BreachAction.HaltAndFlatten)
{
    public static AccountLimits None { get; } = new();
}
