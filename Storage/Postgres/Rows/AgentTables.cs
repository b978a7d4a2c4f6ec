using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Storage.Rows;

namespace OrleansTrader.Storage.Postgres.Rows;

internal static class AgentTable
{
    public static readonly string Upsert = Unnest.Insert("agents", AgentColumns.List, "ttttllt", Unnest.Replace("agent", AgentColumns.List));

    public static void Add(Columns to, AgentRow row) => to.Add(row.Agent.ToString()).Add(row.Account.ToString()).Add(row.Version.ToString())
        .Add(string.Join(AgentColumns.Separator, row.Symbols)).Add((long)row.Status).Add(row.UpdatedAt).Add(row.Note);
}

internal static class DecisionTable
{
    public static readonly string Insert = Unnest.Insert("decisions", DecisionColumns.List, "tttllttftt");

    public static void Add(Columns to, DecisionRow row) => to.Add(row.Agent.ToString()).Add(row.Account.ToString()).Add(row.Symbol.ToString())
        .Add(row.Cycle).Add(row.At).Add(row.Action).Add(row.Regime).Add(row.Confidence)
        .Add(BoundedText.Cut(row.Reason, DecisionRow.ReasonLengthMax)).Add(BoundedText.Cut(row.Outcome, DecisionRow.ReasonLengthMax));
}

internal static class VersionTable
{
    public static readonly string Upsert = Unnest.Insert("versions", VersionColumns.List, "tttll", Unnest.Replace("version", VersionColumns.List));

    public static void Add(Columns to, VersionRow row) => to.Add(row.Version.ToString()).Add(row.Planner).Add(row.Configuration)
        .Add((long)row.Status).Add(row.CreatedAt);
}

internal static class AlertTable
{
    public static readonly string Insert = Unnest.Insert("alerts", AlertColumns.List, "tllttltttt");

    public static void Add(Columns to, AlertRow row) => to.Add(row.Tenant.Value).Add(row.At).Add((long)row.Severity).Add(row.Source)
        .Add(row.Message).Add((long)row.Kind).Add(row.Account?.ToString()).Add(row.Agent?.ToString()).Add(row.Symbol?.ToString()).Add(AlertColumns.FiguresOf(row));
}

internal static class LessonTable
{
    public static readonly string Insert = Unnest.Insert(
        "lessons", "version, account, trade, agent, closed_at, score, lesson", "ttltlnb", "ON CONFLICT DO NOTHING");

    public static void Add(Columns to, LessonRow row) => to.Add(row.Version.ToString()).Add(row.Account.ToString()).Add(row.Lesson.Trade)
        .Add(row.Agent.ToString()).Add(row.Lesson.ClosedAt).Add(row.Lesson.Score).Add(ContractJson.Encode(row.Lesson));
}
