using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Orders.Parents;

/// <summary>How a parent order is worked; in JSON <c>market limitAtBest chase twap vwap iceberg</c>.</summary>
public enum ExecutionStyle
{
    /// <summary>Takes at once what the book holds, and what is left again until its time is over; with a price limit it rests there.</summary>
    Market,

    /// <summary>One limit order at the best price of its own side, where it stays.</summary>
    LimitAtBest,

    /// <summary>As <see cref="LimitAtBest"/>, but follows the best price when that moves away.</summary>
    Chase,

    /// <summary>Even slices over its time, with seeded jitter in time and size.</summary>
    Twap,

    /// <summary>Slices by the symbol's volume profile over its time, with the same jitter.</summary>
    Vwap,

    /// <summary>Shows a part at a time, and the next one when that is filled.</summary>
    Iceberg,
}

/// <summary>How slices are worked; in JSON <c>low normal high</c>.</summary>
public enum ExecutionUrgency
{
    /// <summary>Each slice rests at the best price; what is not filled goes on to the next. Nothing takes before the deadline.</summary>
    Low,

    /// <summary>Each slice rests at the best price until the next one is due, which takes what is left of it.</summary>
    Normal,

    /// <summary>Each slice takes at once.</summary>
    High,
}

/// <summary>What happens to the rest when the time is over; in JSON <c>cancel take</c>.</summary>
public enum DeadlineAction
{
    Cancel,

    /// <summary>Takes it, within the price limit but beyond the participation cap.</summary>
    Take,
}

/// <summary>
/// Something large or patient: worked by the ledger itself through child orders, which are ordinary orders that name it.
/// </summary>
/// <param name="Quantity">In base currency on the lot; or in quote currency, converted at the price of acceptance and rounded down.</param>
public sealed record ParentIntent(Symbol Symbol, Side Side, OrderQuantity Quantity, ExecutionStyle Style)
{
    /// <summary>Longest time that a parent may take.</summary>
    public static readonly TimeSpan DurationMax = TimeSpan.FromDays(7);

    /// <summary>Shortest time from slice to slice.</summary>
    public static readonly TimeSpan SliceMin = TimeSpan.FromMilliseconds(100);

    public const int SlicesMax = 500;

    public const int RepostsMaxMax = 500;

    /// <summary>Of TWAP and VWAP; other styles mind it not.</summary>
    public ExecutionUrgency Urgency { get; init; } = ExecutionUrgency.Normal;

    /// <summary>From acceptance to the deadline. TWAP and VWAP need it; others default to <see cref="DefaultDuration"/>.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>No child pays more (sells for less); on the tick.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>
    /// Largest share, 0 to 1. With a profile, of the volume expected from the beginning to the end of the present slice; without one, of the
    /// depth that is shown to a child that takes.
    /// </summary>
    public decimal? ParticipationMax { get; init; }

    /// <summary>Only ever makes a position smaller, and ends with it.</summary>
    public bool ReduceOnly { get; init; }

    /// <summary>As of an order.</summary>
    public decimal? Leverage { get; init; }

    /// <summary>Protects each part as it fills: one set of exits that grows with the position.</summary>
    public Bracket? Bracket { get; init; }

    /// <summary>Of TWAP and VWAP; default one each 15 seconds, 2 to 60.</summary>
    public int? Slices { get; init; }

    /// <summary>Of an iceberg, which needs it: the most that is shown at a time, in base currency on the lot.</summary>
    public decimal? DisplayQuantity { get; init; }

    /// <summary>Of a chase: how often it may follow; default 20.</summary>
    public int? RepostsMax { get; init; }

    /// <summary>Of a chase: how far from the arrival price it may follow, in hundredths of a percent; default 50.</summary>
    public decimal? ChaseBpsMax { get; init; }

    /// <summary>VWAP needs it; TWAP may have it for its participation cap.</summary>
    public VolumeProfile? Profile { get; init; }

    /// <summary>Jitter follows from it: the same seed, the same slices.</summary>
    public long Seed { get; init; }

    public DeadlineAction OnDeadline { get; init; } = DeadlineAction.Take;

    public OrderNote Note { get; init; } = OrderNote.None;

    internal bool IsSliced => Style is ExecutionStyle.Twap or ExecutionStyle.Vwap;

    internal TimeSpan DurationOrDefault => Duration ?? DefaultDuration(Style);

    internal int SliceCount => Slices ?? (int)Math.Clamp(DurationOrDefault.Ticks / (15 * TimeSpan.TicksPerSecond), 2, 60);

    internal int RepostsOrDefault => RepostsMax ?? 20;

    internal decimal ChaseBpsOrDefault => ChaseBpsMax ?? 50m;

    public static TimeSpan DefaultDuration(ExecutionStyle style) =>
        style == ExecutionStyle.Market ? TimeSpan.FromSeconds(30) : TimeSpan.FromHours(1);
}
