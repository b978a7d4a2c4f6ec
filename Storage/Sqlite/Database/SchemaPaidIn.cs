namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>Each equity row says what had been paid in until then; rows of before do not.</summary>
internal static class SchemaPaidIn
{
    public const string Script = "ALTER TABLE equity ADD COLUMN paid_in TEXT;";
}
