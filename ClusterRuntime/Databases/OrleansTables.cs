using System.Net;
using System.Reflection;
using Npgsql;
using OrleansTrader.ClusterRuntime.Peers;

namespace OrleansTrader.ClusterRuntime.Databases;

/// <summary>Orleans' tables in the books' database, and the cluster that they belong to.</summary>
public static class OrleansTables
{
    /// <summary>How new the script is. A database that a newer release has prepared is left as it is: newer tables and texts serve this one, too.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Two silos that start at once make the tables one after the other.</summary>
    private const long SchemaLock = 0x6F72_6C65_616E_73;

    /// <summary>So many silos are asked at most; the newest, for they know best what holds now.</summary>
    private const int SilosMax = 8;

    private const string Script = "OrleansTrader.ClusterRuntime.Databases.orleans.sql";

    /// <summary>Makes what is missing, and enters the cluster that these books belong to from now on.</summary>
    /// <returns>Null, or why this process must not start, in one line.</returns>
    /// <exception cref="NpgsqlException">The database cannot be reached, or refuses.</exception>
    public static async Task<string?> Prepare(string connectionString, string serviceId, string clusterId, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Run(connection, $"SELECT pg_advisory_xact_lock({SchemaLock})", cancellation);
        if (await VersionThere(connection, cancellation) <= SchemaVersion)
            await Run(connection, await ReadScript(cancellation), cancellation);
        await using (var enter = new NpgsqlCommand(
                         """
                         INSERT INTO trader_cluster (service_id, cluster_id, schema_version) VALUES ($1, $2, $3)
                         ON CONFLICT (one) DO UPDATE SET schema_version = excluded.schema_version WHERE trader_cluster.schema_version < excluded.schema_version
                         """,
                         connection))
        {
            enter.Parameters.Add(new() { Value = serviceId });
            enter.Parameters.Add(new() { Value = clusterId });
            enter.Parameters.Add(new() { Value = SchemaVersion });
            await enter.ExecuteNonQueryAsync(cancellation);
        }

        var foreign = await Foreign(connection, serviceId, clusterId, cancellation);
        if (foreign is null)
            await transaction.CommitAsync(cancellation);
        return foreign;
    }

    /// <summary>How far this machine's clock is ahead of the database's; half a round trip's doubt in it.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task<TimeSpan> ClockAhead(string connectionString, TimeProvider time, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var ask = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var before = time.GetUtcNow();
        var there = (DateTime)(await ask.ExecuteScalarAsync(cancellation))!;
        var after = time.GetUtcNow();
        return before + ((after - before) / 2) - new DateTimeOffset(there.ToUniversalTime());
    }

    /// <summary>Silos that the table calls active and that said so of late; an end point that was killed may be among them.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task<IReadOnlyList<ActiveSilo>> ActiveSilos(string connectionString, string clusterId, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var read = new NpgsqlCommand(
            $"""
             SELECT silo_name, address, port, proxy_port FROM orleans_membership
             WHERE deployment_id = $1 AND status = {(int)SiloStatus.Active} AND alive_time > now() - interval '1 minute'
             ORDER BY start_time DESC LIMIT {SilosMax}
             """,
            connection);
        read.Parameters.Add(new() { Value = clusterId });
        await using var reader = await read.ExecuteReaderAsync(cancellation);
        var silos = new List<ActiveSilo>();
        while (await reader.ReadAsync(cancellation))
        {
            if (IPAddress.TryParse(reader.GetString(1), out var address))
                silos.Add(new ActiveSilo(reader.GetString(0), address, reader.GetInt32(2), reader.GetInt32(3)));
        }

        return silos;
    }

    /// <summary>0 where nothing is yet, or nothing with a version.</summary>
    private static async Task<int> VersionThere(NpgsqlConnection connection, CancellationToken cancellation)
    {
        const string Column = "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass('trader_cluster') AND attname = 'schema_version'";
        await using (var look = new NpgsqlCommand(Column, connection))
        {
            if (await look.ExecuteScalarAsync(cancellation) is not > 0L)
                return 0;
        }

        await using var read = new NpgsqlCommand("SELECT schema_version FROM trader_cluster", connection);
        return await read.ExecuteScalarAsync(cancellation) is int version ? version : 0;
    }

    private static async Task<string?> Foreign(NpgsqlConnection connection, string serviceId, string clusterId, CancellationToken cancellation)
    {
        await using var read = new NpgsqlCommand("SELECT service_id, cluster_id FROM trader_cluster", connection);
        await using var reader = await read.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (service, cluster) = (reader.GetString(0), reader.GetString(1));
        return string.Equals(service, serviceId, StringComparison.Ordinal) && string.Equals(cluster, clusterId, StringComparison.Ordinal)
            ? null
            : $"this silo is of cluster '{serviceId}/{clusterId}', but the books of this database belong to '{service}/{cluster}': "
              + "set Cluster__ServiceId and Cluster__ClusterId to these, or name another database";
    }

    private static async Task Run(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<string> ReadScript(CancellationToken cancellation)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"the resource {Script} is missing from this build");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellation);
    }
}
