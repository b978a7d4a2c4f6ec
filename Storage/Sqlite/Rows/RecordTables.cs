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
            .Add(ModelCostTable.Micros(row.CostUsd)).Add(PackedJson.Pack(ContractJson.Encode(row))).Run();
        if (database.Changes > 0)
            ModelCostTable.Count(database, row);
    }

    public static DecisionRecordRow Read(SqliteStatement row) => ContractJson.Decode<DecisionRecordRow>(PackedJson.Unpack(row.Blob()));
}

internal static class ModelCostTable
{
    public const string Sums = "sum(records), sum(questions), sum(input_tokens), sum(output_tokens), sum(cost_micros)";

    /// <summary>Millionths of a dollar in one.</summary>
    private const decimal MicrosPerDollar = 1_000_000m;

    /// <summary>Rounded up: many tiny costs are not nothing.</summary>
    public static long Micros(decimal dollars) => (long)decimal.Ceiling(dollars * MicrosPerDollar);

    public static decimal Dollars(long micros) => micros / MicrosPerDollar;

    /// <summary>The day (UTC) of an instant, as the table numbers days.</summary>
    public static long DayOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerDay;

    /// <summary>Adds a record that is stored for the first time.</summary>
    public static void Count(SqliteDatabase database, DecisionRecordRow row) => database
        .Prepared(
            "INSERT INTO model_costs(agent, version, day, records, questions, input_tokens, output_tokens, cost_micros) VALUES (?, ?, ?, 1, ?, ?, ?, ?) "
            + "ON CONFLICT(agent, version, day) DO UPDATE SET records = records + 1, questions = questions + excluded.questions, "
            + "input_tokens = input_tokens + excluded.input_tokens, output_tokens = output_tokens + excluded.output_tokens, "
            + "cost_micros = cost_micros + excluded.cost_micros")
        .Add(row.Agent.ToString()).Add(row.Version.ToString()).Add(DayOf(row.At)).Add((long)row.Turns.Length)
        .Add(row.Turns.Sum(static turn => turn.InputTokens)).Add(row.Turns.Sum(static turn => turn.OutputTokens)).Add(Micros(row.CostUsd)).Run();

    /// <summary>Reads <see cref="Sums"/>; over no rows they are null, which is read as nought.</summary>
    public static ModelCost Read(SqliteStatement row) => new(row.Long(), row.Long(), row.Long(), row.Long(), Dollars(row.Long()));
}

internal static class TextPartTable
{
    public static void Write(SqliteDatabase database, TextPartRow row) => database
        .Prepared("INSERT OR IGNORE INTO text_parts(hash, compressed) VALUES (?, ?)")
        .Add(Convert.FromHexString(row.Hash)).Add(row.Compressed.Span).Run();
}
