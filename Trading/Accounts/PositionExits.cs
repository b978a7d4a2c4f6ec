using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Accounts;

/// <summary>The one set of exits of a whole position, as the ledger keeps it. Its orders are found by their group.</summary>
/// <param name="Bracket">As it was set; its stop price is the first one, where the stop stands now its order says.</param>
/// <param name="Group">Of its orders; negative.</param>
/// <param name="Taken">Sum of the shares of rungs that were reached.</param>
/// <param name="LevelsLeft">Bit i (from 0) stands while rung i + 1 was neither reached nor cancelled.</param>
/// <param name="IsBrokenEven">The stop was moved to where leaving costs nothing; it is not done again.</param>
public sealed record PositionExits(Bracket Bracket, long Group, decimal Taken, int LevelsLeft, bool IsBrokenEven)
{
    internal bool IsLeft(int level) => (LevelsLeft & (1 << (level - 1))) != 0;

    internal PositionExits Without(int level, bool isReached) => this with
    {
        LevelsLeft = LevelsLeft & ~(1 << (level - 1)),
        Taken = isReached && IsLeft(level) ? Taken + Bracket.Levels[level - 1].Share : Taken,
    };
}
