using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>An account's breakers: its rules with what they have seen, and all that is tripped, other scopes' too. Immutable.</summary>
/// <param name="Rules">The account's own.</param>
/// <param name="Tracks">One for each rule, in their order.</param>
/// <param name="Tripped">In the order in which they tripped.</param>
public sealed record BreakerBook(
    ImmutableArray<BreakerRule> Rules, ImmutableArray<RuleTrack> Tracks, ImmutableArray<TrippedBreaker> Tripped)
{
    /// <summary>Most breakers in force at once: one a rule, the kill switch, tenant and service, and a market each.</summary>
    public const int TrippedMax = BreakerRule.RulesMax + 3 + Accounts.AccountState.SymbolsMax;

    public static BreakerBook Empty { get; } = new([], [], []);

    public bool IsEmpty => Rules.IsEmpty && Tripped.IsEmpty;

    /// <summary>Whether a rule goes by equity, so that it has to be looked at now and then.</summary>
    public bool WatchesEquity => Rules.Any(static rule => rule.Kind is BreakerKind.WindowLoss or BreakerKind.Drawdown);

    /// <summary>Whether positions are being closed.</summary>
    public bool IsClosing
    {
        get
        {
            foreach (var breaker in Tripped)
            {
                if (breaker.Closes)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The strictest that concerns an order of that symbol; null where all may be traded.</summary>
    /// <param name="market">What the market says itself: an earlier telling of its breaker no longer holds.</param>
    public TrippedBreaker? Of(Symbol symbol, DateTimeOffset now, MarketStanding? market = null)
    {
        TrippedBreaker? strictest = null;
        foreach (var breaker in Tripped)
        {
            if (breaker.State != TradingState.Active && breaker.IsInForce(now) && breaker.Concerns(symbol) && !breaker.IsOver(market))
                strictest = TrippedBreaker.Stricter(strictest, breaker);
        }

        return strictest;
    }

    /// <summary>The strictest that concerns the whole account; null where there is none.</summary>
    public TrippedBreaker? OfAll(DateTimeOffset now)
    {
        TrippedBreaker? strictest = null;
        foreach (var breaker in Tripped)
        {
            if (breaker.State != TradingState.Active && breaker.IsInForce(now) && breaker.Symbol is null)
                strictest = TrippedBreaker.Stricter(strictest, breaker);
        }

        return strictest;
    }

    public TrippedBreaker? Find(TrippedBreaker like) => Tripped.FirstOrDefault(breaker => breaker.IsSameAs(like));

    public TrippedBreaker? FindRule(BreakerRule rule) =>
        Tripped.FirstOrDefault(breaker => breaker.Scope == BreakerScope.Account && rule.IsSameAs(breaker.Kind, breaker.Window));

    /// <summary>When the next of the account's own ends by itself; null where none does.</summary>
    public DateTimeOffset? NextReset
    {
        get
        {
            DateTimeOffset? next = null;
            foreach (var breaker in Tripped)
            {
                if (breaker is { Scope: BreakerScope.Account, Until: { } until } && (next is null || until < next))
                    next = until;
            }

            return next;
        }
    }

    /// <summary>The highest equity at which a rule that is not tripped may trip; null where none does.</summary>
    public decimal? Floor()
    {
        decimal? highest = null;
        for (var i = 0; i < Rules.Length; i++)
        {
            if (FindRule(Rules[i]) is null && Tracks[i].Floor(Rules[i]) is { } floor && (highest is null || floor > highest))
                highest = floor;
        }

        return highest;
    }

    public bool Equals(BreakerBook? other) => other is not null && Rules.AsSpan().SequenceEqual(other.Rules.AsSpan())
        && Tracks.AsSpan().SequenceEqual(other.Tracks.AsSpan()) && Tripped.AsSpan().SequenceEqual(other.Tripped.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Rules.Length, Tracks.Length, Tripped.Length);

    /// <summary>Other rules: one that stays keeps what it has seen, a new one begins here, and what one that went had tripped goes with it.</summary>
    internal BreakerBook With(ImmutableArray<BreakerRule> rules, DateTimeOffset at, decimal equity)
    {
        var tracks = ImmutableArray.CreateBuilder<RuleTrack>(rules.Length);
        foreach (var rule in rules)
        {
            var known = Rules.IndexOf(rule);
            tracks.Add(known >= 0 ? Tracks[known] : new RuleTrack([]).Restart(rule, at, equity));
        }

        var tripped = Tripped.RemoveAll(breaker => breaker.Scope == BreakerScope.Account && breaker.Kind != BreakerKind.KillSwitch
            && !rules.Any(rule => rule.IsSameAs(breaker.Kind, breaker.Window)));
        return new BreakerBook(rules, tracks.MoveToImmutable(), tripped);
    }

    internal BreakerBook See(DateTimeOffset at, decimal equity) => Each((rule, track) => track.See(rule, at, equity));

    internal BreakerBook Shift(decimal amount) => Each((_, track) => track.Shift(amount));

    internal BreakerBook Restart(DateTimeOffset at, decimal equity) => Each((rule, track) => track.Restart(rule, at, equity));

    internal BreakerBook Close(decimal net) => Each((rule, track) => rule.Kind == BreakerKind.LossesInRow ? track with { Losses = net < 0m ? track.Losses + 1 : 0 } : track);

    internal BreakerBook Trip(TrippedBreaker breaker)
    {
        var known = Find(breaker);
        var next = known is null ? this with { Tripped = Tripped.Add(breaker) } : this with { Tripped = Tripped.Replace(known, breaker) };
        return known is not null || breaker.Scope != BreakerScope.Account
            ? next
            : next.Each((rule, track) => rule.IsSameAs(breaker.Kind, breaker.Window) ? track with { Trips = BreakerRule.InRow(track.Trips, track.ResetAt, breaker.Since) } : track);
    }

    internal BreakerBook Reset(TrippedBreaker breaker, DateTimeOffset at, decimal equity)
    {
        var next = this with { Tripped = Tripped.RemoveAll(other => other.IsSameAs(breaker)) };
        return breaker.Scope != BreakerScope.Account
            ? next
            : next.Each((rule, track) => rule.IsSameAs(breaker.Kind, breaker.Window) ? track.Restart(rule, at, equity) with { ResetAt = at } : track);
    }

    private BreakerBook Each(Func<BreakerRule, RuleTrack, RuleTrack> change)
    {
        var tracks = ImmutableArray.CreateBuilder<RuleTrack>(Tracks.Length);
        for (var i = 0; i < Tracks.Length; i++)
            tracks.Add(change(Rules[i], Tracks[i]));
        return this with { Tracks = tracks.MoveToImmutable() };
    }
}
