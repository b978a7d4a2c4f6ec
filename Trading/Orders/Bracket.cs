using System.Collections.Immutable;

namespace OrleansTrader.Trading.Orders;

/// <summary>How a break-even's gain is stated.</summary>
public enum GainUnit
{
    /// <summary>A distance from the average entry price, in quote currency.</summary>
    Price,

    /// <summary>Multiples of the initial risk: the distance from the average entry price to the bracket's own stop price (R).</summary>
    Risk,
}

/// <summary>
/// Once the best price has gained so much, the stop moves to where leaving costs nothing: the average entry price, the taker fee of
/// entering and leaving, and the offset. It does so once, and never loosens a stop that is already better.
/// </summary>
/// <param name="Gain">Above 0.</param>
/// <param name="Offset">Beyond the costs, in quote currency, 0 or more.</param>
public sealed record BreakEven(decimal Gain, GainUnit Unit = GainUnit.Price, decimal Offset = 0m);

/// <summary>One rung of a ladder of partial targets.</summary>
/// <param name="Price">Trigger of the take-profit, on the tick.</param>
/// <param name="Share">Of the whole position, above 0 and at most 1.</param>
public sealed record TargetLevel(decimal Price, decimal Share);

/// <summary>
/// Exits that come into force, reduce-only, as soon as the entry has filled, sized to the filled quantity. They exclude each
/// other: once one is triggered the others are cancelled; all are cancelled when the position is closed otherwise. Where
/// <see cref="CoversPosition"/>, there is one set of them for the whole position: the stop always covers exactly what is left, targets
/// take their shares, and additions make it larger.
/// </summary>
/// <param name="StopPrice">Trigger of the stop, on the tick.</param>
/// <param name="TargetPrice">Trigger of the take-profit, on the tick; it never fills better than this price.</param>
/// <param name="TrailingOffset">Distance of a trailing stop from the best price since entry, in quote currency.</param>
/// <param name="TrailingStep">The least advance of the trailing stop; default a twentieth of the distance, at least a tick.</param>
/// <param name="ExitAt">The instant at which what is left is closed at the market.</param>
public sealed record Bracket(
    decimal? StopPrice = null,
    decimal? TargetPrice = null,
    decimal? TrailingOffset = null,
    decimal? TrailingStep = null,
    DateTimeOffset? ExitAt = null)
{
    /// <summary>Most rungs of a ladder.</summary>
    public const int LevelsMax = 8;

    /// <summary>Distance of a trailing stop in percent of the best price since entry, above 0 and below 100; instead of the offset.</summary>
    public decimal? TrailingPercent { get; init; }

    /// <summary>Needs <see cref="StopPrice"/>.</summary>
    public BreakEven? BreakEven { get; init; }

    /// <summary>A ladder instead of one target: nearest first, shares of at most 1 together; what they leave stays with the stop.</summary>
    public ImmutableArray<TargetLevel>? Targets { get; init; }

    /// <summary>Whether these exits are one set for the whole position: they trail by percent, break even, or have a ladder.</summary>
    internal bool CoversPosition => TrailingPercent is not null || BreakEven is not null || Targets is not null;

    /// <summary>Whether they bound the loss.</summary>
    internal bool Protects => StopPrice is not null || TrailingOffset is not null || TrailingPercent is not null;

    /// <summary>The rungs; one target alone is a rung of all.</summary>
    internal ImmutableArray<TargetLevel> Levels =>
        Targets ?? (TargetPrice is { } price ? [new TargetLevel(price, 1m)] : []);

    internal int LevelCount => Targets is { IsDefault: false } ladder ? ladder.Length : TargetPrice is null ? 0 : 1;

    public bool Equals(Bracket? other) =>
        other is not null && StopPrice == other.StopPrice && TargetPrice == other.TargetPrice && TrailingOffset == other.TrailingOffset &&
        TrailingStep == other.TrailingStep && ExitAt == other.ExitAt && TrailingPercent == other.TrailingPercent &&
        BreakEven == other.BreakEven && Targets.HasValue == other.Targets.HasValue &&
        (Targets ?? []).AsSpan().SequenceEqual((other.Targets ?? []).AsSpan());

    public override int GetHashCode() => HashCode.Combine(StopPrice, TargetPrice, TrailingOffset, TrailingPercent, ExitAt, BreakEven, Targets?.Length);
}
