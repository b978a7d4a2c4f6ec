namespace OrleansTrader.Trading.Strategies;

/// <summary>
/// A strategy by rules: the same observation gives the same decision, on every machine and after every restart. A planner keeps
/// no state between calls; what it must remember it reads from the observation (positions, exit plans, last trades).
/// </summary>
public interface IPlanner
{
    /// <summary>What <see cref="Plan"/> reads of each symbol; constant over the planner's life.</summary>
    ObservationRequest Needs { get; }

    /// <summary>Symbols that are stale or not warm are held.</summary>
    Decision Plan(Observation observation);
}
