using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OrleansTrader.Dashboard.Charts;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Dashboard.Agents;

public sealed partial class AgentPage : ControlPage
{
    /// <summary>Points of the equity curve.</summary>
    private const int CurvePointsMax = 400;

    /// <summary>Newest rows of each list; older ones are in the HTTP API.</summary>
    private const int RowsMax = 200;

    /// <summary>Newest questions to language models.</summary>
    private const int RecordsMax = 20;

    /// <summary>Newest lessons of the version.</summary>
    private const int LessonsMax = 20;

    private readonly Dictionary<SymbolKey, Instrument> _instruments = [];
    private string? _shownName;
    private string _span = "1h";
    private string _colour = "--s0";
    private AgentSnapshot? _agent;
    private VersionSnapshot? _version;
    private AccountView? _account;
    private ImmutableArray<EquityRow> _curve = [];
    private ImmutableArray<EquityLine> _lines = [];
    private Page<ClosedTradeRow> _trades = new([], null);
    private Page<FillRow> _fills = new([], null);
    private Page<OrderRow> _orders = new([], null);
    private Page<DecisionRow> _decisions = new([], null);
    private bool _asksStop;
    private Page<DecisionRecordRow> _records = new([], null);
    private Page<LessonRow> _lessons = new([], null);
    private AgentModelCost _modelCost = new(ModelCost.None, ModelCost.None);

    /// <summary>The agent's name within its tenant.</summary>
    [Parameter]
    public required string Name { get; set; }

    private AgentKey Key => new(Site.Tenant, Name);

    private bool RemembersTrades => _version?.Config.Model is { Memory: not MemoryMode.Off };

    protected override async Task OnParametersSetAsync()
    {
        // The first agent is read by the page's start; this is for a link from one agent to another.
        if (_shownName is not null && !string.Equals(_shownName, Name, StringComparison.Ordinal))
        {
            _version = null;
            await Restart();
        }

        _shownName = Name;
    }

    protected override async Task Read()
    {
        // Only agents of the registry reach a grain: a name that somebody made up activates nothing.
        var registry = await Trader.Registry(Site.Tenant);
        _agent = registry.Agents.Contains(Key) ? await Trader.Agent(Key) : null;
        if (_agent is not { } agent)
            return;
        _colour = SeriesColour.Of(registry.Agents.Select(key => key.Name).ToImmutableArray().IndexOf(Name));
        _version ??= await Trader.Version(agent.Version);
        _account = await Trader.Account(agent.Account);
        if (_account is not { } account)
            return;
        _curve = await Curve(agent.Account);
        _lines = [new EquityLine(Name, _colour, EquityLine.Complete(_curve, account.Books))];
        var newest = PageRequest.Newest(RowsMax);
        _trades = await Trader.ClosedTrades(agent.Account, newest);
        _fills = await Trader.Fills(agent.Account, newest);
        _orders = await Trader.Orders(agent.Account, newest);
        _decisions = await Trader.Decisions(Key, newest);
        if (_version?.Config.Model is not null)
        {
            _records = await Trader.Records(Key, PageRequest.Newest(RecordsMax));
            _modelCost = await Trader.ModelCost(Key);
        }

        if (RemembersTrades)
            _lessons = await Trader.Lessons(agent.Version, PageRequest.Newest(LessonsMax));
        await ReadInstruments();
    }

    private static string Told(DecisionRecordRow record)
    {
        if (record.Decision is not { } json)
            return record.HoldReason ?? string.Empty;
        var decision = ContractJson.Decode<Decision>(json);
        var wanted = decision.Positions.Where(static position => position.Signal != TradeSignal.Hold || position.ExitPlan is not null)
            .Select(static position => $"{position.Signal.ToString().ToLowerInvariant()} {position.Symbol}: {position.Justification}");
        var told = string.Join(" · ", wanted);
        return told.Length > 0 ? told : $"hold. {decision.Notes}";
    }

    protected override async Task Listen()
    {
        if (_agent is not { } agent)
            return;
        await Follow(agent.Account, () => Trader.Watch(agent.Account, Take));
        await Follow(Site.Tenant, () => Trader.Watch(Site.Tenant, _ => HintRead()));
        foreach (var symbol in _instruments.Keys.ToArray())
            await Follow(symbol, () => Trader.Watch(symbol, _ => HintRead()));
    }

    /// <summary>The curve of the chosen span. It begins with the span's very first row, which its first part may have thinned out: results count from there.</summary>
    private async Task<ImmutableArray<EquityRow>> Curve(AccountKey account)
    {
        var now = Now;
        var from = now - EquitySpan.Of(_span);
        var curve = await Trader.Equity(account, from, now.AddSeconds(1), CurvePointsMax);
        if (curve.IsEmpty)
            return curve;
        var before = await Trader.Equity(account, from, curve[0].At, CurvePointsMax);
        return [.. before.Take(1), .. curve];
    }

    /// <summary>Whatever the hint says, and also where hints before it were lost, the books are read.</summary>
    private void Take(AccountUpdate update) => HintRead();

    private async Task ReadInstruments()
    {
        var symbols = (_version?.Config.Symbols ?? []).Select(symbol => new SymbolKey(Site.Venue, symbol));
        foreach (var key in symbols.Where(key => !_instruments.ContainsKey(key)).ToArray())
        {
            if (await Trader.Symbol(key) is { } snapshot)
                _instruments[key] = snapshot.Instrument;
        }
    }

    private Task Pause() => Change("paused", () => Control.Pause(Key));

    private Task GoOn() => Change("started", () => Control.Start(Key));

    private Task Stop(bool closesPositions)
    {
        _asksStop = false;
        return Change(closesPositions ? "stopped, positions closed" : "stopped, positions kept", () => Control.Stop(Key, closesPositions));
    }

    private Task ChooseSpan(string span)
    {
        _span = span;
        return ReadNow();
    }

    private Instrument? InstrumentOf(SymbolKey symbol) => _instruments.GetValueOrDefault(symbol);
}
