using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansTrader.Dashboard.Charts;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Dashboard.Overview;

public sealed partial class OverviewPage : LivePage
{
    /// <summary>Points of each equity curve.</summary>
    private const int CurvePointsMax = 240;

    /// <summary>Closed trades, and alerts, that are listed.</summary>
    private const int RowsMax = 12;

    private readonly ConcurrentDictionary<SymbolKey, SymbolUpdate> _updates = new();
    private TenantOverview? _overview;
    private string _span = "1h";
    private ImmutableArray<EquityLine> _lines = [];
    private ImmutableArray<(AgentSnapshot Agent, AccountView Account)> _standings = [];
    private ImmutableArray<(AccountView Account, PositionView Position)> _positions = [];
    private ImmutableDictionary<SymbolKey, Instrument> _instruments = ImmutableDictionary<SymbolKey, Instrument>.Empty;
    private ImmutableDictionary<AccountKey, string> _owners = ImmutableDictionary<AccountKey, string>.Empty;
    private ImmutableArray<string> _names = [];
    private decimal? _baseline;

    protected override async Task Read()
    {
        var overview = await Trader.Overview(Site.Tenant, new OverviewRequest(Now - EquitySpan.Of(_span), CurvePointsMax, RowsMax, RowsMax));
        var accounts = overview.Accounts.ToImmutableDictionary(entry => entry.Account.Key);
        _names = [.. overview.Agents.Select(agent => agent.Key.Name)];
        _owners = overview.Agents.GroupBy(agent => agent.Account)
            .ToImmutableDictionary(group => group.Key, group => group.First().Key.Name);
        _standings =
        [
            .. overview.Agents.Where(agent => accounts.ContainsKey(agent.Account)).Select(agent => (agent, accounts[agent.Account].Account)),
        ];
        _positions = [.. overview.Accounts.SelectMany(entry => entry.Account.Books.Positions.Select(position => (entry.Account, position)))];
        _instruments = overview.Symbols.ToImmutableDictionary(symbol => symbol.Key, symbol => symbol.Instrument);
        _lines = [.. overview.Accounts.Select(LineOf)];
        _baseline = Baseline(overview.Accounts);
        _overview = overview;
    }

    protected override async Task Listen()
    {
        await Follow(Site.Tenant, () => Trader.Watch(Site.Tenant, _ => HintRead()));
        foreach (var symbol in _overview?.Symbols ?? [])
            await Follow(symbol.Key, () => Trader.Watch(symbol.Key, Take));
    }

    private void Take(SymbolUpdate update)
    {
        _updates[update.Key] = update;

        // Marks move equity and unrealised results: those are read again, as often as reading is allowed.
        HintRead();
    }

    private Task ChooseSpan(string span)
    {
        _span = span;
        return ReadNow();
    }

    private EquityLine LineOf(AccountOverview entry)
    {
        var owner = OwnerOf(entry.Account.Key);
        return new EquityLine(owner, ColourOf(owner), EquityLine.Complete(entry.Curve, entry.Account.Books));
    }

    /// <summary>What all accounts started from, where that is the same.</summary>
    private static decimal? Baseline(ImmutableArray<AccountOverview> accounts)
    {
        var deposits = accounts.Select(entry => entry.Account.Books.Deposited).Distinct().Take(2).ToArray();
        return deposits.Length == 1 ? deposits[0] : null;
    }

    private string OwnerOf(AccountKey account) => _owners.GetValueOrDefault(account) ?? account.Name;

    private string ColourOf(string agent) => SeriesColour.Of(_names.IndexOf(agent));

    private Instrument? InstrumentOf(SymbolKey symbol) => _instruments.GetValueOrDefault(symbol);

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
