using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Grains.Accounts;

/// <summary>What the account waits for, told to each symbol after every change.</summary>
internal sealed partial class AccountGrain
{
    [ThreadStatic]
    private static List<Trigger>? t_triggers;

    // What was committed last for each symbol; the symbol may not have it yet.
    private Dictionary<Symbol, ImmutableArray<Trigger>>? _sets;
    private List<(Symbol Symbol, ImmutableArray<Trigger> Triggers)>? _untold;

    private List<TriggerSetRow> TriggerRows(AccountState after)
    {
        var rows = new List<TriggerSetRow>();
        (_untold ??= []).Clear();
        foreach (var symbol in SymbolsOf(after))
        {
            var triggers = TriggersAt(after, symbol);
            if (_sets is not null && _sets.TryGetValue(symbol, out var known) && known.AsSpan().SequenceEqual(triggers.AsSpan()))
                continue;
            if (triggers.IsEmpty && (_sets is null || !_sets.ContainsKey(symbol)))
                continue;
            _untold.Add((symbol, triggers));
            rows.Add(new TriggerSetRow(new SymbolKey(settings.Venue, symbol), _key, after.Version, ContractJson.EncodeText(triggers)));
        }

        return rows;
    }

    // The symbol that called is told in any case: it waits for the answer.
    private async Task<MarketSnapshot?> TellSymbols(AccountState books, AccountCommand command)
    {
        if (command is TriggersFired fired && (_untold is null || !_untold.Exists(u => u.Symbol == fired.Symbol)))
            (_untold ??= []).Add((fired.Symbol, TriggersAt(books, fired.Symbol)));
        if (_untold is not { Count: > 0 } untold)
            return null;
        var version = books.Version;
        var told = untold.ToArray();
        untold.Clear();
        MarketSnapshot? crossed = null;
        foreach (var (symbol, triggers) in told)
        {
            (_sets ??= [])[symbol] = triggers;
            crossed = await Tell(new TriggerSet(_key, version, triggers), symbol) ?? crossed;
        }

        return crossed;
    }

    private async Task<MarketSnapshot?> Tell(TriggerSet set, Symbol symbol)
    {
        try
        {
            var answer = await SymbolOf(symbol).SetTriggers(set);
            return answer.Crossed.IsEmpty ? null : answer.Market;
        }
        catch (Exception fault) when (fault is OrleansException or TimeoutException)
        {
            // The set stands in the read model: the symbol finds it there.
            LogUntold(logger, fault, _key, symbol);
            return null;
        }
    }

    private ImmutableArray<Trigger> TriggersAt(AccountState books, Symbol symbol)
    {
        var into = t_triggers ??= [];
        into.Clear();
        Triggers.Of(books, symbol, _context, into);
        return [.. into];
    }

    private SortedSet<Symbol> SymbolsOf(AccountState books)
    {
        var symbols = books.SymbolsInUse();
        if (_sets is not null)
            symbols.UnionWith(_sets.Keys);
        return symbols;
    }

    // The bands of a set depend on instruments, which are read with the markets.
    private async Task RememberTriggers(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Caller.BecomeService();
        foreach (var symbol in SymbolsOf(_books))
        {
            if (await SymbolOf(symbol).GetMarket() is { } market)
                _instruments[symbol] = market.Instrument;
        }

        foreach (var symbol in SymbolsOf(_books))
            (_sets ??= [])[symbol] = TriggersAt(_books, symbol);
    }

    // Rates that became due while this account was not there to be called, also on what was closed since; oldest first.
    private async Task CatchUpFunding(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        for (var i = 0; i < _books.Positions.Length; i++)
        {
            var symbol = _books.Positions[i].Symbol;
            if (_books.Positions[i].FundingOwed(now) is not var (after, until))
                continue;
            var rows = await readModel.Funding(new SymbolKey(settings.Venue, symbol), after.AddTicks(1), until.AddTicks(1), cancellation);
            foreach (var row in rows)
            {
                await ReadMarkets(symbol, null);
                await Charge(symbol, row.At, row.Rate, row.Mark);
            }
        }
    }

    [LoggerMessage(4, LogLevel.Warning, "{Account} could not tell {Symbol} its triggers; the symbol reads them from the read model.")]
    private static partial void LogUntold(ILogger logger, Exception fault, AccountKey account, Symbol symbol);
}
