using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Venues;
using OrleansTrader.Silo.Http;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Identity;

/// <summary>The site as one request or live page sees it: the host's facts, and who is asking.</summary>
internal sealed class ScopedSite(IHostFacts facts, Asking asking) : ISite
{
    public Asker? SignedIn => asking.Asker;

    public string Venue => facts.Venue;

    public ImmutableArray<SymbolKey> Symbols => facts.Symbols;

    public string FeedNotice => facts.FeedNotice;

    public bool PricesAreInvented => facts.PricesAreInvented;

    public ImmutableArray<ServiceReport> Services => facts.Services;
}
