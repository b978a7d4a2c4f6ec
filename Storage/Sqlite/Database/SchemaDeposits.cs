namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>Each equity row says what had been paid in until then; rows of before do not.</summary>
internal static class SchemaDeposits
{
    public const string Script = "ALTER TABLE equity ADD COLUMN deposited TEXT;";
}
