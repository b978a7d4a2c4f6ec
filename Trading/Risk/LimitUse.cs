namespace OrleansTrader.Trading.Risk;

/// <summary>What a limit's numbers are.</summary>
public enum LimitUnit
{
    /// <summary>In the account's currency.</summary>
    Amount,

    /// <summary>0 to 1.</summary>
    Share,

    /// <summary>A multiple, e.g. of equity.</summary>
    Times,
    Count,
    Minutes,

    /// <summary>No number.</summary>
    Text,
}

/// <summary>One limit in force, and how much of it is used now.</summary>
/// <param name="Limit">Its name in <see cref="AccountLimits"/>.</param>
/// <param name="Of">The symbol, asset or group; null where it is of the whole account.</param>
/// <param name="Value">What it measures now; null where it is judged order by order only.</param>
/// <param name="Bound">What it allows: the most, or of a name that ends with Min the least. Null where that is no number.</param>
/// <param name="Used">Share of the limit that is used; above 1 where prices carried it beyond. Null without a value.</param>
/// <param name="Text">Of limits that are no numbers what they say.</param>
public sealed record LimitUse(RiskLimit Limit, string? Of, decimal? Value, decimal? Bound, decimal? Used, LimitUnit Unit, string? Text = null);
