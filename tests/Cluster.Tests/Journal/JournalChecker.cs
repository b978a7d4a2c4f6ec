using System.Buffers.Binary;
using System.Data;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using OrleansTrader.ClusterTests.Load;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Json;
using OrleansTrader.Service.Tests.Crash;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.ClusterTests.Journal;

/// <summary>What was found, for the record.</summary>
internal sealed record Findings(long Streams, long Commits, long Events, long Fills, long Acknowledged, int Digests);

/// <summary>
/// Reads nothing but the journal's tables, and proves of them: every acknowledged command is there once with the answer that was told; no
/// event is lost, doubled or out of order; each order filled once and whole; the read model and the live accounts are what the events come to.
/// </summary>
internal sealed class JournalChecker(string database) : IAsyncDisposable
{
    private const string Account = "account/";

    private readonly NpgsqlConnection _connection = new(database);
    private readonly Dictionary<string, List<StoredCommit>> _commits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<byte[]>> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FoldedAccount> _folded = new(StringComparer.Ordinal);

    /// <param name="digests">What live accounts say of their books, and at which version.</param>
    public async Task<Findings> Check(IReadOnlyCollection<Acknowledged> told, IReadOnlyDictionary<AccountKey, BooksDigest> digests)
    {
        // Agents go on meanwhile: all is read as of one instant.
        await _connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var instant = await _connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, TestContext.Current.CancellationToken);
        await ReadCommits();
        await ReadEvents();
        foreach (var acknowledged in told)
            CheckTold(acknowledged);
        foreach (var (account, digest) in digests)
            CheckLive(account, digest);
        var fills = await CheckFills();
        return new Findings(
            _events.Count, _commits.Values.Sum(static commits => commits.Count), _events.Values.Sum(static events => events.Count), fills, told.Count, digests.Count);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Each command once, each beginning where the stream's last one ended.</summary>
    private async Task ReadCommits()
    {
        await foreach (var row in Rows(
                           "SELECT s.name, c.command, c.version_before, c.version_after, c.result FROM commits c JOIN streams s ON s.id = c.stream ORDER BY c.stream, c.version_after, c.version_before"))
        {
            var commit = new StoredCommit(row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetFieldValue<byte[]>(4));
            if (!_commits.TryGetValue(row.GetString(0), out var commits))
                _commits[row.GetString(0)] = commits = [];
            commits.Add(commit);
        }

        foreach (var (stream, commits) in _commits)
        {
            Assert.Equal(commits.Count, commits.Select(static commit => commit.Command).Distinct(StringComparer.Ordinal).Count());
            var version = 0L;
            foreach (var commit in commits.Where(static commit => commit.After > commit.Before))
            {
                Assert.True(version == commit.Before, $"{stream}: {commit.Command} begins at {commit.Before}, the one before ended at {version}");
                version = commit.After;
            }
        }
    }

    /// <summary>Versions count from 1, each hash follows from the one before, and as many as the commits say.</summary>
    private async Task ReadEvents()
    {
        var hashes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await foreach (var row in Rows("SELECT s.name, e.version, e.payload, e.hash FROM events e JOIN streams s ON s.id = e.stream ORDER BY e.stream, e.version"))
        {
            var (name, version, payload) = (row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));
            if (!_events.TryGetValue(name, out var events))
                _events[name] = events = [];
            events.Add(payload);
            Assert.True(events.Count == version, $"{name}: event {version} stands where {events.Count} should");
            hashes[name] = SHA256.HashData([.. hashes.GetValueOrDefault(name) ?? Genesis(name), .. Bytes(version), .. payload]);
            Assert.True(hashes[name].AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(3)), $"{name}: the hash of event {version} does not follow");
            if (!name.StartsWith(Account, StringComparison.Ordinal))
                continue;
            using var json = JsonDocument.Parse(payload);
            if (!_folded.TryGetValue(name[Account.Length..], out var folded))
                _folded[name[Account.Length..]] = folded = new FoldedAccount();
            folded.Add(json.RootElement, version);
        }

        foreach (var (stream, commits) in _commits)
            Assert.Equal(commits.Max(static commit => commit.After), _events.GetValueOrDefault(stream)?.Count ?? 0);
    }

    private void CheckTold(Acknowledged told)
    {
        var stream = Account + told.Account;
        var commit = Assert.Single(_commits[stream], commit => string.Equals(commit.Command, told.Id.Value, StringComparison.Ordinal));
        Assert.Equal(told.Reply, ContractJson.Decode<CommandReply>(commit.Result));
        if (!told.Reply.IsDone)
            return;

        var events = Enumerable.Range((int)commit.Before, (int)(commit.After - commit.Before)).Select(index => ContractJson.Decode<AccountEvent>(_events[stream][index])).ToList();
        Assert.Single(events, static happened => happened.Kind == AccountEventKind.OrderAccepted);
        Assert.Equal(0.01m, _folded[told.Account.ToString()].FilledOf(told.Reply.Order!.Value.Value));
    }

    private void CheckLive(AccountKey account, BooksDigest live)
    {
        var state = new AccountState();
        foreach (var payload in _events[Account + account].Take((int)live.Version))
            Ledger.Apply(state, ContractJson.Decode<AccountEvent>(payload));
        Assert.Equal(live, BooksDigest.Of(state));
        Assert.Null(LedgerInvariants.Check(state));
    }

    /// <summary>The read model has the fills of the events, each once, and none beside them.</summary>
    private async Task<long> CheckFills()
    {
        var stored = new Dictionary<string, List<FoldedFill>>(StringComparer.Ordinal);
        await foreach (var row in Rows(
                           "SELECT account, number, order_id, symbol, at, version, side, price, quantity, fee, realised FROM fills ORDER BY account, number"))
        {
            if (!stored.TryGetValue(row.GetString(0), out var fills))
                stored[row.GetString(0)] = fills = [];
            fills.Add(new FoldedFill(
                row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetInt64(4), row.GetInt64(5), (int)row.GetInt64(6), row.GetDecimal(7), row.GetDecimal(8),
                row.GetDecimal(9), row.GetDecimal(10)));
        }

        foreach (var (account, folded) in _folded)
            Assert.Equal(folded.Fills, stored.GetValueOrDefault(account) ?? []);
        var count = stored.Values.Sum(static fills => (long)fills.Count);
        Assert.Equal(_folded.Values.Sum(static folded => (long)folded.Fills.Count), count);
        return count;
    }

    private async IAsyncEnumerable<NpgsqlDataReader> Rows(string query)
    {
        await using var command = new NpgsqlCommand(query, _connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            yield return reader;
    }

    private static byte[] Genesis(string stream) => SHA256.HashData([.. "stream"u8, .. Bytes(Encoding.UTF8.GetByteCount(stream)), .. Encoding.UTF8.GetBytes(stream)]);

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    private sealed record StoredCommit(string Command, long Before, long After, byte[] Result);
}
