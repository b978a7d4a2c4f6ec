namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>Each closed trade says who opened it and how it ended, trades of before do not; a cycle's decisions are found by its number.</summary>
internal static class SchemaTradeCauses
{
    public const string Script =
        """
        ALTER TABLE closed_trades ADD COLUMN entry_cause TEXT;
        ALTER TABLE closed_trades ADD COLUMN exit_kind INTEGER;
        CREATE INDEX decisions_cycle ON decisions(agent, cycle);
        """;
}
