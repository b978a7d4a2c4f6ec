using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Rows;

/// <summary>Alerts on their way to the destinations that want them; written in the transaction of the alert itself.</summary>
internal static class OutboxTable
{
    private const string OfTenant =
        $"SELECT {DestinationColumns.List} FROM destinations d WHERE d.tenant = ? AND d.is_enabled = 1 ORDER BY d.id";

    // What was pushed out is counted here, and deleted by the statement after the next.
    private const string Count =
        "UPDATE destinations SET last = last + 1, dropped = dropped + max(0, last + 1 - done - ?), done = max(done, last + 1 - ?) WHERE id = ?";

    public static void Write(SqliteDatabase database, AlertRow alert)
    {
        byte[]? encoded = null;
        foreach (var destination in database.Prepared(OfTenant).Add(alert.Tenant.Value).All(static row => DestinationColumns.Read(row)))
        {
            if (destination.Setting.Wants(alert))
                Add(database, destination.Id, alert, encoded ??= ContractJson.Encode(alert));
        }
    }

    /// <summary>Puts one alert behind all that waits for a destination.</summary>
    public static void Add(SqliteDatabase database, long destination, AlertRow alert, ReadOnlySpan<byte> encoded)
    {
        database.Prepared(Count).Add((long)IOutbox.WaitingMax).Add((long)IOutbox.WaitingMax).Add(destination).Run();
        database.Prepared("INSERT INTO outbox(destination, number, at, alert) SELECT id, last, ?, ? FROM destinations WHERE id = ?")
            .Add(alert.At).Add(encoded).Add(destination).Run();
        database.Prepared("DELETE FROM outbox WHERE destination = ?1 AND number <= (SELECT done FROM destinations WHERE id = ?1)").Add(destination).Run();
    }
}
