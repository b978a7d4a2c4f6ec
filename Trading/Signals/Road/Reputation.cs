using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>
/// How often a source's signals win: the Beta posterior of its scored signals over the prior Beta(2, 2), which is worth four signals of which
/// half won. The interval runs from its 5th to its 95th percentile.
/// </summary>
/// <param name="Mean">Expected share of signals that win, 0 to 1.</param>
/// <param name="Low">The share is above it with 95 %.</param>
/// <param name="High">The share is below it with 95 %.</param>
/// <param name="Count">Scored signals that it rests on.</param>
public readonly record struct Reputation(double Mean, double Low, double High, long Count)
{
    /// <summary>Won, and lost, of the prior.</summary>
    public const double Prior = 2;

    private const double Tail = 0.05;

    public static Reputation Of(SignalTally tally)
    {
        var (a, b) = (tally.Won + Prior, tally.Lost + Prior);
        return new Reputation(a / (a + b), BetaDistribution.Quantile(Tail, a, b), BetaDistribution.Quantile(1 - Tail, a, b), tally.Count);
    }
}
