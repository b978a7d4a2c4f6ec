using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Grains.Symbols;

/// <summary>
/// The market's own breaker, judged where its ticks are. Accounts learn of it with the market that they read for every order; of the kill
/// switch those that trade here are told besides, since it cancels and may close.
/// </summary>
internal sealed partial class SymbolGrain
{
    /// <summary>Accounts that are told at once.</summary>
    private const int TellingMax = 16;

    /// <summary>Tenants that an alert of one market goes to.</summary>
    private const int AlertedMax = 100;

    private readonly HashSet<AccountKey> _told = [];
    private BreakerStore? _breakersOrNull;
    private MarketWatch? _watch;
    private MarketStanding? _standing;
    private bool _isTelling;
    private int _untold;

    private BreakerStore _breakers => _breakersOrNull ??= new BreakerStore(breakers, DeactivateOnIdle);

    public async Task<SetupReply> Halt(HaltOrder order)
    {
        RefuseTenants();
        return ScopeBreaker.Refuse(order)
            ?? await Change(book => BreakerKeeper.Halt(book, time.GetUtcNow(), order.Reason, order.By, order.Closes));
    }

    public Task<SetupReply> Resume(string by)
    {
        RefuseTenants();
        return _breakers.Book.Tripped.IsEmpty
            ? Task.FromResult(ScopeBreaker.NotHalted(_key.Symbol.Value))
            : Change(book => BreakerKeeper.Resume(book, time.GetUtcNow()));
    }

    public async Task<SetupReply> SetBreakers(ImmutableArray<BreakerRule> rules)
    {
        RefuseTenants();
        return ScopeBreaker.Refuse(rules, BreakerScope.Symbol)
            ?? await Change(book => BreakerKeeper.SetRules(book, rules, time.GetUtcNow()));
    }

    public Task<ScopeBreakers> GetBreakers()
    {
        var told = _breakers.Now.Told(BreakerScope.Symbol, _key.Symbol);
        return Task.FromResult(new ScopeBreakers(
            BreakerScope.Symbol, _key.Symbol.Value, told?.State ?? TradingState.Active, BreakerKeeper.All(_breakers.Book, BreakerScope.Symbol, _key.Symbol),
            ScopeBreaker.Readings(_breakers.Book, i => _watch?.Value(_breakers.Book.Rules[i])), _untold));
    }

    private async Task<SetupReply> Change(Func<BreakerBook, BreakerBook> change)
    {
        var (isChanged, isNews) = await _breakers.Change(record => record.With(change(record.BookOf())));
        if (!isChanged)
            return SetupReply.Unchanged;
        OnBreakersChanged(isNews);
        if (isNews)
            await Alert();
        if (settings.SymbolsTick)
            return SetupReply.Done;
        await TellAccounts();
        return SetupReply.Done;
    }

    private void OnBreakersChanged(bool isNews)
    {
        var record = _breakers.Now;
        _watch = record.BookOf().Rules is { IsEmpty: false } rules ? (_watch is { } known && known.Rules.AsSpan().SequenceEqual(rules.AsSpan()) ? known : new MarketWatch(rules)) : null;
        _standing = record.Sequence == 0 ? null : new MarketStanding(record.Told(BreakerScope.Symbol, _key.Symbol), record.Sequence);
        _snapshot = null;
        if (isNews)
            _told.Clear();
    }

    // With a quote, or each second without one. Judged at once on what is known; what changed is stored behind it.
    private void Judge(SymbolMarket market, DateTimeOffset now)
    {
        if (_watch is not { } watch || !watch.TryLook(market, now))
            return;
        var book = _breakers.Book;
        if (BreakerKeeper.OnMeasure(book, now, watch.Value).Tripped.AsSpan().SequenceEqual(book.Tripped.AsSpan()))
            return;
        _ = Trip(now, watch);
    }

    private async Task Trip(DateTimeOffset now, MarketWatch watch)
    {
        try
        {
            var (isChanged, isNews) = await _breakers.Change(record => record.With(BreakerKeeper.OnMeasure(record.BookOf(), now, watch.Value)));
            if (!isChanged)
                return;
            OnBreakersChanged(isNews);
            if (isNews)
                await Alert();
        }
        catch (Exception fault)
        {
            LogBreakerNotSaved(logger, fault, _key);
        }
    }

    // Rules trip without being told: whoever wants to open something sees it, and resting entries end when they would fill.
    private async Task TellAccounts()
    {
        if (_isTelling || _breakers.Now is not { Sequence: > 0 } record)
            return;
        var told = record.Told(BreakerScope.Symbol, _key.Symbol);
        if (told is not null && told.Kind != BreakerKind.KillSwitch)
            return;
        var concerned = _book.Keys.Where(key => !_told.Contains(key)).ToList();
        if (concerned.Count == 0 && told?.Closes != true)
            return;
        _isTelling = true;
        Caller.BecomeService();
        try
        {
            _untold = await Telling.All(concerned, TellingMax, account => Tell(account, told, record.Sequence), (account, fault) => LogBreakerUntold(logger, fault, account, _key));
            if (told?.Closes == true && _untold == 0 && !IsHeld)
                await EndClosing(record.Sequence);
        }
        finally
        {
            _isTelling = false;
        }
    }

    private bool IsHeld
    {
        get
        {
            _holders.Clear();
            _book.Holders(_holders);
            return _holders.Count > 0;
        }
    }

    // The accounts know it by their own books: nobody has to be told.
    private async Task EndClosing(long sequence)
    {
        await _breakers.Change(record => record.Sequence == sequence && record.Book is { } book ? record with { Book = BreakerKeeper.Closed(book) } : record);
        OnBreakersChanged(isNews: false);
    }

    private async Task<bool> Tell(AccountKey account, TrippedBreaker? told, long sequence)
    {
        AccountCommand command = told is null ? new LiftBreaker(BreakerScope.Symbol, _key.Symbol, sequence, _key.Symbol.Value) : new ImposeBreaker(told);
        var id = new CommandId(string.Create(CultureInfo.InvariantCulture, $"breaker/{_key.Symbol}/{sequence}"));
        if ((await GrainFactory.Account(account).Execute(id, command)).Status == CommandStatus.Unknown)
            return false;
        if (sequence == _breakers.Now.Sequence)
            _told.Add(account);
        return true;
    }

    private async Task Alert()
    {
        var told = _breakers.Now.Told(BreakerScope.Symbol, _key.Symbol);
        var message = told is null
            ? "the market's breaker is reset: it may be traded again"
            : $"{(told.Closes ? "positions are closed, exits only" : told.State == TradingState.Halted ? "halted, only cancels pass" : "exits only")}: {BreakerWords.Of(told)}{(told.Until is { } until ? $", until {until:yyyy-MM-ddTHH:mm:ssZ}" : string.Empty)}";
        var tenants = _book.Keys.Select(static key => key.Tenant).Append(Tenants.TenantNames.Platform).Distinct().Take(AlertedMax);
        var severity = told is null ? AlertSeverity.Information : AlertSeverity.Warning;
        await journal.Write([.. tenants.Select(tenant => new AlertRow(tenant, time.GetUtcNow(), severity, _key.ToString(), message) { Kind = AlertKind.BreakerTripped, Symbol = _key })]);
    }

    [LoggerMessage(20, LogLevel.Error, "{Symbol}: what its breaker did may not have been stored.")]
    private static partial void LogBreakerNotSaved(ILogger logger, Exception fault, SymbolKey symbol);

    [LoggerMessage(21, LogLevel.Warning, "{Account} was not told of the breaker of {Symbol}; it is told again.")]
    private static partial void LogBreakerUntold(ILogger logger, Exception fault, AccountKey account, SymbolKey symbol);
}
