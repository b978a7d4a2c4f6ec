using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Access;

/// <summary><c>trader keys</c>.</summary>
internal static class KeyCommands
{
    private static readonly Column[] Columns =
    [
        Column.Text("For", "name"), Column.Text("Key", "id"), Column.Text("Role", "role"), Column.Text("Accounts", "accounts"), Column.Instant("Made", "createdAt"),
        Column.Text("By", "createdBy"), Column.Instant("Ends", "expiresAt"), Column.Instant("Revoked", "revokedAt"), Column.Instant("Last used", "lastUsedAt"),
        Column.Text("Replaced by", "replacedBy"),
    ];

    public static Command Make(Trader trader) => new("keys", "API keys of the tenant: list, create, rotate, revoke. For operators.")
    {
        List(trader), Create(trader), Rotate(trader), Revoke(trader),
    };

    private static Argument<string> Id() => new("key") { Description = "The key's id, as 'keys list' shows it." };

    private static Option<int?> Days() => new("--days") { Description = "How long it is in force. Default: for good.", HelpName = "N" };

    private static Command List(Trader trader)
    {
        var command = new Command("list", "Lists all keys, those in force first.");
        trader.On(command, static async (_, session) =>
            session.Printer.Table(await session.Service.Get("keys"), "no key yet: trader keys create NAME --role trader", static json => json, Columns));
        return command;
    }

    private static Command Create(Trader trader)
    {
        var name = new Argument<string>("name") { Description = "What it is for." };
        var (role, days) = (UserCommands.RoleOption(), Days());
        var accounts = new Option<string[]>("--account") { Description = "Only this account; may be repeated. Default: all.", HelpName = "NAME" };
        var command = new Command("create", "Makes a key; it is shown once.") { name, role, accounts, days };
        trader.On(command, async (parsed, session) =>
        {
            var body = new JsonObject { ["name"] = parsed.GetRequiredValue(name), ["role"] = parsed.GetValue(role) };
            if (parsed.GetValue(accounts) is { Length: > 0 } only)
                body["accounts"] = new JsonArray([.. only.Select(static account => JsonValue.Create(account))]);
            if (parsed.GetValue(days) is { } span)
                body["days"] = span;
            return Tell(session, await session.Service.Post("keys", body));
        });
        return command;
    }

    private static Command Rotate(Trader trader)
    {
        var (id, days) = (Id(), Days());
        var grace = new Option<int>("--grace-hours") { Description = "How long the old one stays in force.", DefaultValueFactory = static _ => 24, HelpName = "N" };
        var command = new Command("rotate", "Makes a new key in the place of one that stays in force for a while.") { id, grace, days };
        trader.On(command, async (parsed, session) =>
        {
            var body = new JsonObject { ["graceHours"] = parsed.GetValue(grace) };
            if (parsed.GetValue(days) is { } span)
                body["days"] = span;
            return Tell(session, await session.Service.Post($"keys/{Part(parsed.GetRequiredValue(id))}/rotate", body));
        });
        return command;
    }

    private static Command Revoke(Trader trader)
    {
        var id = Id();
        var command = new Command("revoke", "Takes a key out of force, for good, within ten seconds.") { id };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Delete($"keys/{Part(parsed.GetRequiredValue(id))}"), (JsonElement json) => session.Printer.Table([json], string.Empty, Columns)));
        return command;
    }

    private static int Tell(Session session, Service.Answer answer) => session.Printer.Print(answer, json =>
    {
        session.Printer.Line(Column.At(json, "key") ?? string.Empty);
        session.Printer.Line("Keep it: it is not shown again. Use it with TRADER_KEY or --key, or as 'Authorization: Bearer KEY'.");
    });
}
