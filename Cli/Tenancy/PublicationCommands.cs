using System.CommandLine;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Tenancy;

/// <summary><c>trader publications</c>.</summary>
internal static class PublicationCommands
{
    private static readonly Column[] Columns = [Column.Text("Agent", "agent"), Column.Text("Shows", "detail"), Column.Instant("Since", "at")];

    public static Command Make(Trader trader) => new("publications", "Agents that anybody may look at, without a login: list, publish, withdraw.")
    {
        List(trader), Publish(trader), Withdraw(trader),
    };

    private static Command List(Trader trader)
    {
        var command = new Command("list", "Lists published agents.");
        trader.On(command, static async (_, session) =>
            session.Printer.Table(await session.Service.Get("publications"), "nothing is published", static json => json, Columns));
        return command;
    }

    private static Command Publish(Trader trader)
    {
        var agent = Agent();
        var detail = new Option<string>("--shows") { Description = "results, reasons (texts of decisions too) or prompts (of its models too).", DefaultValueFactory = static _ => "results" };
        detail.AcceptOnlyFromAmong("results", "reasons", "prompts");
        var command = new Command("publish", "Lets anybody look at an agent, read-only, at /public/TENANT/AGENT.") { agent, detail };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Put($"publications/{Part(parsed.GetRequiredValue(agent))}", new JsonObject { ["detail"] = parsed.GetRequiredValue(detail) }),
            json => session.Printer.Table([json], string.Empty, Columns)));
        return command;
    }

    private static Command Withdraw(Trader trader)
    {
        var agent = Agent();
        var command = new Command("withdraw", "Nobody may look any more.") { agent };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Delete($"publications/{Part(parsed.GetRequiredValue(agent))}"), _ => session.Printer.Line($"{parsed.GetRequiredValue(agent)} is withdrawn")));
        return command;
    }

    private static Argument<string> Agent() => new("agent") { Description = "The agent's name." };
}
