using System.Globalization;
using Npgsql;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Postgres.Database;

/// <summary>What went wrong with PostgreSQL, in one line with the remedy. No message has a password: none is ever put in.</summary>
internal static class PostgresFaults
{
    private const string Setting = "Storage:ConnectionString";

    /// <summary>The write itself cannot be done (a constraint, a value out of range); any other in the same group could.</summary>
    public static bool IsOfOneWrite(Exception error) => error is PostgresException { SqlState: ['2', '2' or '3', ..] } && !IsLostSlot(error);

    /// <summary>Taken back by the database to resolve a cycle of waits: the same again may succeed.</summary>
    public static bool IsPassing(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>Another process writes under our number.</summary>
    public static bool IsLostSlot(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "commits_pkey" or "groups_pkey" };

    /// <summary>Whether an exception comes from the database, the way to it, or a wait for it that took too long.</summary>
    public static bool IsOfDatabase(Exception error) =>
        error is NpgsqlException or TimeoutException or System.IO.IOException or System.Net.Sockets.SocketException or ObjectDisposedException;

    public static JournalException Tell(Exception error, string place) => new($"PostgreSQL at {place} {Said(error)}", error);

    private static string Said(Exception error) => error switch
    {
        PostgresException answer => Said(answer),
        NpgsqlException { InnerException: System.Net.Sockets.SocketException inner } =>
            $"cannot be reached ({inner.Message}): start it, or correct {Setting}",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => $"does not answer in time: look at its load and the network, or correct {Setting}",
        NpgsqlException { Message: var message } when message.Contains("pool", StringComparison.Ordinal) =>
            "has no free connection for this process: too many queries at a time; try again",
        NpgsqlException { InnerException: { } inner } => $"cannot be used ({OneLine(inner.Message)}): look at its log, or correct {Setting}",
        _ => $"cannot be used ({OneLine(error.Message)}): look at its log, or correct {Setting}",
    };

    private static string Said(PostgresException answer) => answer.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"refuses this user ({OneLine(answer.MessageText)}): correct user and password in {Setting}",
        PostgresErrorCodes.InvalidCatalogName => $"has no such database ({OneLine(answer.MessageText)}): create it with createdb, or name another in {Setting}",
        PostgresErrorCodes.InsufficientPrivilege => $"does not let this user do it ({OneLine(answer.MessageText)}): grant it CREATE on the database, or name another user in {Setting}",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"is read-only, perhaps a standby: name the primary in {Setting}",
        PostgresErrorCodes.DiskFull => "has no room left on its disk: make room, it goes on by itself",
        PostgresErrorCodes.TooManyConnections => "has no free connections: raise its max_connections, or lower those of other programs",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            $"is stopping or starting ({OneLine(answer.MessageText)}): this goes on by itself once it runs",
        _ => string.Create(CultureInfo.InvariantCulture, $"answered {answer.SqlState}: {OneLine(answer.MessageText)}"),
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
