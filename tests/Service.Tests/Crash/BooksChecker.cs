using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansTrader.Grains.Json;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Service.Tests.Crash;

/// <summary>
/// Proves of a journal that no event is lost, doubled or out of order and that the read model is what the events say. It reads the
/// tables itself, recomputes the hash chains from their definition and adds the accounts up itself.
/// </summary>
internal sealed class BooksChecker
{
    private readonly Dictionary<string, FoldedAccount> _accounts = new(StringComparer.Ordinal);
    private readonly JournalFile _journal;

    public BooksChecker(JournalFile journal) => _journal = journal;

    public long Events { get; private set; }

    public long Snapshots { get; private set; }

    public IReadOnlyDictionary<string, FoldedAccount> Accounts => _accounts;

    public void Check()
    {
        Assert.Equal(["ok"], _journal.Query("PRAGMA integrity_check", static row => row.Text(0)));
        var streams = _journal.Query("SELECT id, name FROM streams", static row => (Id: row.Long(0), Name: row.Text(1))).ToDictionary(static s => s.Id, static s => s.Name);
        CheckCommits();
        foreach (var (id, name) in streams)
            CheckStream(id, name);
        Assert.Equal(_journal.Number("SELECT count(*) FROM events"), Events);
        CheckFills();
        CheckOrders();
        CheckPositions();
        CheckCash();
        CheckTrades();
    }

    /// <summary>Commits are numbered without a gap, each command once, and each begins where its stream's last one ended.</summary>
    private void CheckCommits()
    {
        var heads = new Dictionary<long, (long Version, long At)>();
        var commands = new HashSet<(long, string)>();
        var number = 0L;
        foreach (var commit in _journal.Query(
                     "SELECT number, stream, command, at, version_before, version_after, (SELECT count(*) FROM events e WHERE e.number = c.number) FROM commits c ORDER BY number",
                     static row => (Number: row.Long(0), Stream: row.Long(1), Command: row.Text(2), At: row.Long(3), Before: row.Long(4), After: row.Long(5), Events: row.Long(6))))
        {
            var head = heads.GetValueOrDefault(commit.Stream);
            Assert.Equal(++number, commit.Number);
            Assert.True(commands.Add((commit.Stream, commit.Command)), $"command {commit.Command} is there twice");
            Assert.Equal(head.Version, commit.Before);
            Assert.Equal(commit.After - commit.Before, commit.Events);
            Assert.True(commit.At >= head.At, $"commit {number} lies before its stream's last one");
            heads[commit.Stream] = (commit.After, commit.At);
        }

        Assert.Equal(number, _journal.Number("SELECT coalesce(max(last), 0) FROM groups"));
    }

    /// <summary>Versions count from 1, each hash follows from the one before, instants never fall; what the ledger makes of them is the stored snapshot.</summary>
    private void CheckStream(long id, string name)
    {
        var account = _accounts[name["account/".Length..]] = new FoldedAccount();
        var state = new AccountState();
        var snapshot = _journal.Query($"SELECT version, state FROM snapshots WHERE stream = {id}", static row => (Version: row.Long(0), State: row.Blob(1))).SingleOrDefault();
        var (version, at, hash) = (0L, DateTimeOffset.MinValue, Genesis(name));
        foreach (var stored in _journal.Query(
                     $"SELECT version, payload, hash FROM events WHERE stream = {id} ORDER BY position", static row => (Version: row.Long(0), Payload: row.Blob(1), Hash: row.Blob(2))))
        {
            Assert.Equal(++version, stored.Version);
            hash = SHA256.HashData([.. hash, .. Bytes(version), .. stored.Payload]);
            Assert.True(hash.AsSpan().SequenceEqual(stored.Hash), $"the hash of event {version} of {name} does not follow");
            using var json = JsonDocument.Parse(stored.Payload);
            var happenedAt = FoldedAccount.At(json.RootElement);
            Assert.True(happenedAt >= at, $"event {version} of {name} lies before the one before");
            at = happenedAt;
            account.Add(json.RootElement, version);
            Ledger.Apply(state, ContractJson.Decode<AccountEvent>(stored.Payload));
            if (version == snapshot.Version)
                CheckSnapshot(state, snapshot.State, name);
        }

        Events += version;
        Assert.Null(LedgerInvariants.Check(state));
        Assert.Equal(account.Cash, state.Cash);
        foreach (var symbol in account.Symbols)
            Assert.Equal(account.PositionIn(symbol), Held(state, symbol));
        Assert.Equal(account.Orders.Order(), account.Orders.Distinct());
    }

    private void CheckSnapshot(AccountState state, byte[] stored, string name)
    {
        using var json = JsonDocument.Parse(stored);
        var books = ContractJson.Decode<AccountStateData>(json.RootElement.GetProperty("books").GetRawText());
        Assert.True(AccountStates.AreEqual(state.ToData(), books), $"the snapshot of {name} is not what its events come to");
        Snapshots++;
    }

    private void CheckFills()
    {
        var stored = _journal.Query(
            "SELECT account, number, order_id, symbol, at, version, side, price, quantity, fee, realised FROM fills ORDER BY row",
            static row => (Account: row.Text(0), Fill: new FoldedFill(
                row.Long(1), row.Long(2), row.Text(3), row.Long(4), row.Long(5), (int)row.Long(6), row.Decimal(7), row.Decimal(8), row.Decimal(9), row.Decimal(10))))
            .ToLookup(static row => row.Account, static row => row.Fill);
        foreach (var (name, account) in _accounts)
            Assert.Equal(account.Fills, stored[name]);
        Assert.Equal(_accounts.Values.Sum(static account => account.Fills.Count), stored.Sum(static fills => fills.Count()));
    }

    private void CheckOrders()
    {
        var stored = _journal.Query(
            "SELECT account, order_id, filled, is_open FROM orders ORDER BY row",
            static row => (Account: row.Text(0), Order: row.Long(1), Filled: row.Decimal(2), IsOpen: row.Long(3) != 0)).ToLookup(static row => row.Account);
        foreach (var (name, account) in _accounts)
        {
            Assert.Equal(account.Orders.Order(), stored[name].Select(static row => row.Order).Order());
            foreach (var row in stored[name])
            {
                Assert.Equal(account.FilledOf(row.Order), row.Filled);
                Assert.False(row.IsOpen && account.Ended.Contains(row.Order), $"order {row.Order} of {name} ended and is open");
            }
        }
    }

    private void CheckPositions()
    {
        var stored = _journal.Query("SELECT account, symbol, quantity FROM positions", static row => (Account: row.Text(0), Symbol: row.Text(1), Quantity: row.Decimal(2)))
            .ToDictionary(static row => (row.Account, row.Symbol), static row => row.Quantity);
        foreach (var (name, account) in _accounts)
        {
            foreach (var symbol in account.Symbols)
                Assert.Equal(account.PositionIn(symbol), stored.GetValueOrDefault((name, symbol)));
        }

        Assert.All(stored.Keys, key => Assert.Contains(key.Symbol, _accounts[key.Account].Symbols));
    }

    /// <summary>Each point of an equity curve has the cash of its version, and each account its deposits.</summary>
    private void CheckCash()
    {
        foreach (var (account, version, cash) in _journal.Query("SELECT account, version, cash FROM equity", static row => (row.Text(0), row.Long(1), row.Decimal(2))))
            Assert.Equal(_accounts[account].CashAt(version), cash);
        var deposits = _journal.Query("SELECT account, deposited FROM accounts", static row => (row.Text(0), row.Decimal(1)));
        Assert.Equal(_accounts.Count, deposits.Count);
        foreach (var (account, deposited) in deposits)
            Assert.Equal(_accounts[account].Deposited, deposited);
    }

    private void CheckTrades()
    {
        var stored = _journal.Query("SELECT account, number, net FROM closed_trades ORDER BY account, number", static row => (Account: row.Text(0), Number: row.Long(1), Net: row.Decimal(2)))
            .ToLookup(static row => row.Account);
        foreach (var (name, account) in _accounts)
        {
            Assert.Equal(Enumerable.Range(1, account.TradesNet.Count).Select(static number => (long)number), stored[name].Select(static row => row.Number));
            Assert.Equal(account.TradesNet, stored[name].Select(static row => row.Net));
        }
    }

    private static decimal Held(AccountState state, string symbol)
    {
        foreach (ref readonly var position in state.Positions)
        {
            if (symbol.EndsWith($"/{position.Symbol}", StringComparison.Ordinal))
                return position.Quantity;
        }

        return 0m;
    }

    private static byte[] Genesis(string stream) => SHA256.HashData([.. "stream"u8, .. Bytes(Encoding.UTF8.GetByteCount(stream)), .. Encoding.UTF8.GetBytes(stream)]);

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }
}
