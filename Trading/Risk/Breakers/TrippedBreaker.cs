using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>A breaker in force: what it lets pass, what tripped it, and until when.</summary>
/// <param name="Since">When it tripped.</param>
/// <param name="Reason">In words, for those who look later.</param>
/// <param name="By">Who or what tripped it: a user, a key, or the rule.</param>
public sealed record TrippedBreaker(
    BreakerScope Scope, BreakerKind Kind, TradingState State, DateTimeOffset Since, string Reason, string By)
{
    public const int ReasonLengthMax = 400;

    public const int ByLengthMax = 160;

    /// <summary>Of a market's breaker.</summary>
    public Symbol? Symbol { get; init; }

    /// <summary>Of the rule that tripped, where it has one.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>What was measured; null for the kill switch.</summary>
    public decimal? Value { get; init; }

    /// <summary>The rule's threshold; null for the kill switch.</summary>
    public decimal? Limit { get; init; }

    /// <summary>When it ends by itself; null where only a person ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Positions are being closed; once none is left the state is Halted.</summary>
    public bool Closes { get; init; }

    /// <summary>Rises with each change of a breaker that is told to accounts, so that an older telling is ignored; 0 for an account's own.</summary>
    public long Sequence { get; init; }

    /// <summary>Whether it still holds at that instant. Those of other scopes end when their owner says so, never by themselves.</summary>
    public bool IsInForce(DateTimeOffset now) => Scope != BreakerScope.Account || Until is not { } until || now < until;

    /// <summary>Whether it is a market's and the market has changed it since.</summary>
    public bool IsOver(MarketStanding? market) => Scope == BreakerScope.Symbol && market?.Sequence > Sequence;

    /// <summary>Whether it concerns orders of that symbol.</summary>
    public bool Concerns(Symbol symbol) => Symbol is not { } own || own == symbol;

    /// <summary>The same breaker, tripped again or changed: an account has one for each of its rules, and one of each other scope and symbol.</summary>
    public bool IsSameAs(TrippedBreaker other) =>
        Scope == other.Scope && Symbol == other.Symbol && (Scope != BreakerScope.Account || (Kind == other.Kind && Window == other.Window));

    /// <summary>The stricter of two, either of which may be absent; of equal ones the first.</summary>
    public static TrippedBreaker? Stricter(TrippedBreaker? one, TrippedBreaker? other) =>
        one is null || other?.State > one.State ? other : one;
}
