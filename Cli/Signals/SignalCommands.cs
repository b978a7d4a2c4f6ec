using System.CommandLine;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Signals;

/// <summary><c>trader signals</c>.</summary>
internal static class SignalCommands
{
    private static readonly Column[] Listed =
    [
        Column.Instant("Received", "receivedAt"), Column.Text("Market", "symbol"), Column.Text("Wish", "direction"), Column.Text("Source", "source"),
        Column.Text("Stage", "stage"), Column.Text("Reason", "reason"), Column.Number("Entry", "entry"), Column.Number("Stop", "stop"),
        Column.Number("Target", "target"), Column.Number("R", "result"), Column.Name("Signal", "key"),
    ];

    private static readonly Column[] Steps =
    [
        Column.Instant("At", "at"), Column.Text("Reason", "reason"), Column.Text("Follows", "subscriber"), Column.Text("Detail", "detail"),
    ];

    private static readonly Column[] Sources =
    [
        Column.Text("Source", "source"), Column.Number("Won", "won"), Column.Number("Lost", "lost"), Column.Number("On paper", "onPaper"),
        Column.Number("No result", "notTaken"), Column.Number("Mean R", "meanR"), Column.Number("Wins", "share"), Column.Number("from", "shareLow"),
        Column.Number("to", "shareHigh"),
    ];

    public static Command Make(Trader trader) => new("signals", "Signals: list, show the road of one, what sources are worth.")
    {
        List(trader), Show(trader), Worth(trader),
    };

    private static Command List(Trader trader)
    {
        var source = new Option<string?>("--source") { Description = "Only those of this source.", HelpName = "NAME" };
        var symbol = new Option<string?>("--symbol") { Description = "Only those of this market.", HelpName = "BTC-USDT" };
        var stage = new Option<string?>("--stage") { Description = "Only those that came so far: qualified, managed, scored, refused, informed and so on.", HelpName = "STAGE" };
        var command = new Command("list", "Lists signals, newest first.") { source, symbol, stage };
        trader.On(command, async (parsed, session) =>
        {
            var asked = new[] { ("source", parsed.GetValue(source)), ("symbol", parsed.GetValue(symbol)), ("stage", parsed.GetValue(stage)) }
                .Where(static part => part.Item2 is not null).Select(static part => $"{part.Item1}={Part(part.Item2!)}");
            var query = string.Join('&', asked);
            return session.Printer.Table(
                await session.Service.Get(query.Length > 0 ? $"signals?{query}" : "signals"), "no signal yet", static json => json.GetProperty("rows"), Listed);
        });
        return command;
    }

    private static Command Show(Trader trader)
    {
        var id = new Argument<string>("signal") { Description = "The signal's id." };
        var command = new Command("show", "Shows the road of one signal, step by step.") { id };
        trader.On(command, async (parsed, session) => session.Printer.Table(
            await session.Service.Get($"signals/{Part(parsed.GetRequiredValue(id))}"), "no step yet", static json => json.GetProperty("steps"), Steps));
        return command;
    }

    private static Command Worth(Trader trader)
    {
        var command = new Command("reputation", "Shows how often each source's signals win, with the 90 % interval.");
        trader.On(command, static async (_, session) => session.Printer.Table(
            await session.Service.Get("signals/reputation"), "no scored signal yet", static json => json, Sources));
        return command;
    }
}
