using System.CommandLine;
using OrleansTrader.Cli.Output;

namespace OrleansTrader.Cli.Notifications;

/// <summary><c>trader alerts</c>.</summary>
internal static class AlertCommands
{
    private static readonly Column[] Columns =
    [
        Column.Instant("At", "at"), Column.Text("Kind", "kind"), Column.Text("Severity", "severity"), Column.Text("Source", "source"), Column.Text("Message", "message"),
    ];

    public static Command Make(Trader trader)
    {
        var kind = new Option<string?>("--kind")
        {
            Description = "Only these kinds, divided by commas: service, entry, exit, breakerTripped, refusal, reconciliationMismatch, budget, dailySummary.", HelpName = "KINDS",
        };
        var limit = new Option<int>("--limit") { Description = "Most alerts, 1 to 1000.", DefaultValueFactory = static _ => 50, HelpName = "N" };
        var command = new Command("alerts", "What a person should know, newest first.") { kind, limit };
        trader.On(command, async (parsed, session) => session.Printer.Table(
            await session.Service.Get(FormattableString.Invariant(
                $"alerts?limit={parsed.GetValue(limit)}{(parsed.GetValue(kind) is { } kinds ? $"&kind={Uri.EscapeDataString(kinds)}" : string.Empty)}")),
            "no alerts", static json => json.GetProperty("rows"), Columns));
        return command;
    }
}
