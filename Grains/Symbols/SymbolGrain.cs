using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Grains.Symbols;

/// <summary>One market. The feed is its only writer; accounts leave their triggers here and are called when a quote crosses them.</summary>
[GrainType(GrainTypes.Symbol)]
internal sealed partial class SymbolGrain(
    GrainSettings settings, IJournal journal, IReadModel readModel, TimeProvider time, ILogger<SymbolGrain> logger,
    [PersistentState(StateNames.SymbolBreaker, StateNames.Storage)] IPersistentState<BreakerRecord> breakers) : Grain, ISymbolGrain
{
    /// <summary>Distance of two stream updates: at most four a second.</summary>
    public static readonly TimeSpan UpdateDistanceMin = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeptAliveFor = TimeSpan.FromDays(1);
    private static readonly Task<MarketReceipt> Taken = Task.FromResult(MarketReceipt.Taken);
    private static readonly Task<MarketReceipt> NotStarted = Task.FromResult(MarketReceipt.NotStarted);
    private static readonly Task<MarketReceipt> OlderEpoch = Task.FromResult(MarketReceipt.OlderEpoch);

    private readonly RecentQuotes _recent = new();
    private SymbolKey _key;
    private IAsyncStream<SymbolUpdate>? _updates;
    private SymbolMarket? _market;
    private long _epoch;
    private bool _usesBackPressure;
    private MarketSnapshot? _snapshot;
    private long _updateSequence;
    private DateTimeOffset _updatedAt;
    private long _savedSequence;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = SymbolKey.Parse(this.GetPrimaryKeyString());
        if (settings.PublishesUpdates)
            _updates = this.GetStreamProvider(StreamNames.Provider).GetStream<SymbolUpdate>(StreamNames.Symbols, _key.ToString());
        OnBreakersChanged(isNews: true);
        await LoadTriggers(cancellationToken);
        if (settings.SymbolsTick)
            this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(TickPeriod, TickPeriod) { Interleave = true });
    }

    public Task<MarketReceipt> Start(SymbolStart start)
    {
        RefuseTenants();
        if (_market is not null && start.Epoch < _epoch)
            return OlderEpoch;
        DelayDeactivation(KeptAliveFor);
        _market = new SymbolMarket(start.Instrument, start.Options);
        _epoch = start.Epoch;
        _usesBackPressure = start.UsesBackPressure;
        _snapshot = null;
        _recent.Clear();
        foreach (var slice in start.History.Sort(static (left, right) => right.Interval.CompareTo(left.Interval)))
        {
            foreach (var candle in slice.Candles)
                _market.OnHistory(slice.Interval, candle);
        }

        return CatchUp(start);
    }

    public Task<MarketReceipt> OnMarket(ImmutableArray<MarketEvent> batch, long epoch)
    {
        RefuseTenants();
        if (_market is null || epoch > _epoch)
            return NotStarted;
        if (epoch < _epoch)
            return OlderEpoch;
        var now = time.GetUtcNow();
        for (var i = 0; i < batch.Length; i++)
        {
            Take(_market, batch[i], now);
            if (_calls.IsBusy && _usesBackPressure)
                return Continue(batch, i + 1);
        }

        return Settle(now);
    }

    // A market is everybody's: its prices come from the service's feed alone.
    private void RefuseTenants()
    {
        if (!Caller.IsService)
            throw new TenancyException($"market data of {_key} was refused: only the service tells it");
    }

    // With back-pressure the tape waits at each quote until those whom it concerns have answered.
    private async Task<MarketReceipt> Continue(ImmutableArray<MarketEvent> batch, int next)
    {
        await _calls.Drained();
        for (; next < batch.Length && _market is { } market; next++)
        {
            Take(market, batch[next], time.GetUtcNow());
            if (_calls.IsBusy)
                await _calls.Drained();
        }

        return await Settle(time.GetUtcNow());
    }

    private Task<MarketReceipt> Settle(DateTimeOffset now)
    {
        _calls.Retry(now);
        if (_updates is not null && now - _updatedAt >= UpdateDistanceMin)
            Publish(_updates, now);
        return _calls.IsBusy && _usesBackPressure ? AfterCalls() : Taken;
    }

    private async Task<MarketReceipt> AfterCalls()
    {
        await _calls.Drained();
        return MarketReceipt.Taken;
    }

    private void Take(SymbolMarket market, MarketEvent happened, DateTimeOffset now)
    {
        if (!market.On(happened))
        {
            Judge(market, now);
            return;
        }

        _snapshot = null;
        if (happened is FundingRate told)
            OnFunding(told);
        if (happened is not Quote)
            return;
        while (market.TryTakeFunding(out var due))
            OnFunding(due);
        var quote = market.LastQuote!;
        _recent.Add(quote);
        _watch?.OnQuote(quote);
        Judge(market, now);
        _book.Pop(quote, now, _popped);
        if (_popped.Count > 0)
            CallPopped();
    }

    private void Publish(IAsyncStream<SymbolUpdate> updates, DateTimeOffset now)
    {
        if (_market is not { LastQuote: { } quote } market)
            return;
        _updatedAt = now;
        var update = new SymbolUpdate(
            _key, ++_updateSequence, quote, market.Change24h, market.Unfinished(market.Available[0]), market.Staleness(now));
        _ = Send();

        async Task Send()
        {
            try
            {
                await updates.OnNextAsync(update);
            }
            catch (Exception fault)
            {
                LogUpdateLost(logger, _key, $"{fault.GetType().Name}: {fault.Message}");
            }
        }
    }

    private async Task Tick(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        _market?.Advance(now);
        while (_market is not null && _market.TryTakeFunding(out var due))
            OnFunding(due);
        if (_market?.LastQuote is { } quote)
        {
            _book.Pop(quote, now, _popped);
            CallPopped();
        }

        _calls.Retry(now);
        if (_market is { } market)
            Judge(market, now);
        await LoadTriggers(cancellation);
        await TellAccounts();
        await SaveQuote();
    }

    // After a restart, triggers are tested against what happened since this quote: it never passes what an account has not answered.
    private async Task SaveQuote()
    {
        if (_market?.LastQuote is not { } quote || quote.LastSequence == _savedSequence || _calls.IsOwing)
            return;
        _savedSequence = quote.LastSequence;
        await journal.Write([new QuoteRow(_key, quote.At, quote.Bid, quote.Ask, quote.Mark, quote.LastSequence)]);
    }

    [LoggerMessage(1, LogLevel.Warning, "An update of {Symbol} could not be published; watchers see it with the next. {Fault}")]
    private static partial void LogUpdateLost(ILogger logger, SymbolKey symbol, string fault);
}
