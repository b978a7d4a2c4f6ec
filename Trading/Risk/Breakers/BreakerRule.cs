namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>When a breaker trips, into which state, and how it comes back.</summary>
/// <param name="Threshold">Trips at or beyond it; its unit is the kind's.</param>
/// <param name="Window">Over what time the value is taken; null where the kind has none.</param>
/// <param name="TripsTo"><see cref="TradingState.Reducing"/> or <see cref="TradingState.Halted"/>.</param>
/// <param name="Closes">Whether positions are closed by reduce-only orders until none is left; then the state is Halted.</param>
/// <param name="CoolDown">How long it stays tripped; null until a person resets it. Doubles with each trip that follows the reset before within <see cref="CalmAfter"/>.</param>
public sealed record BreakerRule(
    BreakerKind Kind,
    decimal Threshold,
    TimeSpan? Window = null,
    TradingState TripsTo = TradingState.Reducing,
    bool Closes = false,
    TimeSpan? CoolDown = null)
{
    /// <summary>Most rules of one scope.</summary>
    public const int RulesMax = 16;

    /// <summary>A rule that has not tripped for so long after its reset counts as calm: its next cool-down is the plain one.</summary>
    public static readonly TimeSpan CalmAfter = TimeSpan.FromHours(24);

    /// <summary>The longest that doubling makes of a cool-down; one that is configured longer stays as it is.</summary>
    public static readonly TimeSpan CoolDownMax = TimeSpan.FromHours(24);

    public static readonly TimeSpan CoolDownMin = TimeSpan.FromSeconds(10);

    private const int DoublingsMax = 16;

    /// <summary>The same kind over the same window: one rule.</summary>
    public bool IsSameAs(BreakerKind kind, TimeSpan? window) => Kind == kind && Window == window;

    /// <summary>When a trip at that instant ends by itself; null where only a person ends it.</summary>
    /// <param name="trips">Trips in a row, this one included.</param>
    public DateTimeOffset? Until(DateTimeOffset at, int trips)
    {
        if (CoolDown is not { } coolDown)
            return null;
        var doubled = coolDown;
        for (var i = 1; i < Math.Min(trips, DoublingsMax) && doubled < CoolDownMax; i++)
            doubled += doubled;
        return at + (doubled < CoolDownMax ? doubled : coolDown > CoolDownMax ? coolDown : CoolDownMax);
    }

    /// <summary>Trips in a row, the one at that instant included.</summary>
    /// <param name="before">Trips in a row before it.</param>
    /// <param name="resetAt">When the last of them was reset; null where none was.</param>
    public static int InRow(int before, DateTimeOffset? resetAt, DateTimeOffset at) =>
        resetAt is { } reset && at - reset < CalmAfter ? before + 1 : 1;
}
