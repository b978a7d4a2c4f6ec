using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class DecisionRecordTable
{
    /// <summary>A cycle that is told again leaves the first record as it is, and is counted once.</summary>
    public static void Write(SqliteDatabase database, DecisionRecordRow row)
    {
        database.Prepared("INSERT OR IGNORE INTO decision_records(tenant, agent, cycle, at, observation, config, cost_micros, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .Add(row.Agent.Tenant.Value).Add(row.Agent.ToString()).Add(row.Cycle).Add(row.At)
            .Add(Convert.FromHexString(row.ObservationHash)).Add(Convert.FromHexString(row.ConfigHash))
            .Add(ModelCostColumns.Micros(row.CostUsd)).Add(PackedJson.Pack(ContractJson.Encode(row))).Run();
        if (database.Changes > 0)
            ModelCostTable.Count(database, row);
    }
}

internal static class ModelCostTable
{
    /// <summary>Adds a record that is stored for the first time.</summary>
    public static void Count(SqliteDatabase database, DecisionRecordRow row) => database
        .Prepared(
            "INSERT INTO model_costs(agent, version, day, records, questions, input_tokens, output_tokens, cost_micros) VALUES (?, ?, ?, 1, ?, ?, ?, ?) "
            + "ON CONFLICT(agent, version, day) DO UPDATE SET records = records + 1, questions = questions + excluded.questions, "
            + "input_tokens = input_tokens + excluded.input_tokens, output_tokens = output_tokens + excluded.output_tokens, "
            + "cost_micros = cost_micros + excluded.cost_micros")
        .Add(row.Agent.ToString()).Add(row.Version.ToString()).Add(ModelCostColumns.DayOf(row.At)).Add((long)row.Turns.Length)
        .Add(row.Turns.Sum(static turn => turn.InputTokens)).Add(row.Turns.Sum(static turn => turn.OutputTokens)).Add(ModelCostColumns.Micros(row.CostUsd)).Run();
}

internal static class TextPartTable
{
    public static void Write(SqliteDatabase database, TextPartRow row) => database
        .Prepared("INSERT OR IGNORE INTO text_parts(hash, compressed) VALUES (?, ?)")
        .Add(Convert.FromHexString(row.Hash)).Add(row.Compressed.Span).Run();
}
