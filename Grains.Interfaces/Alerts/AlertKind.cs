namespace OrleansTrader.Grains.Alerts;

/// <summary>What an alert is about. Stored by number: new kinds are added at the end.</summary>
public enum AlertKind
{
    /// <summary>The service or a part of it: stale prices, an agent's error. What has no kind of its own, and all alerts of earlier releases.</summary>
    Service,

    /// <summary>A position was opened or made larger.</summary>
    Entry,

    /// <summary>A position, or a part of one, was closed: by an order, by a protective order, or by liquidation.</summary>
    Exit,

    /// <summary>A breaker tripped, or an account was halted or liquidated.</summary>
    BreakerTripped,

    /// <summary>A limit of the risk policy, or a quota, refused an order.</summary>
    Refusal,

    /// <summary>Books that would not add up, or that differ from what a venue says.</summary>
    ReconciliationMismatch,

    /// <summary>What models may cost is used up.</summary>
    Budget,

    /// <summary>A day (UTC) of a tenant in figures.</summary>
    DailySummary,
}
