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

    /// <summary>Whether anything at all is limited.</summary>
    public bool IsNone => this with { OnBreach = default } == None;

    /// <summary>Whether a loss trips a limit: then the highest equity and the day's start are kept.</summary>
    public bool WatchesLosses => DailyLossMax is not null || DrawdownMax is not null;

    /// <summary>What holds where both hold: of each limit the stricter, and of the actions upon a loss the harsher of those that watch one.</summary>
    public AccountLimits And(AccountLimits other) => new(
        Lower(LeverageMax, other.LeverageMax),
        Lower(OrderNotionalMax, other.OrderNotionalMax),
        Lower(PositionNotionalMax, other.PositionNotionalMax),
        OpenPositionsMax is { } mine && other.OpenPositionsMax is { } theirs ? Math.Min(mine, theirs) : OpenPositionsMax ?? other.OpenPositionsMax,
        Lower(DailyLossMax, other.DailyLossMax),
        Lower(DrawdownMax, other.DrawdownMax),
        Lower(PriceCollar, other.PriceCollar),
        (WatchesLosses, other.WatchesLosses) switch
        {
            (true, true) => OnBreach == BreachAction.HaltAndFlatten ? OnBreach : other.OnBreach,
            (false, true) => other.OnBreach,
            _ => OnBreach,
        });

    private static decimal? Lower(decimal? one, decimal? other) =>
        one is { } mine && other is { } theirs ? Math.Min(mine, theirs) : one ?? other;
}
