using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>
/// How positions are looked after once they are open: by orders that rest in the ledger (percent trailing, break-even, ladder, time), and by
/// changes that need to see the market (<see cref="ExitManager"/>). Each part is null where it is not wanted; <see cref="ExitPolicyRules"/>
/// says what may be set.
/// </summary>
public sealed record ExitPolicy
{
    /// <summary>Most conditions in <see cref="Invalidation"/>.</summary>
    public const int InvalidationsMax = 8;

    /// <summary>Longest hold that can be named, in minutes: a year.</summary>
    public const decimal HoldMinutesLimit = 525_600m;

    /// <summary>The stop of a position that has none.</summary>
    public StopPolicy? Stop { get; init; }

    /// <summary>A stop that follows the price and never loosens.</summary>
    public TrailPolicy? Trail { get; init; }

    /// <summary>A stop that follows volatility; not beside a trail of ranges.</summary>
    public VolatilityPolicy? Volatility { get; init; }

    public BreakEven? BreakEven { get; init; }

    /// <summary>Partial targets in place of those that a position was opened with; nearest first.</summary>
    public ImmutableArray<LadderStep>? Ladder { get; init; }

    /// <summary>A position is closed once it has been held for so long.</summary>
    public decimal? HoldMinutes { get; init; }

    /// <summary>A position is closed as soon as one of these holds, e.g. <c>long: close below ema 50 1h</c>; see <see cref="ExitCondition"/>.</summary>
    public ImmutableArray<string>? Invalidation { get; init; }

    /// <summary>Close where whoever opened now wants the other side.</summary>
    public ReversalPolicy? Reversal { get; init; }

    public IncreasePolicy? Increase { get; init; }

    public DecreasePolicy? Decrease { get; init; }

    public RebalancePolicy? Rebalance { get; init; }

    public HedgePolicy? Hedge { get; init; }

    public bool Equals(ExitPolicy? other) =>
        other is not null && (Stop, Trail, Volatility, BreakEven, HoldMinutes, Reversal, Increase, Decrease).Equals(
            (other.Stop, other.Trail, other.Volatility, other.BreakEven, other.HoldMinutes, other.Reversal, other.Increase, other.Decrease)) &&
        Rebalance == other.Rebalance && Hedge == other.Hedge &&
        Ladder.HasValue == other.Ladder.HasValue && (Ladder ?? []).AsSpan().SequenceEqual((other.Ladder ?? []).AsSpan()) &&
        Invalidation.HasValue == other.Invalidation.HasValue && (Invalidation ?? []).AsSpan().SequenceEqual((other.Invalidation ?? []).AsSpan());

    public override int GetHashCode() => HashCode.Combine(Stop, Trail, Volatility, BreakEven, HoldMinutes, Ladder?.Length, Invalidation?.Length);
}

/// <summary>A stop where none stands: so many average true ranges, or so many percent, from the entry. One of the two.</summary>
/// <param name="Atr">The indicator, e.g. <c>atr 14 1h</c>; needed with <paramref name="Ranges"/>.</param>
public sealed record StopPolicy(decimal? Ranges = null, decimal? Percent = null, string Atr = "atr 14 1h");

/// <summary>In JSON <c>percent atr chandelier</c>.</summary>
public enum TrailKind
{
    /// <summary>In the ledger, with every quote: so many percent from the best price since the position was opened.</summary>
    Percent,

    /// <summary>So many average true ranges from the middle of bid and ask.</summary>
    Atr,

    /// <summary>
    /// The chandelier exit (Chuck LeBeau; A. Elder, Come Into My Trading Room, 2002): highest high of n candles less so many average true
    /// ranges; for a short, lowest low plus.
    /// </summary>
    Chandelier,
}

/// <param name="Distance">Percent of the best price, or multiples of the average true range.</param>
/// <param name="Atr">The indicator of the range, e.g. <c>atr 22 1h</c>; the chandelier's candles are of its interval.</param>
/// <param name="Candles">Of the chandelier.</param>
public sealed record TrailPolicy(TrailKind Kind, decimal Distance, string Atr = "atr 22 1h", int Candles = 22)
{
    public const int CandlesMax = 500;
}

/// <summary>
/// The stop's distance from the average entry price is so many average true ranges, within bounds: it comes nearer as volatility falls and
/// goes back as it rises, never beyond the first stop unless <paramref name="MayWiden"/>, and not back at all after a break-even.
/// </summary>
/// <param name="PercentMin">Least distance, in percent of the entry price.</param>
/// <param name="PercentMax">Greatest distance, in percent of the entry price.</param>
public sealed record VolatilityPolicy(decimal Ranges, string Atr = "atr 14 1h", decimal PercentMin = 0.1m, decimal PercentMax = 20m, bool MayWiden = false);

/// <summary>A partial target.</summary>
/// <param name="Gain">In multiples of the initial risk (R), from the average entry price.</param>
/// <param name="Share">Of the whole position; all shares together at most 1.</param>
public sealed record LadderStep(decimal Gain, decimal Share);

/// <param name="ConfidenceMin">A wish for the other side that is less confident changes nothing; 0 to 1.</param>
public sealed record ReversalPolicy(decimal ConfidenceMin = 0m);

/// <summary>Adds to a winner: at each further gain of so many R, never at a loss, never without a stop for the whole.</summary>
/// <param name="Share">Of the first quantity, above 0 and at most 1.</param>
/// <param name="Gain">In R, from the price of the entry or of the last addition.</param>
/// <param name="AddsMax">1 to <see cref="AddsLimit"/>.</param>
/// <param name="ConfidenceMin">Only while whoever opened still wants this side with so much confidence; null to add without asking.</param>
public sealed record IncreasePolicy(decimal Share, decimal Gain, int AddsMax = 1, decimal? ConfidenceMin = null)
{
    public const int AddsLimit = 10;
}

/// <summary>Takes from a position whose opener has become less sure.</summary>
/// <param name="ConfidenceBelow">Of a wish for the same side, 0 to 1.</param>
/// <param name="Share">Of what is held then, above 0 and below 1.</param>
public sealed record DecreasePolicy(decimal ConfidenceBelow, decimal Share = 0.5m, int StepsMax = 1)
{
    public const int StepsLimit = 10;
}

/// <param name="Weight">Wanted notional of the symbol's position as a share of equity, above 0; a position keeps its side.</param>
public sealed record TargetWeight(Symbol Symbol, decimal Weight);

/// <summary>Brings positions that are held back to their weight once they are further off than the band. It opens nothing.</summary>
/// <param name="Band">In shares of equity, above 0: 0.05 lets a weight of 0.2 be 0.15 to 0.25.</param>
public sealed record RebalancePolicy(ImmutableArray<TargetWeight> Weights, decimal Band)
{
    public const int WeightsMax = 50;

    public bool Equals(RebalancePolicy? other) => other is not null && Band == other.Band && Weights.AsSpan().SequenceEqual(other.Weights.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Band, Weights.Length);
}

/// <summary>
/// A position in another, correlated symbol against what the version holds, sized by beta over a window of candles. It is adjusted when off
/// by more than the band and closed with the last position that it hedges.
/// </summary>
/// <param name="Symbol">None of the version's own.</param>
/// <param name="Window">Whose returns are compared, e.g. <c>1h</c>.</param>
/// <param name="Candles">20 to <see cref="CandlesLimit"/>.</param>
/// <param name="Ratio">Share of the exposure that is hedged, above 0 and at most 1.</param>
/// <param name="CorrelationMin">Where returns hang together less, nothing is hedged; 0 to 1.</param>
/// <param name="NotionalShareMax">The hedge's notional is at most this share of the positions' notional.</param>
/// <param name="Band">Share of the wanted quantity by which the hedge may be off.</param>
public sealed record HedgePolicy(
    Symbol Symbol, Markets.Interval Window = Markets.Interval.OneHour, int Candles = 100, decimal Ratio = 1m, decimal CorrelationMin = 0.5m,
    decimal NotionalShareMax = 1m, decimal Band = 0.2m)
{
    public const int CandlesLimit = 500;
}
