namespace OrleansTrader.Trading.Signals.Road;

/// <summary>How far a signal is on its road; the names stand in journal and read model for good.</summary>
public enum SignalStage
{
    /// <summary>Durable; nothing was looked at yet.</summary>
    Received,

    /// <summary>The market of that moment and the record of signals like it are with it.</summary>
    Enriched,

    /// <summary>Good enough to be followed; its subscribers are asked, sized and served.</summary>
    Qualified,

    /// <summary>At least one order stands at an account, nothing is filled.</summary>
    Executed,

    /// <summary>At least one position is open because of it.</summary>
    Managed,

    /// <summary>Its result is known.</summary>
    Scored,

    /// <summary>Nobody follows it, for the reason that is told.</summary>
    Refused,

    /// <summary>Told to its subscribers, who trade nothing by it.</summary>
    Informed,
}
