using System.Collections.Immutable;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <param name="Equity">The highest that was journaled of its part of the window.</param>
public readonly record struct EquityPoint(DateTimeOffset At, decimal Equity);

/// <summary>What an account's rule has seen. It follows from the journal: points are journaled, trades counted, cash moves shift it.</summary>
/// <param name="Points">Of a loss in a window: at most <see cref="PointsMax"/>, ascending.</param>
/// <param name="Peak">Of a drawdown: the highest equity journaled.</param>
/// <param name="Losses">Of losses in a row: how many there are now.</param>
/// <param name="Trips">Trips in a row, see <see cref="BreakerRule.InRow"/>.</param>
/// <param name="ResetAt">When it was last reset.</param>
public sealed record RuleTrack(
    ImmutableArray<EquityPoint> Points, decimal Peak = 0m, int Losses = 0, int Trips = 0, DateTimeOffset? ResetAt = null)
{
    /// <summary>Parts of a window, each with its highest equity; the window's start is exact to one part.</summary>
    public const int PartsOfWindow = 32;

    public const int PointsMax = PartsOfWindow + 1;

    // A new high is journaled once it would move the threshold by a fiftieth of the distance.
    private const decimal StepOfThreshold = 0.02m;

    /// <summary>Begins anew from an equity: what was lost before no longer counts.</summary>
    public RuleTrack Restart(BreakerRule rule, DateTimeOffset at, decimal equity) => this with
    {
        Points = rule.Kind == BreakerKind.WindowLoss ? [new EquityPoint(at, equity)] : [],
        Peak = rule.Kind == BreakerKind.Drawdown ? equity : 0m,
        Losses = 0,
    };

    /// <summary>The highest equity that a loss counts from; 0 where the kind has none.</summary>
    public decimal High(BreakerRule rule, DateTimeOffset now)
    {
        if (rule.Kind == BreakerKind.Drawdown)
            return Peak;
        if (rule.Kind != BreakerKind.WindowLoss)
            return 0m;
        var oldest = now - rule.Window!.Value;
        var high = 0m;
        foreach (ref readonly var point in Points.AsSpan())
        {
            if (point.At >= oldest && point.Equity > high)
                high = point.Equity;
        }

        return high;
    }

    /// <summary>What the rule measures; null where nothing has been seen.</summary>
    public decimal? Value(BreakerRule rule, DateTimeOffset now, decimal equity) => rule.Kind switch
    {
        BreakerKind.LossesInRow => Losses,
        _ => High(rule, now) is > 0m and var high ? Math.Max(0m, (high - equity) / high) : null,
    };

    /// <summary>The equity at which the rule trips; null where no equity does.</summary>
    public decimal? Floor(BreakerRule rule, DateTimeOffset now) => Below(High(rule, now), rule);

    /// <summary>The same by all points that are kept: a function of the journal alone, never below the true one.</summary>
    public decimal? Floor(BreakerRule rule)
    {
        var high = rule.Kind == BreakerKind.Drawdown ? Peak : 0m;
        foreach (ref readonly var point in Points.AsSpan())
            high = Math.Max(high, point.Equity);
        return Below(high, rule);
    }

    /// <summary>Whether an equity has to be journaled for the rule.</summary>
    public bool NeedsPoint(BreakerRule rule, DateTimeOffset now, decimal equity) => rule.Kind switch
    {
        BreakerKind.WindowLoss => Points.IsEmpty || Points[0].At < now - rule.Window!.Value || PartOf(rule, now) != PartOf(rule, Points[^1].At) || equity > Step(High(rule, now), rule),
        BreakerKind.Drawdown => equity > Step(Peak, rule),
        _ => false,
    };

    public RuleTrack See(BreakerRule rule, DateTimeOffset at, decimal equity)
    {
        if (rule.Kind == BreakerKind.Drawdown)
            return equity > Peak ? this with { Peak = equity } : this;
        if (rule.Kind != BreakerKind.WindowLoss)
            return this;
        var points = Points;
        if (points is [.., var last] && PartOf(rule, last.At) == PartOf(rule, at))
            points = points.SetItem(points.Length - 1, new EquityPoint(at, Math.Max(last.Equity, equity)));
        else
            points = points.Add(new EquityPoint(at, equity));
        var oldest = at - rule.Window!.Value;
        while (points.Length > PointsMax || (points.Length > 1 && points[0].At < oldest))
            points = points.RemoveAt(0);
        return this with { Points = points };
    }

    public RuleTrack Shift(decimal amount)
    {
        var points = ImmutableArray.CreateBuilder<EquityPoint>(Points.Length);
        foreach (var point in Points)
            points.Add(point with { Equity = point.Equity + amount });
        return this with { Points = points.MoveToImmutable(), Peak = Peak == 0m ? 0m : Peak + amount };
    }

    public bool Equals(RuleTrack? other) => other is not null && Peak == other.Peak && Losses == other.Losses && Trips == other.Trips
        && ResetAt == other.ResetAt && Points.AsSpan().SequenceEqual(other.Points.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Peak, Losses, Trips, ResetAt, Points.Length);

    private static decimal? Below(decimal high, BreakerRule rule) => high > 0m ? high * (1m - rule.Threshold) : null;

    private static decimal Step(decimal high, BreakerRule rule) => high * (1m + (rule.Threshold * StepOfThreshold));

    private static long PartOf(BreakerRule rule, DateTimeOffset at) => at.UtcTicks / Math.Max(1L, rule.Window!.Value.Ticks / PartsOfWindow);
}
