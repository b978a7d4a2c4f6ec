using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Grains.Breakers;

/// <summary>The breakers of the whole service: rules on all its markets together and the kill switch, told to every tenant.</summary>
[GrainType(GrainTypes.ServiceBreaker)]
internal sealed partial class ServiceBreakerGrain(
    [PersistentState(StateNames.ServiceBreaker, StateNames.Storage)] IPersistentState<BreakerRecord> state,
    IJournal journal,
    IReadModel readModel,
    TimeProvider time,
    ILogger<ServiceBreakerGrain> logger) : Grain, IServiceBreakerGrain, IRemindable
{
    private const string Reminder = "telling";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private string _venue = string.Empty;
    private BreakerStore? _storeOrNull;
    private VenueWatch? _watch;
    private IGrainTimer? _timer;
    private bool _isAtWork;
    private int _untold;
    private bool _mayHaveReminder = true;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _venue = this.GetPrimaryKeyString();
        Wake();
        return Task.CompletedTask;
    }

    public async Task<SetupReply> Halt(HaltOrder order) => ScopeBreaker.Refuse(order)
        ?? await Change(book => BreakerKeeper.Halt(book, time.GetUtcNow(), order.Reason, order.By, order.Closes), order.By);

    public Task<SetupReply> Resume(string by) => _store.Book.Tripped.IsEmpty
        ? Task.FromResult(ScopeBreaker.NotHalted("service"))
        : Change(book => BreakerKeeper.Resume(book, time.GetUtcNow()), by);

    public async Task<SetupReply> SetRules(ImmutableArray<BreakerRule> rules) => ScopeBreaker.Refuse(rules, BreakerScope.Service)
        ?? await Change(book => BreakerKeeper.SetRules(book, rules, time.GetUtcNow()), null);

    public Task<ScopeBreakers> Get() => Task.FromResult(new ScopeBreakers(
        BreakerScope.Service, _venue, Told?.State ?? TradingState.Active, BreakerKeeper.All(_store.Book, BreakerScope.Service, null),
        ScopeBreaker.Readings(_store.Book, i => _watch?.Value(_store.Book.Rules[i])), _untold));

    public Task<MarketStanding> GetStanding() => Task.FromResult(new MarketStanding(Told, _store.Now.Sequence));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Work(CancellationToken.None);

    private BreakerStore _store => _storeOrNull ??= new BreakerStore(state, DeactivateOnIdle);

    private TrippedBreaker? Told => _store.Now.Told(BreakerScope.Service);

    private bool IsTold => _store.Now.Told == _store.Now.Sequence;

    private async Task<SetupReply> Change(Func<BreakerBook, BreakerBook> change, string? by)
    {
        if (!Caller.IsService)
            throw new TenancyException("the service's breakers were refused: only the service itself changes them");
        var (isChanged, isNews) = await _store.Change(record => record.With(change(record.BookOf())));
        if (!isChanged)
            return SetupReply.Unchanged;
        if (isNews)
            await Alert(by);
        if (!IsTold)
            await Remind();
        Wake();
        return SetupReply.Done;
    }

    private async Task Remind()
    {
        _mayHaveReminder = true;
        await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
    }

    private void Wake()
    {
        if (IsTold && _store.Book.Rules.IsEmpty)
            return;
        _timer ??= this.RegisterGrainTimer(Work, new GrainTimerCreationOptions(TimeSpan.Zero, Period) { Interleave = true, KeepAlive = true });
        _timer.Change(TimeSpan.Zero, Period);
    }

    private async Task Work(CancellationToken cancellation)
    {
        if (_isAtWork)
            return;
        _isAtWork = true;
        try
        {
            Caller.BecomeService();
            if (!_store.Book.Rules.IsEmpty)
                await Judge(cancellation);
            if (!IsTold)
                await TellAll();
            if (IsTold)
                await Rest();
        }
        finally
        {
            _isAtWork = false;
        }
    }

    private async Task Judge(CancellationToken cancellation)
    {
        var rules = _store.Book.Rules;
        if (_watch is null || !_watch.Rules.AsSpan().SequenceEqual(rules.AsSpan()))
            _watch = new VenueWatch(rules);
        var rows = await readModel.Quotes(cancellation);
        var markets = new List<(DataQuality, bool)>();
        foreach (var row in rows.Where(row => string.Equals(row.Symbol.Venue, _venue, StringComparison.Ordinal)).Take(IServiceBreakerGrain.MarketsMax))
        {
            if (await GrainFactory.Symbol(row.Symbol).GetSnapshot() is { } market)
                markets.Add((market.Quality, market.StaleReason is not null));
        }

        _watch.Look(markets, time.GetUtcNow());
        var (_, isNews) = await _store.Change(record => record.With(BreakerKeeper.OnMeasure(record.BookOf(), time.GetUtcNow(), _watch.Value)));
        if (!isNews)
            return;
        await Remind();
        await Alert(null);
    }

    private async Task TellAll()
    {
        var (sequence, told) = (_store.Now.Sequence, Told);
        _untold = await Telling.All(
            await readModel.Tenants(CancellationToken.None), IServiceBreakerGrain.TellingMax,
            async tenant =>
            {
                await GrainFactory.TenantBreaker(tenant).OnService(told, sequence);
                return true;
            },
            (tenant, fault) => LogUntold(logger, fault, tenant));
        if (_untold == 0)
            await _store.Change(record => record with { Told = sequence });
    }

    private async Task Rest()
    {
        if (_mayHaveReminder && await this.GetReminder(Reminder) is { } reminder)
            await this.UnregisterReminder(reminder);
        _mayHaveReminder = false;
        if (!_store.Book.Rules.IsEmpty)
            return;
        _timer?.Dispose();
        _timer = null;
    }

    private async Task Alert(string? by)
    {
        var message = Told is { } tripped
            ? $"every account of the service {(tripped.Closes ? "closes its positions" : tripped.State == TradingState.Halted ? "is halted" : "may only exit")}: {BreakerWords.Of(tripped)} by {tripped.By}"
            : $"the service's breakers are reset{(by is null ? string.Empty : $" by {by}")}";
        var alert = new AlertRow(TenantNames.Platform, time.GetUtcNow(), Told is null ? AlertSeverity.Information : AlertSeverity.Critical, _venue, message) { Kind = AlertKind.BreakerTripped };
        try
        {
            await journal.Write([alert]);
        }
        catch (JournalException fault)
        {
            LogUnalerted(logger, fault);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Tenant} was not told of the service's breaker; it is told again.")]
    private static partial void LogUntold(ILogger logger, Exception fault, TenantId tenant);

    [LoggerMessage(2, LogLevel.Error, "An alert of the service's breaker may not have been written.")]
    private static partial void LogUnalerted(ILogger logger, Exception fault);
}
