using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>
/// The breakers of a market, a tenant or the service, by the same book as an account's: there its own breakers are those of the scope
/// <see cref="BreakerScope.Account"/>, and <see cref="Told"/> says them under the name of their owner. Every function gives the book after it.
/// </summary>
public static class BreakerKeeper
{
    // A rule is calm again once the value is so far within the threshold; otherwise the cool-down begins anew.
    private const decimal CalmShare = 0.8m;

    /// <summary>The kill switch. One that closes goes on closing when it is asked for again without.</summary>
    public static BreakerBook Halt(BreakerBook book, DateTimeOffset now, string reason, string by, bool closes)
    {
        var breaker = new TrippedBreaker(BreakerScope.Account, BreakerKind.KillSwitch, TradingState.Halted, now, reason, by);
        var known = book.Find(breaker);
        if (closes || known is { Closes: true })
            breaker = breaker with { State = TradingState.Reducing, Closes = true };
        return known is not null && known with { Since = now } == breaker ? book : book.Trip(breaker);
    }

    /// <summary>Everything that closed is flat.</summary>
    public static BreakerBook Closed(BreakerBook book)
    {
        foreach (var breaker in book.Tripped)
        {
            if (breaker.Closes)
                book = book.Trip(breaker with { State = TradingState.Halted, Closes = false });
        }

        return book;
    }

    public static BreakerBook Resume(BreakerBook book, DateTimeOffset now, decimal equity = 0m)
    {
        foreach (var breaker in book.Tripped)
            book = book.Reset(breaker, now, equity);
        return book;
    }

    /// <param name="rules">Checked before, by <see cref="BreakerRules"/>.</param>
    public static BreakerBook SetRules(BreakerBook book, ImmutableArray<BreakerRule> rules, DateTimeOffset now, decimal equity = 0m) =>
        book.Rules.AsSpan().SequenceEqual(rules.AsSpan()) ? book : book.With(rules, now, equity);

    /// <summary>Money was paid in, or taken out where below nought: neither a profit nor a loss.</summary>
    public static BreakerBook Shift(BreakerBook book, decimal amount) => amount == 0m ? book : book.Shift(amount);

    /// <summary>Trips and resets rules on losses by an equity of all accounts together.</summary>
    public static BreakerBook OnEquity(BreakerBook book, DateTimeOffset now, decimal equity)
    {
        for (var i = 0; i < book.Rules.Length; i++)
        {
            if (book.Tracks[i].NeedsPoint(book.Rules[i], now, equity))
            {
                book = book.See(now, equity);
                break;
            }
        }

        foreach (var breaker in book.Tripped)
        {
            if (!breaker.IsInForce(now) && !breaker.Closes)
                book = book.Reset(breaker, now, equity);
        }

        for (var i = 0; i < book.Rules.Length; i++)
        {
            var (rule, track) = (book.Rules[i], book.Tracks[i]);
            if (book.FindRule(rule) is null && equity <= track.Floor(rule, now))
                book = Trip(book, i, now, track.Value(rule, now, equity) ?? 0m);
        }

        return book;
    }

    /// <summary>Trips rules whose measured value is beyond their threshold; resets those whose cool-down is over and whose value is calm.</summary>
    /// <param name="measure">The value now; null where nothing can be said: such a rule does not trip, and counts as calm.</param>
    public static BreakerBook OnMeasure(BreakerBook book, DateTimeOffset now, Func<BreakerRule, decimal?> measure)
    {
        for (var i = 0; i < book.Rules.Length; i++)
        {
            var rule = book.Rules[i];
            var value = measure(rule);
            if (book.FindRule(rule) is not { } tripped)
                book = value is { } beyond && IsBeyond(rule, beyond, 1m) ? Trip(book, i, now, beyond) : book;
            else if (!tripped.IsInForce(now))
                book = value is { } still && IsBeyond(rule, still, CalmShare)
                    ? book.Trip(tripped with { Value = still, Until = rule.Until(now, book.Tracks[i].Trips) })
                    : book.Reset(tripped, now, 0m);
        }

        return book;
    }

    /// <summary>The strictest, as accounts are told of it; null where there is none.</summary>
    public static TrippedBreaker? Told(BreakerBook book, BreakerScope scope, Symbol? symbol, long sequence)
    {
        TrippedBreaker? strictest = null;
        foreach (var breaker in book.Tripped)
            strictest = breaker.Closes && strictest?.Closes != true ? breaker : strictest?.Closes == true ? strictest : TrippedBreaker.Stricter(strictest, breaker);
        return strictest is null ? null : strictest with { Scope = scope, Symbol = symbol, Sequence = sequence };
    }

    /// <summary>All that is tripped, under the name of their owner.</summary>
    public static ImmutableArray<TrippedBreaker> All(BreakerBook book, BreakerScope scope, Symbol? symbol) =>
        [.. book.Tripped.Select(breaker => breaker with { Scope = scope, Symbol = symbol })];

    private static BreakerBook Trip(BreakerBook book, int index, DateTimeOffset now, decimal value)
    {
        var (rule, track) = (book.Rules[index], book.Tracks[index]);
        return book.Trip(new TrippedBreaker(BreakerScope.Account, rule.Kind, rule.TripsTo, now, BreakerWords.Of(rule), $"rule {BreakerWords.Name(rule)}")
        {
            Window = rule.Window,
            Value = Accounts.Amounts.Round(value),
            Limit = rule.Threshold,
            Until = rule.Until(now, BreakerRule.InRow(track.Trips, track.ResetAt, now)),
            Closes = rule.Closes,
        });
    }

    private static bool IsBeyond(BreakerRule rule, decimal value, decimal share) =>
        rule.Kind == BreakerKind.Depth ? value * share < rule.Threshold : value >= rule.Threshold * share;
}
