using System.CommandLine;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Agents;

/// <summary><c>trader agents</c>.</summary>
internal static class AgentCommands
{
    private static readonly Column[] Listed =
    [
        Column.Name("Agent", "key"), Column.Text("Status", "status"), Column.Name("Version", "version"), Column.Name("Account", "account"),
        Column.Number("Cycles", "cycles"), Column.Number("Holds", "holds"), Column.Instant("Last cycle", "lastCycleAt"),
        new("Now", static row => Column.At(row, "lastError") ?? Column.At(row, "holdReason") ?? Column.At(row, "lastDecision")),
    ];

    private static readonly Column[] More =
    [
        Column.Name("Agent", "key"), Column.Text("Status", "status"), Column.Name("Version", "version"), Column.Text("Strategy", "strategy"),
        Column.Name("Account", "account"), Column.Instant("Started", "startedAt"), Column.Instant("Last cycle", "lastCycleAt"), Column.Text("Cycles", "cycles"),
        Column.Text("Holds", "holds"), Column.Text("Failed cycles", "faults"), Column.Text("Waits for", "holdReason"),
        Column.Text("Last decision", "lastDecision"), Column.Text("Last trouble", "lastError"), Column.Instant("at", "lastErrorAt"),
    ];

    public static Command Make(Trader trader) => new("agents", "Agents: list, show, create, start, pause, resume, stop, roll back.")
    {
        List(trader), Show(trader), Create(trader), Change(trader, "start", "Begins or goes on with trading."),
        Change(trader, "pause", "Makes no more decisions; positions and their protective orders stay."),
        Change(trader, "resume", "Goes on after a pause."), Stop(trader), RollBack(trader),
    };

    private static Argument<string> Name() => new("agent") { Description = "The agent's name." };

    private static Option<string> Positions(bool isRequired)
    {
        var option = new Option<string>("--positions")
        {
            Description = isRequired ? "keep open positions with their protective orders, or close them." : "keep (the new agent takes them over) or close. Default: keep.",
            Required = isRequired,
            HelpName = "keep|close",
        };
        return option.AcceptOnlyFromAmong("keep", "close");
    }

    private static Command List(Trader trader)
    {
        var command = new Command("list", "Lists all agents.");
        trader.On(command, static async (_, session) => session.Printer.Table(
            await session.Service.Get("agents"), "no agent yet: trader agents create NAME --version NAME@1.0.0 --account NAME", static json => json, Listed));
        return command;
    }

    private static Command Show(Trader trader)
    {
        var name = Name();
        var command = new Command("show", "Shows one agent.") { name };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Get($"agents/{Part(parsed.GetRequiredValue(name))}"), json => session.Printer.Show(json, More)));
        return command;
    }

    private static Command Create(Trader trader)
    {
        var name = new Argument<string>("agent") { Description = "1 to 40 lower-case letters, digits and dashes." };
        var version = new Option<string>("--version") { Description = "An active version, e.g. trend@1.0.0.", Required = true, HelpName = "NAME@VERSION" };
        var account = new Option<string>("--account") { Description = "The account that it trades.", Required = true, HelpName = "NAME" };
        var paused = new Option<bool>("--paused") { Description = "Do not start it yet." };
        var command = new Command("create", "Makes an agent of an active version and an account, and starts it.") { name, version, account, paused };
        trader.On(command, async (parsed, session) => Tell(session, await session.Service.Post("agents", new JsonObject
        {
            ["name"] = parsed.GetRequiredValue(name),
            ["version"] = parsed.GetRequiredValue(version),
            ["account"] = parsed.GetRequiredValue(account),
            ["start"] = !parsed.GetValue(paused),
        })));
        return command;
    }

    private static Command Change(Trader trader, string verb, string description)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        trader.On(command, async (parsed, session) => Tell(session, await session.Service.Post($"agents/{Part(parsed.GetRequiredValue(name))}/{verb}")));
        return command;
    }

    private static Command Stop(Trader trader)
    {
        var name = Name();
        var positions = Positions(isRequired: true);
        var command = new Command("stop", "Ends an agent for good and cancels its entry orders.") { name, positions };
        trader.On(command, async (parsed, session) => Tell(session, await session.Service.Post(
            $"agents/{Part(parsed.GetRequiredValue(name))}/stop", new JsonObject { ["positions"] = parsed.GetRequiredValue(positions) })));
        return command;
    }

    private static Command RollBack(Trader trader)
    {
        var name = Name();
        var to = new Option<string>("--to") { Description = "The active version to go on with, earlier or later.", Required = true, HelpName = "NAME@VERSION" };
        var next = new Option<string?>("--name") { Description = "Name of the new agent. Default: made of the agent's and the version's.", HelpName = "NAME" };
        var positions = Positions(isRequired: false);
        var command = new Command("rollback", "Stops an agent and goes on with a new one of another version on the same account.") { name, to, next, positions };
        trader.On(command, async (parsed, session) => Tell(session, await session.Service.Post(
            $"agents/{Part(parsed.GetRequiredValue(name))}/rollback", new JsonObject
            {
                ["version"] = parsed.GetRequiredValue(to),
                ["name"] = parsed.GetValue(next),
                ["positions"] = parsed.GetValue(positions),
            })));
        return command;
    }

    private static int Tell(Session session, Service.Answer answer) =>
        session.Printer.Print(answer, json => session.Printer.Table([json], string.Empty, Listed));
}
