namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>
/// What models cost, a row for each agent, version and day (UTC, counted from the year 1): kept with each record, so that nobody has to add
/// up a million of them. What was spent on a day is asked of it too; the records need no index for that any more.
/// </summary>
internal static class SchemaModelCosts
{
    public const string Script =
        """
        CREATE TABLE model_costs(
            agent TEXT NOT NULL, version TEXT NOT NULL, day INTEGER NOT NULL, records INTEGER NOT NULL, questions INTEGER NOT NULL,
            input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cost_micros INTEGER NOT NULL,
            PRIMARY KEY(agent, version, day)) WITHOUT ROWID;

        INSERT INTO model_costs
        SELECT agent, version, day, count(*), sum(questions), sum(input_tokens), sum(output_tokens), sum(cost_micros)
        FROM (
            SELECT agent, json_extract(told, '$.version') AS version, day, cost_micros,
                json_array_length(told, '$.turns') AS questions,
                (SELECT coalesce(sum(json_extract(value, '$.inputTokens')), 0) FROM json_each(told, '$.turns')) AS input_tokens,
                (SELECT coalesce(sum(json_extract(value, '$.outputTokens')), 0) FROM json_each(told, '$.turns')) AS output_tokens
            FROM (SELECT agent, at / 864000000000 AS day, cost_micros, CAST(record AS TEXT) AS told FROM decision_records))
        GROUP BY agent, version, day;

        DROP INDEX decision_records_cost;
        """;
}
