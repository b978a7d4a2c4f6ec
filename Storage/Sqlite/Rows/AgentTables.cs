using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class AgentTable
{
    public static void Write(SqliteDatabase database, AgentRow row) => database
        .Prepared($"INSERT OR REPLACE INTO agents({AgentColumns.List}) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Agent.ToString()).Add(row.Account.ToString()).Add(row.Version.ToString()).Add(string.Join(AgentColumns.Separator, row.Symbols))
        .Add((long)row.Status).Add(row.UpdatedAt).Add(row.Note).Run();
}

internal static class DecisionTable
{
    public static void Write(SqliteDatabase database, DecisionRow row) => database
        .Prepared($"INSERT INTO decisions({DecisionColumns.List}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Agent.ToString()).Add(row.Account.ToString()).Add(row.Symbol.ToString()).Add(row.Cycle).Add(row.At)
        .Add(row.Action).Add(row.Regime).Add(row.Confidence)
        .Add(BoundedText.Cut(row.Reason, DecisionRow.ReasonLengthMax)).Add(BoundedText.Cut(row.Outcome, DecisionRow.ReasonLengthMax)).Run();
}

internal static class VersionTable
{
    public static void Write(SqliteDatabase database, VersionRow row) => database
        .Prepared($"INSERT OR REPLACE INTO versions({VersionColumns.List}) VALUES (?, ?, ?, ?, ?)")
        .Add(row.Version.ToString()).Add(row.Planner).Add(row.Configuration).Add((long)row.Status).Add(row.CreatedAt).Run();
}

internal static class AlertTable
{
    public static void Write(SqliteDatabase database, AlertRow row) => database
        .Prepared($"INSERT INTO alerts({AlertColumns.List}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Tenant.Value).Add(row.At).Add((long)row.Severity).Add(row.Source).Add(row.Message).Add((long)row.Kind)
        .Add(row.Account?.ToString()).Add(row.Agent?.ToString()).Add(row.Symbol?.ToString()).Add(AlertColumns.FiguresOf(row)).Run();
}
