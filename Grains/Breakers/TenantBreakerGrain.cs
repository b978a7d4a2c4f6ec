using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Grains.Breakers;

/// <summary>A tenant's breakers: rules on the losses of all its accounts, the kill switch, and what the service says, told to every account.</summary>
[GrainType(GrainTypes.TenantBreaker)]
internal sealed partial class TenantBreakerGrain(
    GrainSettings settings,
    [PersistentState(StateNames.TenantBreaker, StateNames.Storage)] IPersistentState<BreakerRecord> state,
    IJournal journal,
    IReadModel readModel,
    TimeProvider time,
    ILogger<TenantBreakerGrain> logger) : Grain, ITenantBreakerGrain, IRemindable
{
    private const string Reminder = "telling";

    /// <summary>How often rules look at the accounts' equity, and whoever was not reached is told again.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>The service's word is asked for again after so long, and counts no longer than <see cref="ServiceWordMax"/>.</summary>
    public static readonly TimeSpan ServiceWordFor = TimeSpan.FromSeconds(15);

    public static readonly TimeSpan ServiceWordMax = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private TenantId _tenant;
    private BreakerStore? _storeOrNull;
    private IGrainTimer? _timer;
    private bool _isAtWork;
    private int _untold;
    private bool _mayHaveReminder = true;
    private long _serviceAskedAt;
    private bool _hasServiceWord;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = new TenantId(this.GetPrimaryKeyString());
        Wake();
        return Task.CompletedTask;
    }

    public async Task<SetupReply> Halt(HaltOrder order) => ScopeBreaker.Refuse(order)
        ?? await Change(book => BreakerKeeper.Halt(book, time.GetUtcNow(), order.Reason, order.By, order.Closes), order.By);

    public async Task<SetupReply> Resume(string by)
    {
        if (Book.Tripped.IsEmpty)
            return ScopeBreaker.NotHalted(_tenant.Value);
        var (equity, _) = await Worth();
        return await Change(book => BreakerKeeper.Resume(book, time.GetUtcNow(), equity), by);
    }

    public async Task<SetupReply> SetRules(ImmutableArray<BreakerRule> rules)
    {
        if (ScopeBreaker.Refuse(rules, BreakerScope.Tenant) is { } refused)
            return refused;
        var (equity, _) = await Worth();
        return await Change(book => BreakerKeeper.SetRules(book, rules, time.GetUtcNow(), equity), null);
    }

    public async Task<ScopeBreakers> Get()
    {
        await AskService();
        var equity = Book.Rules.IsEmpty ? 0m : (await Worth()).Equity;
        var now = time.GetUtcNow();
        var told = TrippedBreaker.Stricter(_store.Now.Told(BreakerScope.Tenant), _store.Now.Service);
        ImmutableArray<TrippedBreaker> tripped = BreakerKeeper.All(Book, BreakerScope.Tenant, null);
        return new ScopeBreakers(
            BreakerScope.Tenant, _tenant.Value, told?.State ?? TradingState.Active, _store.Now.Service is { } service ? tripped.Add(service) : tripped,
            ScopeBreaker.Readings(Book, i => Book.Tracks[i].Value(Book.Rules[i], now, equity)), _untold);
    }

    public async Task<Standing> GetStanding()
    {
        await AskService();
        return new Standing(_store.Now.Told(BreakerScope.Tenant), _store.Now.Sequence, _store.Now.Service, _store.Now.ServiceSequence);
    }

    public async Task OnService(TrippedBreaker? breaker, long sequence)
    {
        if (!Caller.IsService)
            throw new Tenants.TenancyException($"the service's breaker was refused by {_tenant}: only the service tells it");
        _hasServiceWord = true;
        _serviceAskedAt = time.GetTimestamp();
        if (sequence <= _store.Now.ServiceSequence)
            return;
        await _store.Change(record => sequence <= record.ServiceSequence ? record : record with { Service = breaker, ServiceSequence = sequence });
        await Tell();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Work(CancellationToken.None);

    private BreakerStore _store => _storeOrNull ??= new BreakerStore(state, DeactivateOnIdle);

    private BreakerBook Book => _store.Book;

    private bool IsTold => _store.Now.Told == _store.Now.Sequence && _store.Now.ServiceTold == _store.Now.ServiceSequence;

    private bool IsClosing => Book.IsClosing || _store.Now.Service?.Closes == true;

    private async Task<SetupReply> Change(Func<BreakerBook, BreakerBook> change, string? by)
    {
        var (isChanged, isNews) = await _store.Change(record => record.With(change(record.BookOf())));
        if (!isChanged)
            return SetupReply.Unchanged;
        if (isNews)
            await Alert(by);
        await Tell();
        return SetupReply.Done;
    }

    // The reminder comes first: whatever becomes of this activation, somebody goes on telling.
    private async Task Tell()
    {
        if (!IsTold || IsClosing)
            await Remind();
        Wake();
    }

    private async Task Remind()
    {
        _mayHaveReminder = true;
        await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
    }

    private void Wake()
    {
        if (IsTold && !IsClosing && Book.Rules.IsEmpty)
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
            await Judge();
            if (!IsTold || IsClosing)
                await TellAll();
            if (IsTold && !IsClosing)
                await Rest();
        }
        finally
        {
            _isAtWork = false;
        }
    }

    private async Task Judge()
    {
        if (Book.Rules.IsEmpty)
            return;
        var (equity, paidIn) = await Worth();
        var (_, isNews) = await _store.Change(record =>
        {
            var book = BreakerKeeper.Shift(record.BookOf(), paidIn - (record.PaidIn ?? paidIn));
            return record.With(BreakerKeeper.OnEquity(book, time.GetUtcNow(), equity)) with { PaidIn = paidIn };
        });
        if (!isNews)
            return;
        await Remind();
        await Alert(null);
    }

    private async Task TellAll()
    {
        var (sequence, serviceSequence) = (_store.Now.Sequence, _store.Now.ServiceSequence);
        var (own, service) = (_store.Now.Told(BreakerScope.Tenant), _store.Now.Service);
        var accounts = await readModel.Accounts(_tenant, CancellationToken.None);
        var closing = 0;
        _untold = await Telling.All(
            [.. accounts.Select(static row => row.Account)], ITenantBreakerGrain.TellingMax,
            async account =>
            {
                var grain = GrainFactory.Account(account);
                var isTold = await Tell(grain, BreakerScope.Tenant, own, sequence) && await Tell(grain, BreakerScope.Service, service, serviceSequence);
                if (isTold && (own?.Closes == true || service?.Closes == true) && await grain.GetView() is { Books.Breakers.Tripped: var tripped } && tripped.Any(static b => b.Closes))
                    closing++;
                return isTold;
            },
            (account, fault) => LogUntold(logger, fault, account));
        if (_untold > 0 || sequence != _store.Now.Sequence || serviceSequence != _store.Now.ServiceSequence)
            return;
        await _store.Change(record => record.Sequence != sequence || record.ServiceSequence != serviceSequence ? record : (closing == 0 ? Closed(record) : record) with
        {
            Told = sequence,
            ServiceTold = serviceSequence,
        });
    }

    // Its accounts know it already: nobody has to be told.
    private static BreakerRecord Closed(BreakerRecord record) => record with
    {
        Book = record.Book is { } book ? BreakerKeeper.Closed(book) : null,
        Service = record.Service is { Closes: true } done ? done with { Closes = false, State = TradingState.Halted } : record.Service,
    };

    private static async Task<bool> Tell(IAccountGrain account, BreakerScope scope, TrippedBreaker? breaker, long sequence)
    {
        if (sequence == 0)
            return true;
        AccountCommand command = breaker is null ? new LiftBreaker(scope, null, sequence, scope.ToString().ToLowerInvariant()) : new ImposeBreaker(breaker);
        var id = new CommandId(string.Create(CultureInfo.InvariantCulture, $"breaker/{scope.ToString().ToLowerInvariant()}/{sequence}"));
        return (await account.Execute(id, command)).Status != CommandStatus.Unknown;
    }

    private async Task Rest()
    {
        if (_mayHaveReminder && await this.GetReminder(Reminder) is { } reminder)
            await this.UnregisterReminder(reminder);
        _mayHaveReminder = false;
        if (!Book.Rules.IsEmpty)
            return;
        _timer?.Dispose();
        _timer = null;
    }

    // Accounts of several currencies are added as they are.
    private async Task<(decimal Equity, decimal PaidIn)> Worth()
    {
        var rows = await readModel.LatestEquity(_tenant, CancellationToken.None);
        return (rows.Sum(static row => row.Equity), rows.Sum(static row => row.PaidIn ?? 0m));
    }

    private async Task AskService()
    {
        if (_hasServiceWord && time.GetElapsedTime(_serviceAskedAt) < ServiceWordFor)
            return;
        try
        {
            using var caller = Caller.AsService();
            var word = await GrainFactory.ServiceBreaker(settings.Venue).GetStanding();
            await OnService(word.Breaker, word.Sequence);
        }
        catch (Exception fault) when (fault is not Tenants.TenancyException && _hasServiceWord && time.GetElapsedTime(_serviceAskedAt) < ServiceWordMax)
        {
            LogNoWord(logger, fault, _tenant);
        }
    }

    private async Task Alert(string? by)
    {
        var tripped = _store.Now.Told(BreakerScope.Tenant);
        var message = tripped is null
            ? $"the tenant's breakers are reset{(by is null ? string.Empty : $" by {by}")}: its accounts trade again unless they halted by themselves"
            : $"every account {(tripped.Closes ? "closes its positions" : tripped.State == TradingState.Halted ? "is halted" : "may only exit")}: {BreakerWords.Of(tripped)} by {tripped.By}";
        var alert = new AlertRow(_tenant, time.GetUtcNow(), tripped is null ? AlertSeverity.Information : AlertSeverity.Critical, _tenant.Value, message) { Kind = AlertKind.BreakerTripped };
        try
        {
            await journal.Write([alert]);
        }
        catch (JournalException fault)
        {
            LogUnalerted(logger, fault, _tenant);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Account} was not told of a breaker; it is told again.")]
    private static partial void LogUntold(ILogger logger, Exception fault, AccountKey account);

    [LoggerMessage(2, LogLevel.Warning, "{Tenant}: the service's breaker does not answer; what it said last holds for now.")]
    private static partial void LogNoWord(ILogger logger, Exception fault, TenantId tenant);

    [LoggerMessage(3, LogLevel.Error, "{Tenant}: an alert of a breaker may not have been written.")]
    private static partial void LogUnalerted(ILogger logger, Exception fault, TenantId tenant);
}
