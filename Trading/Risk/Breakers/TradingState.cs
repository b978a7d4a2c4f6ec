namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>What may be traded; of several that concern an order the strictest holds, which is the highest value.</summary>
public enum TradingState
{
    /// <summary>Everything.</summary>
    Active,

    /// <summary>Only exits: reduce-only orders, their amendments, and cancels.</summary>
    Reducing,

    /// <summary>Only cancels. Protective orders that stand go on working.</summary>
    Halted,
}

/// <summary>Whom a breaker concerns.</summary>
public enum BreakerScope
{
    /// <summary>One account, by its own rules or its owner's hand; kept in its ledger.</summary>
    Account,

    /// <summary>Every account of a tenant.</summary>
    Tenant,

    /// <summary>One market, for everybody.</summary>
    Symbol,

    /// <summary>Every account of the service.</summary>
    Service,
}

/// <summary>What trips a breaker, and by it the unit of its threshold.</summary>
public enum BreakerKind
{
    /// <summary>A person's hand: the kill switch. Never a rule.</summary>
    KillSwitch,

    /// <summary>Loss of equity since its highest within the window; share, 0 to 1.</summary>
    WindowLoss,

    /// <summary>Loss of equity since its highest since the last reset; share, 0 to 1.</summary>
    Drawdown,

    /// <summary>Round trips in a row that lost; a number.</summary>
    LossesInRow,

    /// <summary>How far the price ranged within the window, against the average of such windows before; a multiple.</summary>
    Volatility,

    /// <summary>How long no reliable quote came; seconds.</summary>
    StaleQuotes,

    /// <summary>Quotes within the window whose bid was above the ask; a number.</summary>
    CrossedQuotes,

    /// <summary>Share of what the venue told within the window that could not be used, lost connections and gaps included; 0 to 1.</summary>
    VenueErrors,

    /// <summary>Spread as a share of the mid, throughout the window; 0 to 1.</summary>
    Spread,

    /// <summary>Notional that the thinner side of the book shows, throughout the window: trips below it; quote currency.</summary>
    Depth,

    /// <summary>Share of the service's markets without a reliable quote; 0 to 1.</summary>
    StaleMarkets,
}
