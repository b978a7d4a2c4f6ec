using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Storage.Rows;

namespace OrleansTrader.Storage.Postgres.Rows;

/// <summary>A cycle that is told again leaves the first record as it is, and is counted once.</summary>
internal static class DecisionRecordTable
{
    private const string Told = "tenant, agent, cycle, at, observation, config, cost_micros, record";

    public static readonly string Insert =
        $"WITH told AS (SELECT * FROM {Unnest.Of("ttllbblbtllll")} AS t({Told}, version, day, questions, input_tokens, output_tokens)), "
        + $"kept AS (INSERT INTO decision_records({Told}) SELECT {Told} FROM told ON CONFLICT(agent, cycle) DO NOTHING RETURNING agent, cycle) "
        + "INSERT INTO model_costs(agent, version, day, records, questions, input_tokens, output_tokens, cost_micros) "
        + "SELECT agent, version, day, count(*), sum(questions), sum(input_tokens), sum(output_tokens), sum(cost_micros) "
        + "FROM told JOIN kept USING (agent, cycle) GROUP BY agent, version, day ORDER BY agent, version, day "
        + "ON CONFLICT(agent, version, day) DO UPDATE SET records = model_costs.records + excluded.records, "
        + "questions = model_costs.questions + excluded.questions, input_tokens = model_costs.input_tokens + excluded.input_tokens, "
        + "output_tokens = model_costs.output_tokens + excluded.output_tokens, cost_micros = model_costs.cost_micros + excluded.cost_micros";

    public static void Add(Columns to, DecisionRecordRow row) => to.Add(row.Agent.Tenant.Value).Add(row.Agent.ToString()).Add(row.Cycle)
        .Add(row.At).Add(Convert.FromHexString(row.ObservationHash)).Add(Convert.FromHexString(row.ConfigHash))
        .Add(ModelCostColumns.Micros(row.CostUsd)).Add(PackedJson.Pack(ContractJson.Encode(row))).Add(row.Version.ToString())
        .Add(ModelCostColumns.DayOf(row.At)).Add((long)row.Turns.Length).Add(row.Turns.Sum(static turn => turn.InputTokens))
        .Add(row.Turns.Sum(static turn => turn.OutputTokens));
}

internal static class TextPartTable
{
    public static readonly string Insert = Unnest.Insert("text_parts", "hash, compressed", "bb", "ON CONFLICT DO NOTHING");

    public static void Add(Columns to, TextPartRow row) => to.Add(Convert.FromHexString(row.Hash)).Add(row.Compressed);
}
