using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>Where a policy wants the stop, by what the market shows.</summary>
internal static class StopMoves
{
    // A stop is moved only where it gains at least this share of its distance from the market: amendments cost a commit each.
    private const decimal StepShare = 0.05m;

    /// <summary>The first stop of a position that has none; null where the policy names none, or its range is not known yet.</summary>
    public static decimal? First(ExitPolicy policy, ExitSituation situation)
    {
        if (policy.Stop is not { } stop)
            return null;
        var entry = situation.Position.EntryPrice;
        var distance = stop.Percent is { } percent
            ? entry * percent / 100m
            : Readings.Amount(situation.Market, Readings.Canonical(stop.Atr)) * stop.Ranges;
        return distance is { } d ? OnTick(situation, entry - (d * Sign(situation))) : null;
    }

    /// <summary>The stop of a trail of ranges, wherever the present one stands; null where there is no such trail, or it is not known yet.</summary>
    public static decimal? Trail(ExitPolicy policy, ExitSituation situation)
    {
        if (policy.Trail is not { Kind: not TrailKind.Percent } trail || Readings.Amount(situation.Market, Readings.Canonical(trail.Atr)) is not { } range)
            return null;
        var from = trail.Kind == TrailKind.Atr ? situation.Market.Mid : Readings.Amount(situation.Market, Readings.Extreme(trail, situation.Position.IsLong));
        return from is { } price ? OnTick(situation, price - (trail.Distance * range * Sign(situation))) : null;
    }

    /// <summary>The stop of the volatility rule; null where there is none, or the range is not known yet.</summary>
    /// <param name="first">The first stop of the position; null where it is not known.</param>
    public static decimal? Volatility(ExitPolicy policy, ExitSituation situation, decimal? first, decimal? now)
    {
        if (policy.Volatility is not { } rule || Readings.Amount(situation.Market, Readings.Canonical(rule.Atr)) is not { } range)
            return null;
        var entry = situation.Position.EntryPrice;
        var distance = Math.Clamp(rule.Ranges * range, entry * rule.PercentMin / 100m, entry * rule.PercentMax / 100m);
        var wanted = OnTick(situation, entry - (distance * Sign(situation)));
        if (wanted is null || rule.MayWiden)
            return wanted;
        wanted = first is { } bound ? Tighter(situation, wanted.Value, bound) : wanted;
        // What a break-even has won stays won.
        return situation.Position.Exits is { IsBrokenEven: true } && now is { } held ? Tighter(situation, wanted.Value, held) : wanted;
    }

    /// <summary>Whether the move is worth an amendment.</summary>
    public static bool IsWorth(ExitSituation situation, decimal from, decimal to)
    {
        var touch = situation.Position.IsLong ? situation.Market.Bid : situation.Market.Ask;
        var step = Math.Max(situation.Market.Instrument.TickSize, StepShare * Math.Abs(touch - from));
        return Math.Abs(to - from) >= step;
    }

    /// <summary>Whether a stop there would already have been reached.</summary>
    public static bool IsPassed(ExitSituation situation, decimal stop) =>
        situation.Position.IsLong ? stop >= situation.Market.Bid : stop <= situation.Market.Ask;

    public static decimal Tighter(ExitSituation situation, decimal one, decimal other) =>
        situation.Position.IsLong ? Math.Max(one, other) : Math.Min(one, other);

    public static int Sign(ExitSituation situation) => situation.Position.IsLong ? 1 : -1;

    // Away from the market, so that rounding never tightens.
    private static decimal? OnTick(ExitSituation situation, decimal price)
    {
        var tick = situation.Market.Instrument.TickSize;
        var rounded = situation.Position.IsLong ? InstrumentSteps.Floor(price, tick) : InstrumentSteps.Ceiling(price, tick);
        return rounded > 0m ? rounded : null;
    }
}
