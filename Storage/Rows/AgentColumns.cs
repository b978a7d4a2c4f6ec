using System.Collections.Immutable;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Rows;

internal static class AgentColumns
{
    public const string List = "agent, account, version, symbols, status, updated_at, note";

    public static AgentRow Read(IRow row) => new(
        AgentKey.Parse(row.Text()), AccountKey.Parse(row.Text()), VersionKey.Parse(row.Text()), ReadSymbols(row.Text()),
        (AgentStatus)row.Long(), row.Instant(), row.Text());

    /// <summary>Between symbol keys in one column; no key contains it.</summary>
    public const char Separator = ' ';

    private static ImmutableArray<SymbolKey> ReadSymbols(string text) =>
        [.. text.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Select(SymbolKey.Parse)];
}

internal static class DecisionColumns
{
    public const string List = "agent, account, symbol, cycle, at, action, regime, confidence, reason, outcome";

    public static DecisionRow Read(IRow row) => new(
        AgentKey.Parse(row.Text()), AccountKey.Parse(row.Text()), SymbolKey.Parse(row.Text()), row.Long(), row.Instant(),
        row.Text(), row.Text(), row.Double(), row.Text(), row.Text());
}

internal static class VersionColumns
{
    public const string List = "version, planner, configuration, status, created_at";

    public static VersionRow Read(IRow row) =>
        new(VersionKey.Parse(row.Text()), row.Text(), row.Text(), (VersionStatus)row.Long(), row.Instant());
}
