using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Dashboard.Breakers;

/// <summary>Every breaker that concerns a tenant.</summary>
/// <param name="Markets">All of the service's, by key.</param>
/// <param name="Accounts">By name, at most <see cref="AccountsMax"/>.</param>
public sealed record BreakersOverview(ScopeBreakers Service, ScopeBreakers Tenant, ImmutableArray<ScopeBreakers> Markets, ImmutableArray<ScopeBreakers> Accounts)
{
    public const int AccountsMax = 100;

    public const int MarketsMax = 100;

    public static async Task<BreakersOverview> Read(IBreakers breakers, ITrader trader, ISite site)
    {
        var markets = await Task.WhenAll(site.Symbols.Take(MarketsMax).Select(symbol => breakers.Get(BreakerTarget.Market(symbol))));
        var registry = await trader.Registry(site.Tenant);
        var accounts = await Task.WhenAll(registry.Accounts.Take(AccountsMax).Select(trader.Account));
        return new BreakersOverview(
            await breakers.Get(BreakerTarget.Service), await breakers.Get(BreakerTarget.Tenant), [.. markets], [.. accounts.OfType<AccountView>().Select(Of)]);
    }

    /// <summary>An account's as those of the others.</summary>
    public static ScopeBreakers Of(AccountView account)
    {
        var books = account.Books;
        ImmutableArray<TrippedBreaker> tripped = books.Breakers?.Tripped ?? [];
        if (books.Halt != HaltCause.None)
            tripped = tripped.Insert(0, OfHalt(books));
        return new ScopeBreakers(BreakerScope.Account, account.Key.Name, books.State, tripped, books.Breakers?.Rules ?? [], 0);
    }

    // A limit's halt, and one of before there were breakers: since when, the books do not keep.
    private static TrippedBreaker OfHalt(AccountSnapshot books) => new(
        BreakerScope.Account,
        books.Halt switch { HaltCause.DailyLoss => BreakerKind.WindowLoss, HaltCause.Drawdown => BreakerKind.Drawdown, _ => BreakerKind.KillSwitch },
        books.Halt == HaltCause.Archived ? TradingState.Halted : TradingState.Reducing, books.At, books.HaltReason, "limits of the account");
}
