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
            RiskTolerance.Conservative => new(LeverageMax: 1m, PositionNotionalMax: cash * 0.25m, DailyLossMax: cash * 0.02m, DrawdownMax: 0.10m),
            RiskTolerance.Moderate => new(LeverageMax: 3m, PositionNotionalMax: cash, DailyLossMax: cash * 0.05m, DrawdownMax: 0.20m),
            RiskTolerance.Aggressive => new(LeverageMax: 10m, PositionNotionalMax: cash * 3m, DailyLossMax: cash * 0.15m, DrawdownMax: 0.40m),
            _ => null,
        };
        return positionMax is { } given ? (limits ?? AccountLimits.None) with { PositionNotionalMax = given } : limits;
    }
}
