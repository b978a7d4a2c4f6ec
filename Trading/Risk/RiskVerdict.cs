using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Trading.Risk;

/// <summary>What the policy said of a command's orders; in the command's stored result. Null there where nothing was limited.</summary>
public abstract record RiskVerdict
{
    private RiskVerdict()
    {
    }

    /// <summary>Every limit held.</summary>
    /// <param name="Nearest">The limit that came nearest.</param>
    /// <param name="Value">What it measured.</param>
    /// <param name="Bound">What it allows.</param>
    /// <param name="Used">How near: the share of the limit that is used, 0 to 1.</param>
    public sealed record Approved(RiskLimit Nearest, decimal Value, decimal Bound, decimal Used) : RiskVerdict;

    /// <summary>A limit did not hold, and nothing of the command was carried out; or, upon a trigger, an order ended for it.</summary>
    /// <param name="Value">What it measured; null where that is no number.</param>
    /// <param name="Bound">What it allows; null where that is no number.</param>
    public sealed record Refused(RefusalCode Code, RiskLimit Limit, decimal? Value, decimal? Bound) : RiskVerdict;
}
