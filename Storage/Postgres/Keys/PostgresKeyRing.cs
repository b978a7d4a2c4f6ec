using Npgsql;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Postgres.Keys;

/// <summary>
/// The key ring in a table of PostgreSQL, in a schema of its own beside those of the books: all processes of the service, of whichever feed and
/// role, share it. Read at the start and once a day, so that a connection is made for each.
/// </summary>
public sealed class PostgresKeyRing(string connectionString) : IKeyRing
{
    /// <summary>Most keys that are read; a new one is made every ninety days.</summary>
    private const int KeysMax = 10_000;

    private const long Lock = 0x6B65_7972_696E_6701;

    public IReadOnlyCollection<string> ReadAll()
    {
        using var connection = Open();
        using var command = new NpgsqlCommand("SELECT xml FROM key_ring.keys ORDER BY made_at LIMIT $1", connection) { Parameters = { new() { Value = KeysMax } } };
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
            found.Add(reader.GetString(0));
        return found;
    }

    public void Add(string name, string xml)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand("INSERT INTO key_ring.keys(name, xml) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = xml } },
        };
        command.ExecuteNonQuery();
    }

    // Two processes that start together must not make the table twice.
    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            connection.Open();
            using var command = new NpgsqlCommand(
                FormattableString.Invariant($"""
                BEGIN;
                SELECT pg_advisory_xact_lock({Lock});
                CREATE SCHEMA IF NOT EXISTS key_ring;
                CREATE TABLE IF NOT EXISTS key_ring.keys(name text PRIMARY KEY, xml text NOT NULL, made_at timestamptz NOT NULL DEFAULT now());
                COMMIT;
                """), connection);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
