using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Accounts;

/// <summary>The one way in which the books change.</summary>
internal sealed partial class AccountGrain
{
    /// <summary>Rounds in one turn of dealing with triggers that are crossed as soon as they are set; beyond it the symbol calls again.</summary>
    public const int CrossedRoundsMax = 8;

    private async Task<CommandReply> Carry(CommandId id, AccountCommand command, bool isRemembered)
    {
        var (reply, crossed) = await Commit(id, command, isRemembered);
        for (var round = 0; crossed is { } found && round < CrossedRoundsMax; round++)
        {
            _context.Set(View(found, isNow: false));
            _context.Now = time.GetUtcNow();
            (var next, crossed) = await Commit(
                Derived("crossed", found.Instrument.Symbol), new TriggersFired(found.Instrument.Symbol), isRemembered: false);
            if (next.Status == CommandStatus.Unknown)
                break;
        }

        return reply;
    }

    // The context is set. Gives the reply, and a market whose quote crosses a trigger that was just set.
    private async Task<(CommandReply Reply, MarketSnapshot? Crossed)> Commit(CommandId id, AccountCommand command, bool isRemembered)
    {
        if (_isLost)
            return (Unknown("the books are being read anew"), null);
        var (isDecided, result) = await Decide(command);
        if (!isDecided)
            return (Unknown("the tenant's limits could not be asked for, and nothing was carried out"), null);
        var buffer = Buffer;
        if (buffer.Count == 0 && !isRemembered)
            return (Reply(result, _books.Version), await TellSymbols(buffer.After, command));
        if (buffer.Count > 0 && settings.BooksCheck(buffer.After) is { } violation)
            return (await HaltOn(violation, command), null);

        var draft = Draft(buffer, result, command);
        var outcome = await Append(draft, id);
        if (outcome is not CommitOutcome.Committed)
            _untold?.Clear();
        switch (outcome)
        {
            case CommitOutcome.Committed:
                foreach (ref readonly var happened in draft.Events.AsSpan())
                    Apply(happened);
                _counts.Prune(_books);
                if (draft.Snapshot is not null)
                    _snapshotVersion = _books.Version;
                Count(draft, command, result);
                Publish(draft);
                PublishRefusal(draft);
                TellSignals(draft.Writer);
                WatchEquity();
                GiveBackSoon();
                return (draft.Reply, await TellSymbols(_books, command));
            case CommitOutcome.Repeated repeated:
                var known = ContractJson.Decode<CommandReply>(repeated.Result.Span);
                if (known.Version <= _books.Version)
                    return (known, null);
                // Carried out by another activation: these books are behind, and a trigger of theirs would be answered so for ever.
                var lost = Lose("somebody else carried this out; the books are read anew");
                return (isRemembered ? known : lost, null);
            case CommitOutcome.Conflict conflict:
                LogConflict(logger, _key, _books.Version, conflict.ActualVersion);
                return (Lose("somebody else wrote to these books; they are read anew"), null);
            default:
                return (Lose("the journal did not say what became of it"), null);
        }
    }

    private async Task<CommitOutcome?> Append(CommitDraft draft, CommandId id)
    {
        using var span = TraderTelemetry.Source.StartActivity("journal append");
        var encoded = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(draft.Events.Length);
        foreach (var happened in draft.Events)
            encoded.Add(ContractJson.Encode(happened));
        try
        {
            return await journal.Append(new Commit(
                _stream, id, _books.Version, _context.Now, encoded.MoveToImmutable(), ContractJson.Encode(draft.Reply), draft.Rows,
                draft.Snapshot));
        }
        catch (JournalException fault)
        {
            span?.SetStatus(ActivityStatusCode.Error, fault.Message);
            LogNotWritten(logger, fault, _key, id.Value);
            return null;
        }
    }

    private CommitDraft Draft(EventBuffer buffer, in CommandResult result, AccountCommand command)
    {
        var after = buffer.After;
        var reply = Reply(result, after.Version);
        if (buffer.Count == 0)
            return new CommitDraft([], RefusalRows(result, command), reply, null, null, _books.Version);
        var snapshot = after.Snapshot(_context);
        var writer = new AccountRowWriter(_key, settings.Venue, _books, after, snapshot, _counts);
        var version = _books.Version;
        foreach (ref readonly var happened in buffer.Events)
            writer.Add(happened, ++version);
        var rows = writer.Finish(TriggerRows(after));
        ReadOnlyMemory<byte>? saved = null;
        if (after.Version - _snapshotVersion >= settings.SnapshotEveryEvents)
            saved = ContractJson.Encode(CountsAfter(buffer).Save(after));
        return new CommitDraft(buffer.Events.ToArray(), rows, reply, saved, writer, _books.Version);
    }

    private AccountCounts CountsAfter(EventBuffer buffer)
    {
        var counts = AccountCounts.Load(_counts.Save(_books));
        foreach (ref readonly var happened in buffer.Events)
            counts.Apply(happened);
        return counts;
    }

    // What the journal holds is not known any more: this activation answers nothing and goes; the next one reads it.
    private CommandReply Lose(string fault)
    {
        _isLost = true;
        if (_isActive)
            DeactivateOnIdle();
        return Unknown(fault);
    }

    private CommandReply Unknown(string fault) => new(
        CommandStatus.Unknown, _books.Version, null, null, $"{fault}: ask for this command's reply by its id before doing anything else");

    private static CommandReply Reply(in CommandResult result, long version) => result.Refusal is { } refusal
        ? new CommandReply(CommandStatus.Refused, version, null, refusal, null) { Verdict = result.Verdict }
        : new CommandReply(CommandStatus.Done, version, result.Order, null, null) { Verdict = result.Verdict };

    // The markets of all that is held and of the symbol concerned; those that come with a call are not asked for.
    private async Task ReadMarkets(Symbol? concerned, MarketSnapshot? given)
    {
        _context.Clear();
        _context.Headroom = null;
        if (given is not null)
            Use(given, isNow: false);
        if (concerned is { } symbol && given is null)
            await ReadMarket(symbol);
        for (var i = 0; i < _books.Positions.Length; i++)
        {
            var held = _books.Positions[i];
            if (!held.IsFlat && _context.IndexOf(held.Symbol) < 0)
                await ReadMarket(held.Symbol);
        }

        _context.Now = time.GetUtcNow();
    }

    private async Task ReadMarket(Symbol symbol)
    {
        if (await SymbolOf(symbol).GetMarket() is { } market)
            Use(market, isNow: true);
    }

    private void Use(MarketSnapshot market, bool isNow)
    {
        _instruments[market.Instrument.Symbol] = market.Instrument;
        if (market.Quote is not null)
            _context.Set(View(market, isNow));
    }

    private static MarketView View(MarketSnapshot market, bool isNow)
    {
        var view = MarketView.Of(market.Instrument, market.Quote!, market.Book, market.StaleReason is not null);
        if (market.Standing is { } standing)
            view = view with { Standing = standing };
        return isNow ? view.AsOfNow() : view;
    }

    private ISymbolGrain SymbolOf(Symbol symbol) => (_symbols ??= []).TryGetValue(symbol, out var known)
        ? known
        : _symbols[symbol] = GrainFactory.Symbol(new SymbolKey(settings.Venue, symbol));

    private Dictionary<Symbol, ISymbolGrain>? _symbols;

    /// <param name="Writer">Null for a commit without events.</param>
    private sealed record CommitDraft(
        AccountEvent[] Events, ImmutableArray<ReadModelRow> Rows, CommandReply Reply, ReadOnlyMemory<byte>? Snapshot,
        AccountRowWriter? Writer, long PreviousVersion);

    [LoggerMessage(1, LogLevel.Error, "{Account}: the books at version {Version} were written by somebody else, up to {Actual}.")]
    private static partial void LogConflict(ILogger logger, AccountKey account, long version, long actual);

    [LoggerMessage(2, LogLevel.Error, "{Account}: {What} may not have been written.")]
    private static partial void LogNotWritten(ILogger logger, Exception fault, AccountKey account, string what);
}
