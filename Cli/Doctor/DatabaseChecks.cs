using Npgsql;
using OrleansTrader.Storage;

namespace OrleansTrader.Cli.Doctor;

/// <summary>PostgreSQL, where the settings name one: reached, in time, of a form that is known.</summary>
internal static class DatabaseChecks
{
    private const string Subject = "database";

    public static async Task<IReadOnlyList<Check>> Run(Patient patient, CancellationToken cancellation)
    {
        string? text;
        try
        {
            text = patient.Setting("Storage__ConnectionString");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [Check.Found(Subject, $"Storage__ConnectionString_FILE cannot be read ({fault.Message})", "run this as the service's user, with its environment")];
        }

        if (text is null)
            return [Check.Skip(Subject, "the settings name no PostgreSQL (Storage__ConnectionString): the books are SQLite's")];
        try
        {
            var place = new NpgsqlConnectionStringBuilder(text);
            var facts = await SchemaVersions.OfServer(text, Patient.AnswerMax, cancellation);
            var schemas = facts.Schemas.Select(static schema => schema.Value > SchemaVersions.Postgres
                ? Check.Found($"books {schema.Key} on PostgreSQL", $"schema version {schema.Value}, this program knows {SchemaVersions.Postgres}", "use the release that wrote them, or restore the backup from before the upgrade")
                : Check.Ok($"books {schema.Key} on PostgreSQL", $"schema version {schema.Value}"));
            return [Check.Ok(Subject, $"PostgreSQL {facts.Version} at {place.Host}:{place.Port} answers"), patient.Compare("clock of the database", facts.Now, "it"), Durability(facts), .. schemas];
        }
        catch (Exception fault) when (fault is NpgsqlException or ArgumentException or TimeoutException or System.Net.Sockets.SocketException)
        {
            // The message names host, user and database; the password is in none.
            return [Check.Found(Subject, $"cannot be used ({fault.GetBaseException().Message})", "look at host, port, user, password and database of Storage__ConnectionString, and whether the server runs")];
        }
    }

    internal static Check Durability(ServerFacts facts) => facts.Risky.Count == 0
        ? Check.Ok("durability of the database", "what it confirmed is on disk")
        : Check.Found(
            "durability of the database", $"{string.Join(", ", facts.Risky)} off: fills that were confirmed may be gone after a crash",
            "set to on in postgresql.conf, or with ALTER ROLE or ALTER DATABASE where it was set there");
}
