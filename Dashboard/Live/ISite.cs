using System.Collections.Immutable;
using OrleansTrader.Grains.Venues;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Dashboard.Live;

/// <summary>What the host tells a request or a live page about itself and about who is asking.</summary>
public interface ISite
{
    /// <summary>Who asks, in this request or on this live page; null where nobody is logged in, or no more.</summary>
    Asker? SignedIn { get; }

    /// <summary>Who asks.</summary>
    /// <exception cref="SignedOutException">Nobody is logged in, or no more.</exception>
    Asker Asker => SignedIn ?? throw new SignedOutException();

    /// <summary>The tenant that is logged in.</summary>
    TenantId Tenant => Asker.Tenant;

    /// <summary>First part of every symbol's key, e.g. <c>simulated</c>.</summary>
    string Venue { get; }

    /// <summary>Markets that the feed carries, also those it has not sent anything of yet. Only these are ever asked for.</summary>
    ImmutableArray<SymbolKey> Symbols { get; }

    /// <summary>One sentence about where prices come from; stands on top of every page.</summary>
    string FeedNotice { get; }

    /// <summary>Whether prices are made up: the notice is then shown as a warning.</summary>
    bool PricesAreInvented { get; }

    /// <summary>The feed and the other background services, as they are now.</summary>
    ImmutableArray<ServiceReport> Services { get; }
}
