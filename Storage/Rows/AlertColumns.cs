using System.Collections.Immutable;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Json;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Rows;

internal static class AlertColumns
{
    public const string List = "tenant, at, severity, source, message, kind, account, agent, symbol, figures";

    public static AlertRow Read(IRow row) =>
        new(new TenantId(row.Text()), row.Instant(), (AlertSeverity)row.Long(), row.Text(), row.Text())
        {
            Kind = (AlertKind)row.Long(),
            Account = row.TextOrNull() is { } account ? AccountKey.Parse(account) : null,
            Agent = row.TextOrNull() is { } agent ? AgentKey.Parse(agent) : null,
            Symbol = row.TextOrNull() is { } symbol ? SymbolKey.Parse(symbol) : null,
            Figures = row.TextOrNull() is { } figures ? ContractJson.Decode<ImmutableArray<AlertFigure>>(figures) : [],
        };

    /// <summary>Null where there are none.</summary>
    public static string? FiguresOf(AlertRow row) => row.Figures.IsEmpty ? null : ContractJson.EncodeText(row.Figures);

    /// <summary>The alert within its bounds.</summary>
    public static AlertRow Bounded(AlertRow row) => row with
    {
        Message = BoundedText.Cut(row.Message, AlertRow.MessageLengthMax),
        Figures = row.Figures.Length <= AlertRow.FiguresMax ? row.Figures : row.Figures[..AlertRow.FiguresMax],
    };
}
