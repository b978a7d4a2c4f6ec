namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>
/// Pieces of text in a table with row numbers: beside its key in an index a piece of a kilobyte filled a page of four by itself, and the
/// database was three times as large.
/// </summary>
internal static class SchemaTextParts
{
    public const string Script =
        """
        ALTER TABLE text_parts RENAME TO text_parts_before;
        CREATE TABLE text_parts(hash BLOB PRIMARY KEY, compressed BLOB NOT NULL);
        INSERT INTO text_parts(hash, compressed) SELECT hash, compressed FROM text_parts_before;
        DROP TABLE text_parts_before;
        """;
}
