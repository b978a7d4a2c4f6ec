using System.Globalization;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>Brings a database to the schema that this program knows, and refuses a newer or a foreign one.</summary>
internal static class Schema
{
    /// <summary>"OrTr": tells our files from other SQLite files.</summary>
    public const long ApplicationId = 0x4F725472;

    /// <summary>The step at index n leads from version n to n + 1. A step that was released never changes.</summary>
    private static readonly string[] _steps =
    [
        SchemaVersion1.Script, SchemaPaidIn.Script, SchemaRecords.Script, SchemaTradeCauses.Script, SchemaModelCosts.Script, SchemaLessons.Script,
        SchemaOrderCauses.Script, SchemaTextParts.Script,
        SchemaLeases.Script, SchemaSegments.Script, SchemaSignals.Script, SchemaOutbox.Script,
    ];

    public static int Version => _steps.Length;

    /// <exception cref="JournalException">A schema newer than this program, or a database of something else.</exception>
    public static void Refuse(SqliteDatabase database)
    {
        var application = database.Number("PRAGMA application_id");
        var version = database.Number("PRAGMA user_version");
        var isNew = application == 0 && version == 0 && database.Number("SELECT count(*) FROM sqlite_master") == 0;
        if (!isNew && application != ApplicationId)
            throw new JournalException($"'{database.Path}' is a database of another program: choose another data directory; nothing was changed");
        if (version > Version)
        {
            throw new JournalException(
                $"'{database.Path}' has schema {version}, this program knows up to {Version}: use a newer program; nothing was changed");
        }
    }

    /// <summary>Takes the steps that are missing, each in a transaction.</summary>
    public static void Migrate(SqliteDatabase database)
    {
        for (var next = (int)database.Number("PRAGMA user_version"); next < Version; next++)
        {
            var reached = (next + 1).ToString(CultureInfo.InvariantCulture);
            database.Execute(
                $"BEGIN IMMEDIATE; {_steps[next]} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {reached}; COMMIT;");
        }
    }
}
