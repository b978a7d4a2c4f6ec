using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Accounts;

/// <summary>The books of one account. Every change: validate, decide, append to the journal, apply, tell symbols and watchers, return.</summary>
[GrainType(GrainTypes.Account)]
internal sealed partial class AccountGrain(
    GrainSettings settings, IJournal journal, IReadModel readModel, TimeProvider time, ILogger<AccountGrain> logger) : Grain, IAccountGrain, IDisposable
{
    /// <summary>How the names of accounts' streams begin.</summary>
    internal const string Stream = "account/";

    // Decisions are made within one turn without awaiting: one buffer a thread serves all accounts.
    [ThreadStatic]
    private static EventBuffer? t_buffer;

    private readonly Dictionary<Symbol, Instrument> _instruments = [];
    private AccountKey _key;
    private string _stream = string.Empty;
    private AccountState _books = new();
    private AccountCounts _counts = new();
    private DecisionContext? _contextOrNull;
    private long _snapshotVersion;
    private bool _isLost;
    private bool _isActive;

    private static EventBuffer Buffer => t_buffer ??= new EventBuffer();

    private DecisionContext _context => _contextOrNull ??= new DecisionContext(_instruments, settings.Exchange);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = AccountKey.Parse(this.GetPrimaryKeyString());
        _stream = Stream + _key;
        OpenStreams();
        await Load(cancellationToken);
        _isActive = !_books.IsOpened;
        if (_isActive)
            return;
        await RememberTriggers(cancellationToken);
        await CatchUpFunding(cancellationToken);

        // One that goes as soon as it has come would be called again at once, without end: its callers are told instead.
        if (_isLost)
            throw new JournalException($"{_key}: missed funding could not be written; the account is there again when the journal is");
        _isActive = true;
        WatchEquity();
    }

    public async Task<CommandReply> Execute(CommandId id, AccountCommand command)
    {
        if (string.IsNullOrWhiteSpace(id.Value) || id.Value.Length > CommandId.LengthMax)
            return Refused(new Refusal(RefusalCode.InvalidValue, nameof(id), id.Value ?? string.Empty, $"give 1 to {CommandId.LengthMax} characters"));
        using var span = TraderTelemetry.Source.StartActivity("account execute");
        if (span is { IsAllDataRequested: true })
            span.SetTag("trader.account", _key.ToString()).SetTag("trader.command", command.GetType().Name).SetTag("trader.command.id", id.Value);
        if (IsOfTheService(command) && !Caller.IsService)
            return Refused(new Refusal(RefusalCode.NotAllowed, nameof(command), command.GetType().Name, "only the service tells an account what others halted"));
        if (await FollowStanding(command) is { } unknown)
            return unknown;
        if (await RefuseBeyondQuota(id, command) is { } refused)
            return refused;
        command = await Complete(id, command);
        await ReadMarkets(Concerned(command), null);
        var reply = OrderMetrics.TimesOrders && KindOf(command) is { } kind ? await Timed(id, command, kind) : await Carry(id, command, isRemembered: true);
        span?.SetTag("trader.status", reply.Status.ToString());
        return reply;
    }

    public async Task<CommandReply> Judge(AccountCommand command)
    {
        if (_isLost)
            return Unknown("the books are being read anew");
        await ReadMarkets(Concerned(command), null);
        return Reply(Ledger.Decide(_books, command, _context, Buffer), _books.Version);
    }

    public async Task<CommandReply> JudgeWithin(AccountCommand command, AgentLimits limits)
    {
        if (_isLost)
            return Unknown("the books are being read anew");
        await ReadMarkets(Concerned(command), null);
        var limited = Ledger.Decide(_books, new SetAgentLimits(limits.Agent, limits.Limits), _context, Buffer);
        if (!limited.IsAccepted)
            return Reply(limited, _books.Version);
        var books = new AccountState();
        books.CopyFrom(Buffer.After);
        return Reply(Ledger.Decide(books, command, _context, Buffer), _books.Version);
    }

    public async Task<CommandReply?> FindReply(CommandId id) =>
        await journal.Find(_stream, id, CancellationToken.None) is { } found ? ContractJson.Decode<CommandReply>(found.Result.Span) : null;

    public async Task<TriggerReply> OnTrigger(SymbolKey symbol, MarketSnapshot market)
    {
        if (_isLost)
            return TriggerReply.TryLater;
        await ReadMarkets(symbol.Symbol, market);
        var reply = await Carry(Derived("trigger", symbol.Symbol), new TriggersFired(symbol.Symbol), isRemembered: false);
        return reply.Status == CommandStatus.Unknown ? TriggerReply.TryLater : TriggerReply.Answered;
    }

    public async Task<TriggerReply> OnFunding(SymbolKey symbol, FundingRate rate, MarketSnapshot market)
    {
        if (_isLost)
            return TriggerReply.TryLater;
        await ReadMarkets(symbol.Symbol, market);
        var reply = await Charge(symbol.Symbol, rate.At, rate.Rate, rate.Mark);
        return reply.Status == CommandStatus.Unknown ? TriggerReply.TryLater : TriggerReply.Answered;
    }

    public async Task<AccountView?> GetView()
    {
        if (!_books.IsOpened)
            return null;
        await ReadMarkets(null, null);
        return new AccountView(_key, AccountKind.Paper, settings.Venue, _books.Snapshot(_context)) { Parents = ParentViews() };
    }

    public Task<BooksDigest?> GetDigest() => Task.FromResult(_isLost || !_books.IsOpened ? null : BooksDigest.Of(_books));

    public async Task<AccountReading?> Observe()
    {
        if (!_books.IsOpened)
            return null;
        await ReadMarkets(null, null);
        var snapshot = _books.Snapshot(_context);
        ShowEquity(snapshot.Equity);
        return new AccountReading(AccountObservations.From(snapshot), _books.Version, _counts.LastTrades);
    }

    private Task<CommandReply> Charge(Symbol symbol, DateTimeOffset at, decimal rate, decimal mark) =>
        Carry(new CommandId($"funding/{symbol}/{at.UtcTicks}"), new ChargeFunding(symbol, at, rate, mark), isRemembered: false);

    // A repeated trigger finds the ledger moved on: its command is another one, and changes nothing.
    private CommandId Derived(string what, Symbol symbol) => new($"{what}/{symbol}/{_books.Version}");

    private Symbol? Concerned(AccountCommand command) => command switch
    {
        SubmitOrder submit => submit.Intent?.Symbol,
        SubmitOco oco => oco.First?.Symbol,
        ClosePosition close => close.Symbol,
        AmendOrder amend => SymbolOf(amend.Order),
        ReplaceExits replace => replace.Symbol,
        CancelOrder cancel => SymbolOf(cancel.Order),
        SubmitParent parent => parent.Intent?.Symbol,
        CancelParent parent => SymbolOf(parent.Parent),
        SetLeverage leverage => leverage.Symbol,
        SetMarginMode mode => mode.Symbol,
        MoveIsolatedMargin move => move.Symbol,
        TriggersFired fired => fired.Symbol,
        ChargeFunding funding => funding.Symbol,
        _ => null,
    };

    private Symbol? SymbolOf(OrderId order) => _books.IndexOf(order) is >= 0 and var index ? _books.Orders[index].Symbol : _books.FindParent(order)?.Symbol;

    private async Task Load(CancellationToken cancellation)
    {
        if (await journal.LatestSnapshot(_stream, cancellation) is { } snapshot)
        {
            var memory = ContractJson.Decode<AccountMemory>(snapshot.State.Span);
            _books = memory.Books.ToState();
            _counts = AccountCounts.Load(memory);
            _snapshotVersion = snapshot.Version;
        }

        ImmutableArray<StoredEvent> tail;
        do
        {
            tail = await journal.Read(_stream, _books.Version, IJournal.ReadMax, cancellation);
            foreach (var stored in tail)
                Apply(ContractJson.Decode<AccountEvent>(stored.Payload.Span));
        }
        while (tail.Length == IJournal.ReadMax);
    }

    private void Apply(in AccountEvent happened)
    {
        Ledger.Apply(_books, happened);
        _counts.Apply(happened);
    }

    private CommandReply Refused(Refusal refusal) => new(CommandStatus.Refused, _books.Version, null, refusal, null);
}
