namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>The last epoch of each lease: who holds it is the process's own business, for there is only one.</summary>
internal static class SchemaLeases
{
    public const string Script = "CREATE TABLE leases(name TEXT PRIMARY KEY, epoch INTEGER NOT NULL) WITHOUT ROWID;";
}
