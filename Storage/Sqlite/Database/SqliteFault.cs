namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>An error code of SQLite, with its text.</summary>
internal sealed class SqliteFault(int code, int extendedCode, string message) : Exception($"SQLite error {extendedCode}: {message}")
{
    private const int Corrupt = 11;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    public int ExtendedCode { get; } = extendedCode;

    /// <summary>A statement broke a rule of the schema; the transaction stands.</summary>
    public bool IsConstraint => code == Constraint;

    /// <summary>The file is not, or not any more, what SQLite wrote.</summary>
    public bool IsDamage => code is Corrupt or NotADatabase;
}
