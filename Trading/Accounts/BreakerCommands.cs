using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Accounts;

/// <summary>
/// The kill switch of one account: entries are cancelled, protective orders stay. Without closing only cancels pass from here on; with it
/// positions are closed by reduce-only orders, tried again until none is left, and then only cancels pass.
/// </summary>
/// <param name="By">Who wants it.</param>
public sealed record HaltTrading(string Reason, string By, bool Closes) : AccountCommand;

/// <summary>The tenant's, the service's or a market's breaker concerns this account. Of the service alone; an older one than is known changes nothing.</summary>
public sealed record ImposeBreaker(TrippedBreaker Breaker) : AccountCommand;

/// <summary>The breaker of that scope concerns this account no more. Of the service alone; an older telling than is known changes nothing.</summary>
/// <param name="Symbol">Of a market's; otherwise null.</param>
public sealed record LiftBreaker(BreakerScope Scope, Symbol? Symbol, long Sequence, string By) : AccountCommand;

/// <summary>The account's own rules, all at once; empty for none.</summary>
public sealed record SetBreakers(ImmutableArray<BreakerRule> Rules) : AccountCommand
{
    public bool Equals(SetBreakers? other) => other is not null && Rules.AsSpan().SequenceEqual(other.Rules.AsSpan());

    public override int GetHashCode() => Rules.Length;
}
