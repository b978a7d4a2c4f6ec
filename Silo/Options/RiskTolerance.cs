using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Silo.Options;

/// <summary>How much the agents that a start sets up may risk.</summary>
internal enum RiskTolerance
{
    Conservative,
    Moderate,
    Aggressive,
}

/// <summary>A word about risk as limits of an account.</summary>
internal static class RiskTolerances
{
    /// <param name="tolerance">Null for no limit of its own.</param>
    /// <param name="positionMax">Largest notional of a position, which goes before the tolerance's own; null for that.</param>
    /// <param name="cash">What the account begins with; its shares are the amounts.</param>
    /// <returns>Null where nothing is limited.</returns>
    public static AccountLimits? LimitsOf(RiskTolerance? tolerance, decimal? positionMax, decimal cash)
    {
        AccountLimits? limits = tolerance switch
        {
            RiskTolerance.Conservative => Of(RiskProfile.Conservative, cash),
            RiskTolerance.Moderate => Of(RiskProfile.Moderate, cash),
            RiskTolerance.Aggressive => Of(RiskProfile.Aggressive, cash),
            _ => null,
        };
        return positionMax is { } given ? (limits ?? AccountLimits.None) with { PositionNotionalMax = given } : limits;
    }

    // Of the profile what binds a strategy of any kind: not every one sets stops, which the whole profile asks for.
    private static AccountLimits Of(RiskProfile profile, decimal cash)
    {
        var shares = RiskProfiles.SharesOf(profile);
        return new AccountLimits(
            LeverageMax: shares.LeverageMax, PositionNotionalMax: shares.PositionNotionalMax * cash, DailyLossMax: shares.DailyLossMax * cash, DrawdownMax: shares.DrawdownMax);
    }
}
