namespace OrleansTrader.Trading.Risk;

/// <summary>What a breach of the daily loss or drawdown limit does.</summary>
public enum BreachAction
{
    /// <summary>Halts, cancels every order and closes every position at the market.</summary>
    HaltAndFlatten,

    /// <summary>Halts and cancels opening orders; positions keep their protective orders.</summary>
    Halt,
}

/// <summary>
/// Limits of one account; null means none. Amounts in the account's currency, shares from 0 to 1. Limits on size are judged when an order is
/// accepted or amended (what is held at the mark, and open orders at their own prices) and again at each fill that opens (what is then held).
/// Reduce-only orders pass all of them but the minimum hold.
/// </summary>
/// <param name="LeverageMax">Highest leverage of an opening order.</param>
/// <param name="OrderNotionalMax">Largest notional of one opening order.</param>
/// <param name="PositionNotionalMax">Largest notional of one symbol's position, open orders on its side included.</param>
/// <param name="OpenPositionsMax">Most symbols held at once.</param>
/// <param name="DailyLossMax">Loss of equity since midnight UTC that trips the limit.</param>
/// <param name="DrawdownMax">Share of the highest equity seen, 0 to 1, whose loss trips the limit.</param>
/// <param name="PriceCollar">Farthest share of the mark by which an order's price may be off to its own harm.</param>
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

    /// <summary>Largest notional of a position by symbol, for those that are named; beside <see cref="PositionNotionalMax"/>.</summary>
    public SymbolAmounts? SymbolNotionalMax { get; init; }

    /// <summary>Largest sum of the notionals of all positions, long and short added up, open orders included.</summary>
    public decimal? GrossNotionalMax { get; init; }

    /// <summary>Highest leverage of the account as a whole: that sum as a multiple of equity.</summary>
    public decimal? EffectiveLeverageMax { get; init; }

    /// <summary>Largest exposure to one asset: the notionals of all symbols that it is the base of.</summary>
    public decimal? AssetExposureMax { get; init; }

    /// <summary>Largest exposure to the assets of one group, long and short added up: in a fall they move together, hedges with them.</summary>
    public decimal? GroupExposureMax { get; init; }

    /// <summary>Which assets move together. Those that no group names count as one group, and without any named group all do.</summary>
    public AssetGroups? Groups { get; init; }

    /// <summary>
    /// Largest loss of one opening order at its stop, as a share of equity: the distance from its price to the bracket's stop times the
    /// quantity. An order without a stop is judged as if all of its notional could be lost.
    /// </summary>
    public decimal? TradeRiskMax { get; init; }

    /// <summary>Most orders that open, and amendments of such, accepted within any minute.</summary>
    public int? OrdersPerMinuteMax { get; init; }

    /// <summary>Least distance from the mark to the liquidation price after an order would fill, as a share of the mark; of every position.</summary>
    public decimal? LiquidationDistanceMin { get; init; }

    /// <summary>
    /// Minutes that a position is held before what an agent or a signal wants may reduce it at the market or by a limit order. Stops, targets,
    /// other exits of a bracket, halts, liquidation and people are free.
    /// </summary>
    public decimal? HoldMinutesMin { get; init; }

    /// <summary>Minutes after which a position is closed at the market.</summary>
    public decimal? HoldMinutesMax { get; init; }

    /// <summary>When positions may be opened or enlarged.</summary>
    public TradingHours? Hours { get; init; }

    /// <summary>The only symbols that may be opened.</summary>
    public SymbolSet? SymbolsAllowed { get; init; }

    /// <summary>Symbols that may not be opened.</summary>
    public SymbolSet? SymbolsBlocked { get; init; }

    /// <summary>Whether anything at all is limited.</summary>
    public bool IsNone => this with { OnBreach = default, Groups = null } == None;

    /// <summary>Whether a loss trips a limit: then the highest equity and the day's start are kept.</summary>
    public bool WatchesLosses => DailyLossMax is not null || DrawdownMax is not null;

    /// <summary>What holds where both hold: of each limit the stricter, and of the actions upon a loss the harsher of those that watch one.</summary>
    public AccountLimits And(AccountLimits other) => new(
        Lower(LeverageMax, other.LeverageMax),
        Lower(OrderNotionalMax, other.OrderNotionalMax),
        Lower(PositionNotionalMax, other.PositionNotionalMax),
        Lower(OpenPositionsMax, other.OpenPositionsMax),
        Lower(DailyLossMax, other.DailyLossMax),
        Lower(DrawdownMax, other.DrawdownMax),
        Lower(PriceCollar, other.PriceCollar),
        (WatchesLosses, other.WatchesLosses) switch
        {
            (true, true) => OnBreach == BreachAction.HaltAndFlatten ? OnBreach : other.OnBreach,
            (false, true) => other.OnBreach,
            _ => OnBreach,
        })
    {
        SymbolNotionalMax = Both(SymbolNotionalMax, other.SymbolNotionalMax, static (one, two) => one.And(two)),
        GrossNotionalMax = Lower(GrossNotionalMax, other.GrossNotionalMax),
        EffectiveLeverageMax = Lower(EffectiveLeverageMax, other.EffectiveLeverageMax),
        AssetExposureMax = Lower(AssetExposureMax, other.AssetExposureMax),
        GroupExposureMax = Lower(GroupExposureMax, other.GroupExposureMax),
        Groups = AndGroups(other),
        TradeRiskMax = Lower(TradeRiskMax, other.TradeRiskMax),
        OrdersPerMinuteMax = Lower(OrdersPerMinuteMax, other.OrdersPerMinuteMax),
        LiquidationDistanceMin = Higher(LiquidationDistanceMin, other.LiquidationDistanceMin),
        HoldMinutesMin = Higher(HoldMinutesMin, other.HoldMinutesMin),
        HoldMinutesMax = Lower(HoldMinutesMax, other.HoldMinutesMax),
        Hours = Both(Hours, other.Hours, static (one, two) => one.And(two)),
        SymbolsAllowed = Both(SymbolsAllowed, other.SymbolsAllowed, static (one, two) => one.And(two)),
        SymbolsBlocked = Both(SymbolsBlocked, other.SymbolsBlocked, static (one, two) => one.Or(two)),
    };

    // Groups matter where exposure to them is limited: whoever limits it without naming any means all assets together.
    private AssetGroups? AndGroups(AccountLimits other) => (GroupExposureMax, other.GroupExposureMax) switch
    {
        ({ }, { }) => (Groups ?? AssetGroups.All).And(other.Groups ?? AssetGroups.All) is var both && both == AssetGroups.All ? null : both,
        ({ }, null) => Groups,
        (null, { }) => other.Groups,
        _ => Groups ?? other.Groups,
    };

    private static decimal? Lower(decimal? one, decimal? other) =>
        one is { } mine && other is { } theirs ? Math.Min(mine, theirs) : one ?? other;

    private static int? Lower(int? one, int? other) =>
        one is { } mine && other is { } theirs ? Math.Min(mine, theirs) : one ?? other;

    private static decimal? Higher(decimal? one, decimal? other) =>
        one is { } mine && other is { } theirs ? Math.Max(mine, theirs) : one ?? other;

    private static T? Both<T>(T? one, T? other, Func<T, T, T> both)
        where T : class => one is not null && other is not null ? both(one, other) : one ?? other;
}
