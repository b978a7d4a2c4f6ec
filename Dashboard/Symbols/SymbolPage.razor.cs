using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OrleansTrader.Dashboard.Charts;
using OrleansTrader.Dashboard.Figures;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Dashboard.Symbols;

public sealed partial class SymbolPage : LivePage
{
    /// <summary>Candles on the chart.</summary>
    private const int CandlesShown = 120;

    /// <summary>Fills that are marked on the chart.</summary>
    private const int MarksMax = 200;

    /// <summary>Fills in the list below it.</summary>
    private const int FillsShown = 15;

    private static readonly ImmutableArray<string> IntervalNames = [.. Intervals.All.Select(interval => interval.Name())];

    private string? _shownName;
    private Interval _interval = Interval.OneMinute;
    private bool _isCarried;
    private SymbolSnapshot? _snapshot;
    private MarketSnapshot? _market;
    private SymbolUpdate? _update;
    private Candle? _forming;
    private ImmutableArray<Candle> _candles = [];
    private CandleStudy _study = CandleStudy.Empty;
    private ImmutableArray<FillRow> _fills = [];
    private ImmutableArray<FillMark> _marks = [];
    private ImmutableArray<(string Agent, string Colour)> _traders = [];
    private ImmutableDictionary<AccountKey, string> _owners = ImmutableDictionary<AccountKey, string>.Empty;
    private ImmutableArray<string> _names = [];

    /// <summary>The symbol as text, e.g. <c>BTC-USDT</c>.</summary>
    [Parameter]
    public required string Name { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        // The first symbol is read by the page's start; this is for a link from one symbol to another.
        if (_shownName is not null && !string.Equals(_shownName, Name, StringComparison.Ordinal))
        {
            _update = null;
            await Restart();
        }

        _shownName = Name;
    }

    protected override async Task Read()
    {
        // Only markets of the feed reach a grain: a name that somebody made up activates nothing.
        _isCarried = Symbol.TryParse(Name, out var symbol) && Site.Symbols.Contains(new SymbolKey(Site.Venue, symbol));
        _snapshot = _isCarried ? await Trader.Symbol(new SymbolKey(Site.Venue, symbol)) : null;
        if (_snapshot is not { } snapshot)
            return;
        _market = await Trader.Market(snapshot.Key);
        var history = await Trader.Candles(snapshot.Key, _interval, CandlesShown);
        _forming = history.Forming ?? (history.Closed.IsEmpty ? null : history.Closed[^1]);
        _candles = history.Forming is { } forming ? history.Closed.Add(forming) : history.Closed;
        _study = await CandleStudy.Read(Trader, snapshot.Key, _interval, CandlesShown);
        await ReadOwners();
        _fills = (await Trader.Fills(Site.Tenant, snapshot.Key, PageRequest.Newest(MarksMax))).Rows;
        _marks =
        [
            .. _fills.GroupBy(fill => (Candle: _interval.Floor(fill.At), fill.Side, Owner: OwnerOf(fill.Account)))
                .Select(group => MarkOf(group.Key.Owner, group.Key.Candle, [.. group])),
        ];
        _traders = [.. _fills.Select(fill => OwnerOf(fill.Account)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => (name, ColourOf(name)))];
        _fills = [.. _fills.Take(FillsShown)];
    }

    protected override async Task Listen()
    {
        if (_snapshot is not { } snapshot)
            return;
        await Follow(snapshot.Key, () => Trader.Watch(snapshot.Key, Take));
        await Follow(Site.Tenant, () => Trader.Watch(Site.Tenant, TakeTenant));
    }

    private void Take(SymbolUpdate update)
    {
        _update = update;
        HintRead();
    }

    private void TakeTenant(TenantUpdate update)
    {
        if (update is AccountChanged)
            HintRead();
    }

    private async Task ReadOwners()
    {
        var registry = await Trader.Registry(Site.Tenant);
        if (registry.Agents.Length == _names.Length)
            return;
        _names = [.. registry.Agents.Select(agent => agent.Name)];
        var owners = ImmutableDictionary.CreateBuilder<AccountKey, string>();
        foreach (var agent in registry.Agents)
        {
            if (await Trader.Agent(agent) is { } snapshot)
                owners[snapshot.Account] = agent.Name;
        }

        _owners = owners.ToImmutable();
    }

    private Task ChooseInterval(string name)
    {
        if (Intervals.TryParse(name, out var interval))
            _interval = interval;
        return ReadNow();
    }

    /// <summary>An agent's fills on one side within one candle are one mark: a market order walks the book in several.</summary>
    private FillMark MarkOf(string owner, DateTimeOffset candle, ImmutableArray<FillRow> fills)
    {
        var isBuy = fills[0].Side == Side.Buy;
        var quantity = fills.Sum(fill => fill.Quantity);
        var price = fills.Sum(fill => fill.Quantity * fill.Price) / quantity;
        var text = $"{owner} {(isBuy ? "bought" : "sold")} {Figure.Quantity(quantity, _snapshot!.Instrument.LotSize)} at {Price(price)}, {Figure.Iso(fills[^1].At)}: {fills[^1].Reason}";
        return new FillMark(candle, isBuy, ColourOf(owner), text);
    }

    private Quote? Newest(SymbolSnapshot snapshot) =>
        _update is { } update && (snapshot.Quote is not { } quote || update.Quote.LastSequence >= quote.LastSequence) ? update.Quote : snapshot.Quote;

    private string Price(decimal price) => Figure.Price(price, _snapshot!.Instrument.TickSize);

    private string OwnerOf(AccountKey account) => _owners.GetValueOrDefault(account) ?? account.Name;

    private string ColourOf(string agent) => SeriesColour.Of(_names.IndexOf(agent));
}
