using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Access;

/// <summary><c>trader users</c>.</summary>
internal static class UserCommands
{
    private static readonly Column[] Columns =
    [
        Column.Text("User", "name"), Column.Text("Role", "role"), Column.Text("Disabled", "isDisabled"), Column.Text("First password", "mustChange"),
        Column.Instant("Made", "createdAt"), Column.Instant("Last login", "lastLoginAt"),
    ];

    public static Command Make(Trader trader) => new("users", "The tenant's users: list, create, role, password, disable, enable. For operators.")
    {
        List(trader), Create(trader), Role(trader), Password(trader), Switch(trader, "disable", "Lets a user in no more, and ends what they have open."),
        Switch(trader, "enable", "Lets a user in again."),
    };

    public static Argument<string> Name() => new("user") { Description = "The user's name." };

    public static Option<string> RoleOption() => new("--role")
    {
        Description = "viewer (reads), trader (also trades) or operator (also keeps users and keys).",
        DefaultValueFactory = static _ => "viewer",
        HelpName = "ROLE",
    };

    /// <summary>What was made up, told once.</summary>
    public static int TellPassword(Session session, Service.Answer answer) => session.Printer.Print(answer, json =>
    {
        var user = Column.At(json, "user");
        session.Printer.Line(Column.At(json, "password") is { } password
            ? $"{user} logs in with {password} once, and chooses another password then. It is not shown again."
            : $"{user} logs in with the password given.");
    });

    private static Command List(Trader trader)
    {
        var command = new Command("list", "Lists all users.");
        trader.On(command, static async (_, session) =>
            session.Printer.Table(await session.Service.Get("users"), "no user yet: trader users create NAME --role operator", static json => json, Columns));
        return command;
    }

    private static Command Create(Trader trader)
    {
        var (name, role) = (Name(), RoleOption());
        var command = new Command("create", "Makes a user; the first password is made up, shown once, and lets in once.") { name, role };
        trader.On(command, async (parsed, session) => TellPassword(session, await session.Service.Post(
            "users", new JsonObject { ["name"] = parsed.GetRequiredValue(name), ["role"] = parsed.GetValue(role) })));
        return command;
    }

    private static Command Role(Trader trader)
    {
        var (name, role) = (Name(), new Argument<string>("role") { Description = "viewer, trader or operator." });
        var command = new Command("role", "Gives a user another role, and ends what they have open.") { name, role };
        trader.On(command, async (parsed, session) => Show(session, await session.Service.Post(
            $"users/{Part(parsed.GetRequiredValue(name))}/role", new JsonObject { ["role"] = parsed.GetRequiredValue(role) })));
        return command;
    }

    private static Command Password(Trader trader)
    {
        var name = Name();
        var command = new Command("password", "Gives a user another first password, shown once, and ends what they have open.") { name };
        trader.On(command, async (parsed, session) => TellPassword(session, await session.Service.Post($"users/{Part(parsed.GetRequiredValue(name))}/password")));
        return command;
    }

    private static Command Switch(Trader trader, string verb, string description)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        trader.On(command, async (parsed, session) => Show(session, await session.Service.Post($"users/{Part(parsed.GetRequiredValue(name))}/{verb}")));
        return command;
    }

    private static int Show(Session session, Service.Answer answer) =>
        session.Printer.Print(answer, (JsonElement json) => session.Printer.Table([json], string.Empty, Columns));
}
