using System.CommandLine;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Access;

/// <summary><c>trader tenants</c>.</summary>
internal static class TenantCommands
{
    private static readonly Column[] Columns = [Column.Text("Tenant", "name"), Column.Instant("Made", "createdAt")];

    public static Command Make(Trader trader) => new("tenants", "Tenants of the service: list, create, reset. For operators of the tenant 'platform', and with the control key.")
    {
        List(trader), Create(trader), Reset(trader),
    };

    private static Argument<string> Name() => new("tenant") { Description = "The tenant's name." };

    private static Option<string> User() => new("--user") { Description = "Its operator.", DefaultValueFactory = static _ => "admin", HelpName = "NAME" };

    private static Command List(Trader trader)
    {
        var command = new Command("list", "Lists all tenants that were made.");
        trader.On(command, static async (_, session) =>
            session.Printer.Table(await session.Service.GetWithKey("tenants"), "no tenant yet: trader tenants create NAME", static json => json, Columns));
        return command;
    }

    private static Command Create(Trader trader)
    {
        var (name, user) = (Name(), User());
        var command = new Command("create", "Makes a tenant with its first operator, whose password is shown once and lets in once.") { name, user };
        trader.On(command, async (parsed, session) => UserCommands.TellPassword(session, await session.Service.Post(
            "tenants", new JsonObject { ["name"] = parsed.GetRequiredValue(name), ["user"] = parsed.GetValue(user) })));
        return command;
    }

    private static Command Reset(Trader trader)
    {
        var (name, user) = (Name(), User());
        var command = new Command("reset", "Gives a user of any tenant a first password again, shown once: for operators that locked themselves out.") { name, user };
        trader.On(command, async (parsed, session) => UserCommands.TellPassword(session, await session.Service.Post(
            $"tenants/{Part(parsed.GetRequiredValue(name))}/users/{Part(parsed.GetValue(user)!)}/reset")));
        return command;
    }
}
