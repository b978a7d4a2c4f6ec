using System.Collections.Immutable;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>A rule and what it measures now.</summary>
/// <param name="Value">In the unit of the kind; null where nothing has been seen.</param>
public sealed record BreakerReading(BreakerRule Rule, decimal? Value);

/// <summary>An account's breakers as readers see them.</summary>
/// <param name="State">The strictest that concerns the whole account.</param>
/// <param name="Tripped">All that are in force, other scopes' too.</param>
public sealed record AccountBreakers(TradingState State, ImmutableArray<TrippedBreaker> Tripped, ImmutableArray<BreakerReading> Rules)
{
    internal static AccountBreakers? Of(BreakerBook? book, DateTimeOffset now, decimal equity)
    {
        if (book is null)
            return null;
        var rules = ImmutableArray.CreateBuilder<BreakerReading>(book.Rules.Length);
        for (var i = 0; i < book.Rules.Length; i++)
            rules.Add(new BreakerReading(book.Rules[i], book.Tracks[i].Value(book.Rules[i], now, equity) is { } value ? Accounts.Amounts.Round(value) : null));
        return new AccountBreakers(
            book.OfAll(now)?.State ?? TradingState.Active, book.Tripped.RemoveAll(breaker => !breaker.IsInForce(now)), rules.MoveToImmutable());
    }
}
