using System.Globalization;
using Npgsql;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Storage.Postgres.Commits;
using OrleansTrader.Storage.Postgres.Database;

namespace OrleansTrader.Storage.Postgres.Rows;

/// <summary>
/// The months of the partitioned tables, made before the first row of each. A month is made apart and then attached, which lets queries and
/// a running backup go on beside it.
/// </summary>
internal sealed class Partitions(PostgresDatabase database)
{
    private readonly HashSet<(string Table, int Year, int Month)> _known = [];

    public async Task Ensure(List<PendingWrite> group, CancellationToken cancellation)
    {
        foreach (var pending in group)
        {
            foreach (var row in pending.Rows)
            {
                var month = row switch
                {
                    EquityRow equity => ("equity", equity.At.UtcDateTime.Year, equity.At.UtcDateTime.Month),
                    DecisionRow decision => ("decisions", decision.At.UtcDateTime.Year, decision.At.UtcDateTime.Month),
                    _ => default,
                };
                if (month.Item1 is null || _known.Contains(month))
                    continue;
                await Make(month.Item1, new DateTime(month.Year, month.Month, 1, 0, 0, 0, DateTimeKind.Utc), cancellation);
                _known.Add(month);
            }
        }
    }

    /// <summary>Of equity rows of these instants.</summary>
    public async Task EnsureEquity(IEnumerable<DateTimeOffset> instants, CancellationToken cancellation)
    {
        foreach (var (year, month) in instants.Select(static at => (at.UtcDateTime.Year, at.UtcDateTime.Month)).Distinct())
            await Make("equity", new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Utc), cancellation);
    }

    /// <summary>Some may have been dropped since.</summary>
    public void Forget() => _known.Clear();

    public static string NameOf(string table, DateTime month) => string.Create(CultureInfo.InvariantCulture, $"{table}_{month:yyyy_MM}");

    private ValueTask<int> Make(string table, DateTime month, CancellationToken cancellation) => database.Use(
        async connection =>
        {
            var name = NameOf(table, month);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await Run(connection, new Query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))").Add($"OrleansTrader partitions {database.Schema}"), cancellation);
            var exists = await PostgresDatabase.All(
                connection, new Query("SELECT to_regclass($1) IS NOT NULL").Add(name), static row => row.Bool(), cancellation);
            if (exists[0])
                return 0;
            var (from, to) = (month.Ticks, month.AddMonths(1).Ticks);
            await Run(connection, new Query($"CREATE TABLE {name}(LIKE {table} INCLUDING ALL)"), cancellation);
            await Run(connection, new Query(string.Create(
                CultureInfo.InvariantCulture, $"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({from}) TO ({to})")), cancellation);
            await transaction.CommitAsync(cancellation);
            return 1;
        },
        cancellation);

    private static async Task Run(NpgsqlConnection connection, Query query, CancellationToken cancellation)
    {
        await using var command = query.On(connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
