namespace OrleansTrader.Trading.Orders;

/// <summary>What an order is there for; it decides how a round trip that it ends is named.</summary>
public enum OrderRole
{
    /// <summary>Submitted by a client on its own.</summary>
    Single,

    /// <summary>The bracket's stop.</summary>
    Stop,

    /// <summary>The bracket's take-profit.</summary>
    Target,

    /// <summary>The bracket's trailing stop.</summary>
    Trailing,

    /// <summary>The bracket's exit at an instant.</summary>
    TimeExit,

    /// <summary>A close of the whole position, asked for by command.</summary>
    Close,

    /// <summary>Made by a breached limit or the kill switch.</summary>
    Flatten,

    /// <summary>Made by the venue.</summary>
    Liquidation,

    /// <summary>Closes a position that has been held for as long as a limit allows.</summary>
    HoldEnd,
}

/// <summary>Why an order ended without being filled.</summary>
public enum OrderEndReason
{
    None,
    Requested,
    Halted,

    /// <summary>Another order of its group was triggered or filled.</summary>
    OtherLeg,

    /// <summary>The position that it protects is closed.</summary>
    PositionClosed,

    /// <summary>Nothing left to fill against at an immediate order's price.</summary>
    NoLiquidity,

    /// <summary>A fill-or-kill order could not be filled whole.</summary>
    NotWhole,

    /// <summary>A post-only order would have taken.</summary>
    WouldTake,

    /// <summary>The margin no longer covers the fill.</summary>
    Margin,

    /// <summary>A limit of the account no longer allows the fill.</summary>
    RiskLimit,

    /// <summary>A reduce-only order without anything to reduce.</summary>
    NothingToReduce,

    Expired,
    Liquidation,

    /// <summary>Other exits of the position took its place.</summary>
    Replaced,

    /// <summary>Its parent order replaced it, or ended.</summary>
    Parent,
}
