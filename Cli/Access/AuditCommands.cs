using System.CommandLine;
using OrleansTrader.Cli.Output;

namespace OrleansTrader.Cli.Access;

/// <summary><c>trader audit</c>.</summary>
internal static class AuditCommands
{
    private static readonly Column[] Columns =
    [
        Column.Number("No", "number"), Column.Instant("At", "entry.at"), Column.Text("Who", "entry.who"), Column.Text("By", "entry.by"), Column.Text("From", "entry.from"),
        Column.Text("What", "entry.action"), Column.Text("On", "entry.on"), Column.Text("Result", "entry.result"),
    ];

    public static Command Make(Trader trader)
    {
        var limit = new Option<int>("--limit") { Description = "Most entries, 1 to 1000.", DefaultValueFactory = static _ => 50, HelpName = "N" };
        var before = new Option<long?>("--before") { Description = "Only entries with a lower number.", HelpName = "NO" };
        var command = new Command("audit", "What was done for the tenant and what was refused, newest first. For operators.") { limit, before };
        trader.On(command, async (parsed, session) => session.Printer.Table(
            await session.Service.Get(FormattableString.Invariant($"audit?limit={parsed.GetValue(limit)}{(parsed.GetValue(before) is { } number ? $"&before={number}" : string.Empty)}")),
            "nothing yet", static json => json.GetProperty("rows"), Columns));
        return command;
    }
}
