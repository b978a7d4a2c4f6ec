using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Grains.Accounts;

/// <summary>The rows of accounts from their events, by the code that wrote them the first time.</summary>
/// <param name="instrumentOf">Steps and margin tiers of a symbol that an account has traded.</param>
public sealed class AccountHistory(GrainSettings settings, Func<Symbol, CancellationToken, ValueTask<Instrument>> instrumentOf) : IRowHistory
{
    private readonly Dictionary<Symbol, Instrument> _instruments = [];
    private readonly SortedDictionary<string, Ledgers> _accounts = new(StringComparer.Ordinal);
    private DecisionContext? _contextOrNull;

    public string StreamsBegin => AccountGrain.Stream;

    private DecisionContext _context => _contextOrNull ??= new DecisionContext(_instruments, settings.Exchange);

    public async ValueTask<ImmutableArray<ReadModelRow>> Next(
        string stream, DateTimeOffset at, ImmutableArray<StoredEvent> events, CancellationToken cancellation)
    {
        var happened = new AccountEvent[events.Length];
        for (var i = 0; i < happened.Length; i++)
        {
            happened[i] = ContractJson.Decode<AccountEvent>(events[i].Payload.Span);
            if (SymbolOf(happened[i]) is { } symbol && !_instruments.ContainsKey(symbol))
                _instruments[symbol] = await instrumentOf(symbol, cancellation);
        }

        if (!_accounts.TryGetValue(stream, out var account))
            _accounts.Add(stream, account = new Ledgers(AccountKey.Parse(stream[StreamsBegin.Length..])));
        _context.Now = at;
        return account.Take(happened, settings.Venue, _context);
    }

    public ImmutableArray<TriggerSetRow> TriggerSets()
    {
        var rows = ImmutableArray.CreateBuilder<TriggerSetRow>();
        var triggers = new List<Trigger>();
        foreach (var account in _accounts.Values)
        {
            foreach (var symbol in account.Books.SymbolsInUse())
            {
                triggers.Clear();
                Triggers.Of(account.Books, symbol, _context, triggers);
                if (triggers.Count > 0)
                {
                    rows.Add(new TriggerSetRow(
                        new SymbolKey(settings.Venue, symbol), account.Key, account.Books.Version, ContractJson.EncodeText(triggers.ToImmutableArray())));
                }
            }
        }

        return rows.ToImmutable();
    }

    private static Symbol? SymbolOf(in AccountEvent happened) =>
        happened.Kind == AccountEventKind.OrderAccepted ? happened.OrderAccepted().Intent.Symbol : happened.Symbol;

    /// <summary>An account's books before and after its latest commit.</summary>
    private sealed class Ledgers(AccountKey key)
    {
        private readonly AccountState _before = new();
        private readonly AccountCounts _counts = new();

        public AccountKey Key => key;

        public AccountState Books { get; } = new();

        public ImmutableArray<ReadModelRow> Take(AccountEvent[] happened, string venue, DecisionContext context)
        {
            _before.CopyFrom(Books);
            foreach (ref readonly var one in happened.AsSpan())
                Ledger.Apply(Books, one);
            var writer = new AccountRowWriter(key, venue, _before, Books, Books.Snapshot(context), _counts);
            var version = _before.Version;
            foreach (ref readonly var one in happened.AsSpan())
                writer.Add(one, ++version);
            var rows = writer.Finish([]);
            foreach (ref readonly var one in happened.AsSpan())
                _counts.Apply(one);
            _counts.Prune(Books);
            return rows;
        }
    }
}
