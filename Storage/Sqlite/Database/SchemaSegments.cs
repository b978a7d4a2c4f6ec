namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>
/// Events of a stream that lie in an archive file instead: their hashes stay, one behind the other, so that commits and their signatures can
/// be recomputed and the chain goes on from the last of them.
/// </summary>
internal static class SchemaSegments
{
    public const string Script =
        """
        CREATE TABLE segments(
            stream INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, hashes BLOB NOT NULL, file TEXT NOT NULL,
            sha256 BLOB NOT NULL, sealed_at INTEGER NOT NULL, PRIMARY KEY(stream, first));
        """;
}
