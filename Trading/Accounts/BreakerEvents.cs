using System.Collections.Immutable;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Accounts;

/// <param name="Equity">Where losses of rules that are new count from.</param>
public readonly record struct BreakersChanged(DateTimeOffset At, ImmutableArray<BreakerRule> Rules, decimal Equity);

/// <summary>A breaker tripped, or one that is tripped changed: it closes now, or has closed all and only lets cancels pass.</summary>
public readonly record struct BreakerTripped(DateTimeOffset At, TrippedBreaker Breaker);

/// <param name="Breaker">What was tripped until then.</param>
/// <param name="Equity">Where losses of its rule count from.</param>
/// <param name="By">Who reset it: a person, the scope that it belongs to, or the end of its cool-down.</param>
public readonly record struct BreakerReset(DateTimeOffset At, TrippedBreaker Breaker, decimal Equity, string By);

/// <summary>Equity as rules on losses go by it: at the first look of each part of a window, and at new highs.</summary>
public readonly record struct EquityWatched(DateTimeOffset At, decimal Equity);

public readonly partial record struct AccountEvent
{
    public AccountEvent(in BreakersChanged payload)
        : this(AccountEventKind.BreakersChanged, payload.At)
    {
        // Boxed: rules change seldom.
        _object1 = payload.Rules;
        _amount1 = payload.Equity;
    }

    public AccountEvent(in BreakerTripped payload)
        : this(AccountEventKind.BreakerTripped, payload.At)
    {
        _object1 = payload.Breaker;
    }

    public AccountEvent(in BreakerReset payload)
        : this(AccountEventKind.BreakerReset, payload.At)
    {
        _object1 = payload.Breaker;
        _object2 = payload.By;
        _amount1 = payload.Equity;
    }

    public AccountEvent(in EquityWatched payload)
        : this(AccountEventKind.EquityWatched, payload.At)
    {
        _amount1 = payload.Equity;
    }

    public BreakersChanged BreakersChanged() => Is(AccountEventKind.BreakersChanged)
        ? new(At, (ImmutableArray<BreakerRule>)_object1!, _amount1)
        : throw Not(AccountEventKind.BreakersChanged);

    public BreakerTripped BreakerTripped() => Is(AccountEventKind.BreakerTripped)
        ? new(At, (TrippedBreaker)_object1!)
        : throw Not(AccountEventKind.BreakerTripped);

    public BreakerReset BreakerReset() => Is(AccountEventKind.BreakerReset)
        ? new(At, (TrippedBreaker)_object1!, _amount1, (string)_object2!)
        : throw Not(AccountEventKind.BreakerReset);

    public EquityWatched EquityWatched() => Is(AccountEventKind.EquityWatched)
        ? new(At, _amount1)
        : throw Not(AccountEventKind.EquityWatched);
}
