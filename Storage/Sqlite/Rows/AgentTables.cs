using System.Collections.Immutable;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class AgentTable
{
    public const string Columns = "agent, account, version, symbols, status, updated_at, note";

    /// <summary>Between symbol keys in one column; no key contains it.</summary>
    private const char Separator = ' ';

    public static void Write(SqliteDatabase database, AgentRow row) => database
        .Prepared($"INSERT OR REPLACE INTO agents({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Agent.ToString()).Add(row.Account.ToString()).Add(row.Version.ToString()).Add(string.Join(Separator, row.Symbols))
        .Add((long)row.Status).Add(row.UpdatedAt).Add(row.Note).Run();

    public static AgentRow Read(SqliteStatement row) => new(
        AgentKey.Parse(row.Text()), AccountKey.Parse(row.Text()), VersionKey.Parse(row.Text()), ReadSymbols(row.Text()),
        (AgentStatus)row.Long(), row.Instant(), row.Text());

    private static ImmutableArray<SymbolKey> ReadSymbols(string text) =>
        [.. text.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Select(SymbolKey.Parse)];
}

internal static class DecisionTable
{
    public const string Columns = "agent, account, symbol, cycle, at, action, regime, confidence, reason, outcome";

    public static void Write(SqliteDatabase database, DecisionRow row) => database
        .Prepared($"INSERT INTO decisions({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Agent.ToString()).Add(row.Account.ToString()).Add(row.Symbol.ToString()).Add(row.Cycle).Add(row.At)
        .Add(row.Action).Add(row.Regime).Add(row.Confidence)
        .Add(BoundedText.Cut(row.Reason, DecisionRow.ReasonLengthMax)).Add(BoundedText.Cut(row.Outcome, DecisionRow.ReasonLengthMax)).Run();

    public static DecisionRow Read(SqliteStatement row) => new(
        AgentKey.Parse(row.Text()), AccountKey.Parse(row.Text()), SymbolKey.Parse(row.Text()), row.Long(), row.Instant(),
        row.Text(), row.Text(), row.Double(), row.Text(), row.Text());
}

internal static class VersionTable
{
    public const string Columns = "version, planner, configuration, status, created_at";

    public static void Write(SqliteDatabase database, VersionRow row) => database
        .Prepared($"INSERT OR REPLACE INTO versions({Columns}) VALUES (?, ?, ?, ?, ?)")
        .Add(row.Version.ToString()).Add(row.Planner).Add(row.Configuration).Add((long)row.Status).Add(row.CreatedAt).Run();

    public static VersionRow Read(SqliteStatement row) =>
        new(VersionKey.Parse(row.Text()), row.Text(), row.Text(), (VersionStatus)row.Long(), row.Instant());
}

internal static class AlertTable
{
    public const string Columns = "tenant, at, severity, source, message";

    public static void Write(SqliteDatabase database, AlertRow row) => database
        .Prepared($"INSERT INTO alerts({Columns}) VALUES (?, ?, ?, ?, ?)")
        .Add(row.Tenant.Value).Add(row.At).Add((long)row.Severity).Add(row.Source)
        .Add(BoundedText.Cut(row.Message, AlertRow.MessageLengthMax)).Run();

    public static AlertRow Read(SqliteStatement row) =>
        new(new TenantId(row.Text()), row.Instant(), (AlertSeverity)row.Long(), row.Text(), row.Text());
}
