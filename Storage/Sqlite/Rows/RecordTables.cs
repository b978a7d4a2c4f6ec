using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class DecisionRecordTable
{
    /// <summary>Millionths of a dollar in one.</summary>
    private const decimal Micros = 1_000_000m;

    /// <summary>A cycle that is told again leaves the first record as it is.</summary>
    public static void Write(SqliteDatabase database, DecisionRecordRow row) => database
        .Prepared("INSERT OR IGNORE INTO decision_records(tenant, agent, cycle, at, observation, config, cost_micros, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Agent.Tenant.Value).Add(row.Agent.ToString()).Add(row.Cycle).Add(row.At)
        .Add(Convert.FromHexString(row.ObservationHash)).Add(Convert.FromHexString(row.ConfigHash))
        .Add((long)decimal.Ceiling(row.CostUsd * Micros)).Add(ContractJson.Encode(row)).Run();

    public static DecisionRecordRow Read(SqliteStatement row) => ContractJson.Decode<DecisionRecordRow>(row.Blob());

    public static decimal Dollars(long micros) => micros / Micros;
}

internal static class TextPartTable
{
    public static void Write(SqliteDatabase database, TextPartRow row) => database
        .Prepared("INSERT OR IGNORE INTO text_parts(hash, compressed) VALUES (?, ?)")
        .Add(Convert.FromHexString(row.Hash)).Add(row.Compressed.Span).Run();
}
