using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Postgres.Commits;
using OrleansTrader.Storage.Postgres.Database;

namespace OrleansTrader.Storage.Postgres.Journal;

/// <summary>What a group commit must know before it writes, asked in one round trip.</summary>
internal static class GroupReader
{
    private const string AddStreams = "INSERT INTO streams(name) SELECT name FROM unnest($1::text[]) AS told(name) ORDER BY name COLLATE \"C\" ON CONFLICT DO NOTHING";

    // In the order of their names, as whoever else writes to them does.
    private const string LockStreams = "SELECT name, id, version, hash FROM streams WHERE name = ANY($1) ORDER BY name FOR NO KEY UPDATE";

    private const string FindCommands =
        "SELECT s.name, c.command, c.result, c.version_after FROM unnest($1::text[], $2::text[]) AS told(stream, command) "
        + "JOIN streams s ON s.name = told.stream JOIN commits c ON c.stream = s.id AND c.command = told.command";

    /// <param name="batch">With what goes before, such as the beginning of the transaction.</param>
    public static async Task<StreamHeads> Read(NpgsqlBatch batch, List<PendingWrite> group, JournalHash hash)
    {
        var found = new StreamHeads(new(StringComparer.Ordinal), []);
        var commits = group.Where(static pending => pending.Commit is not null).Select(static pending => pending.Commit!).ToList();
        if (commits.Count > 0)
            Ask(batch, commits);
        await using var reader = await batch.ExecuteReaderAsync();
        if (commits.Count == 0)
            return found;

        // Only two of the statements have rows.
        var row = new PostgresRow(reader);
        while (await reader.ReadAsync())
        {
            row.Rewind();
            var (name, id, version, last) = (row.Text(), row.Long(), row.Long(), row.Bytes());
            found.Heads[name] = new StreamHead(id, name, version, last.Length == 0 ? hash.Genesis(name) : last);
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            row.Rewind();
            found.Repeats[(row.Text(), row.Text())] = new CommitOutcome.Repeated(row.Bytes(), row.Long());
        }

        return found;
    }

    private static void Ask(NpgsqlBatch batch, List<Commit> commits)
    {
        // A commit that expects events is no reason to begin a stream.
        var begun = commits.Where(static commit => commit.ExpectedVersion == 0).Select(static commit => commit.Stream).Distinct(StringComparer.Ordinal).ToList();
        if (begun.Count > 0)
            batch.BatchCommands.Add(new Query(AddStreams).Add(begun).InBatch());
        batch.BatchCommands.Add(new Query(LockStreams).Add(commits.Select(static commit => commit.Stream).Distinct(StringComparer.Ordinal).ToList()).InBatch());
        batch.BatchCommands.Add(new Query(FindCommands)
            .Add(commits.ConvertAll(static commit => commit.Stream)).Add(commits.ConvertAll(static commit => commit.Command.Value)).InBatch());
    }
}
