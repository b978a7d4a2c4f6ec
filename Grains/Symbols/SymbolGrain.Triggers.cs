using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Grains.Symbols;

/// <summary>The trigger book, and the calls of those whose triggers were crossed.</summary>
internal sealed partial class SymbolGrain
{
    // An account that was told at once what it crosses is called again if it sends no new set by then.
    private static readonly TimeSpan CrossedAnswerMax = TimeSpan.FromSeconds(5);
    private static readonly Task<TriggerAnswer> SetTaken = Task.FromResult(TriggerAnswer.Taken);
    private static readonly Task<TriggerAnswer> SetOlder = Task.FromResult(TriggerAnswer.Older);

    private readonly TriggerBook _book = new();
    private readonly List<AccountTriggers> _popped = [];
    private readonly List<AccountTriggers> _holders = [];
    private AccountCalls? _callsOrNull;
    private long _change;

    private AccountCalls _calls => _callsOrNull ??= new AccountCalls(CallAccount, time);

    public Task<TriggerAnswer> SetTriggers(TriggerSet set)
    {
        if (!Caller.Owns(set.Account.Tenant))
            throw new TenancyException($"triggers of {set.Account} at {_key} were refused: they are set for nobody or for another tenant");
        if (!_book.Set(set))
            return SetOlder;
        var now = time.GetUtcNow();
        var crossed = Crossed(set, now, out var quote);
        if (crossed.IsEmpty)
            return SetTaken;
        Expect(set.Account, quote!, now + CrossedAnswerMax);
        return Task.FromResult(new TriggerAnswer(true, crossed, MarketOf(quote!)));
    }

    private ImmutableArray<Trigger> Crossed(TriggerSet set, DateTimeOffset now, out Quote? quote)
    {
        quote = _market?.LastQuote;
        if (quote is null || set.Triggers.IsEmpty)
            return [];
        var after = long.MaxValue;
        foreach (var trigger in set.Triggers)
        {
            if (trigger.Condition.Kind is <= ConditionKind.AskAtLeast)
                after = Math.Min(after, trigger.Condition.AfterSequence);
        }

        // While the account was deciding, quotes may have passed that it has not seen.
        if (after < quote.LastSequence)
            quote = _recent.Since(after + 1) ?? quote;
        return TriggerBook.Met(set.Triggers, quote, now);
    }

    private void Expect(AccountKey account, Quote quote, DateTimeOffset at)
    {
        var own = _book.Find(account)!;
        own.IsPopped = true;
        own.PoppedSequence = quote.FirstSequence;
        _calls.Remind(own, at);
    }

    private void CallPopped()
    {
        var at = OrderMetrics.TimesTriggers ? time.GetTimestamp() : 0;
        foreach (var own in _popped)
        {
            own.PoppedAt = at;
            _calls.Add(own);
        }

        _popped.Clear();
    }

    // One call, and whether the account has answered it. Failures are told, not thrown: the call is made again.
    private async Task<bool> CallAccount(AccountTriggers own)
    {
        Caller.BecomeService();
        try
        {
            own.Grain ??= GrainFactory.Account(own.Account);
            while (own.Unpaid is { } unpaid && unpaid.TryPeek(out var rate))
            {
                if (await own.Grain.OnFunding(_key, rate, Market()!) != TriggerReply.Answered)
                    return false;
                unpaid.Dequeue();
            }

            while (own.Missed is { } missed && missed.TryPeek(out var past))
            {
                if (await own.Grain.OnTrigger(_key, MarketAt(past)) != TriggerReply.Answered)
                    return false;
                missed.Dequeue();
            }

            if (!own.IsPopped)
                return true;
            var quote = _recent.Since(own.PoppedSequence) ?? _market?.LastQuote;
            if (quote is null || await own.Grain.OnTrigger(_key, MarketOf(quote)) != TriggerReply.Answered)
                return false;
            if (own.PoppedAt > 0)
                OrderMetrics.RecordTrigger(time.GetElapsedTime(own.PoppedAt));
            own.PoppedAt = 0;
            return !own.IsPopped || own.PoppedSequence > quote.LastSequence;
        }
        catch (Exception fault)
        {
            LogAccountFailed(logger, fault, own.Account, _key);
            return false;
        }
    }

    // The journal wrote the sets in the transaction of the orders; what was lost on the way comes from there.
    private async Task LoadTriggers(CancellationToken cancellation)
    {
        ImmutableArray<TriggerSetRow> rows;
        do
        {
            rows = await readModel.TriggerSets(_key, _change, IReadModel.ListMax, cancellation);
            foreach (var row in rows)
            {
                _change = Math.Max(_change, row.Change);
                if (_book.Find(row.Account) is not { } known || known.LedgerVersion < row.LedgerVersion)
                    Adopt(new TriggerSet(row.Account, row.LedgerVersion, ContractJson.Decode<ImmutableArray<Trigger>>(row.Triggers)));
            }
        }
        while (rows.Length == IReadModel.ListMax);
    }

    private void Adopt(TriggerSet set)
    {
        var now = time.GetUtcNow();
        if (!_book.Set(set) || Crossed(set, now, out var quote).IsEmpty)
            return;
        Expect(set.Account, quote!, now);
    }

    [LoggerMessage(2, LogLevel.Warning, "{Account} did not answer to {Symbol}; it is called again.")]
    private static partial void LogAccountFailed(ILogger logger, Exception fault, AccountKey account, SymbolKey symbol);
}
