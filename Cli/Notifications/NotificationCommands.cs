using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Notifications;

/// <summary><c>trader notifications</c>.</summary>
internal static class NotificationCommands
{
    private static readonly Column[] Columns =
    [
        Column.Text("Name", "name"), Column.Text("Format", "format"), Column.Text("To", "target"), Column.Text("Kinds", "kinds"), Column.Text("At least", "severity"),
        Column.Text("Accounts", "accounts"), Column.Text("On", "isEnabled"), Column.Number("Sent", "state.sent"), Column.Number("Waiting", "state.waiting"),
        Column.Number("Given up", "state.dead"), Column.Number("Dropped", "state.dropped"), Column.Instant("Last sent", "state.lastSentAt"),
        Column.Text("Last fault", "state.lastFault"), Column.Instant("Next try", "state.nextAt"),
    ];

    private static readonly Column[] DeadColumns =
    [
        Column.Instant("At", "diedAt"), Column.Text("Destination", "destination"), Column.Number("No", "number"), Column.Text("Alert", "alert.message"), Column.Text("Why", "fault"),
    ];

    public static Command Make(Trader trader) => new("notifications", "Where alerts are sent to: list, set, test, remove, dead. For operators.")
    {
        List(trader), Set(trader), Test(trader), Remove(trader), Dead(trader),
    };

    private static Command List(Trader trader)
    {
        var command = new Command("list", "Lists destinations with their state, without addresses and secrets.");
        trader.On(command, static async (_, session) => session.Printer.Table(
            await session.Service.Get("notifications"), "no destination yet: trader notifications set NAME --format slack", static json => json, Columns));
        return command;
    }

    private static Command Set(Trader trader)
    {
        var name = Name();
        var format = new Option<string?>("--format") { Description = "What it understands; needed for a new one." };
        format.AcceptOnlyFromAmong("webhook", "slack", "discord", "telegram");
        var url = new Option<string?>("--url") { Description = "A webhook's address, https. Those of Slack and Discord are secrets: they are asked for.", HelpName = "URL" };
        var chat = new Option<string?>("--chat") { Description = "Of Telegram: the chat's number, or the channel's name with an at sign.", HelpName = "CHAT" };
        var secret = new Option<bool>("--secret") { Description = "Asks for the secret: what a webhook signs with, the bot's token of Telegram, the address of Slack or Discord." };
        var kinds = new Option<string?>("--kinds") { Description = "Which kinds of alerts, divided by commas; 'all' for all.", HelpName = "KINDS" };
        var severity = new Option<string?>("--severity") { Description = "Least severity." };
        severity.AcceptOnlyFromAmong("information", "warning", "critical");
        var accounts = new Option<string?>("--accounts") { Description = "Only these accounts, divided by commas; 'all' for all.", HelpName = "NAMES" };
        var off = new Option<bool>("--off") { Description = "Turns it off: it takes no new alerts." };
        var on = new Option<bool>("--on") { Description = "Turns it on." };
        var command = new Command("set", "Sets a destination; of one that is there what is not named stays. Secrets are asked for, or read from the standard input, never from the command line.")
        {
            name, format, url, chat, secret, kinds, severity, accounts, off, on,
        };
        trader.On(command, async (parsed, session) =>
        {
            var known = await session.Service.Get("notifications");
            if (!known.IsDone)
                return session.Printer.Print(known, static _ => { });
            var body = Before(known.Json, parsed.GetRequiredValue(name)) ?? [];
            var isNew = body.Count == 0;
            Put(body, "format", parsed.GetValue(format));
            Put(body, "url", parsed.GetValue(url));
            Put(body, "chat", parsed.GetValue(chat));
            Put(body, "severity", parsed.GetValue(severity));
            Put(body, "kinds", ListOf(parsed.GetValue(kinds)));
            Put(body, "accounts", ListOf(parsed.GetValue(accounts)));
            if (parsed.GetValue(off) || parsed.GetValue(on))
                body["enabled"] = parsed.GetValue(on);
            await AskFor(trader, body, parsed.GetValue(secret), isNew);
            var answer = await session.Service.Put($"notifications/{Part(parsed.GetRequiredValue(name))}", body);
            return session.Printer.Print(answer, json =>
            {
                session.Printer.Table([json.GetProperty("destination")], string.Empty, Columns);
                if (json.TryGetProperty("secret", out var made))
                    session.Printer.Line($"It signs with, shown this once: {made.GetString()}");
            });
        });
        return command;
    }

    private static Command Test(Trader trader)
    {
        var name = Name();
        var command = new Command("test", "Sends a message that says so, behind all that waits.") { name };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Post($"notifications/{Part(parsed.GetRequiredValue(name))}/test"),
            _ => session.Printer.Line($"a test to {parsed.GetRequiredValue(name)} is on its way: trader notifications list tells what became of it")));
        return command;
    }

    private static Command Remove(Trader trader)
    {
        var name = Name();
        var command = new Command("remove", "Forgets a destination, with what waits for it.") { name };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Delete($"notifications/{Part(parsed.GetRequiredValue(name))}"), _ => session.Printer.Line($"{parsed.GetRequiredValue(name)} is removed")));
        return command;
    }

    private static Command Dead(Trader trader)
    {
        var command = new Command("dead", "Lists the latest alerts that were given up.");
        trader.On(command, static async (_, session) => session.Printer.Table(
            await session.Service.Get("notifications/dead-letters"), "none was given up", static json => json, DeadColumns));
        return command;
    }

    // What is there, as it would be sent again; null where nothing is.
    private static JsonObject? Before(JsonElement all, string name)
    {
        foreach (var known in all.EnumerateArray())
        {
            if (!string.Equals(known.GetProperty("name").GetString(), name, StringComparison.Ordinal))
                continue;
            return new JsonObject
            {
                ["format"] = known.GetProperty("format").GetString(),
                ["kinds"] = JsonNode.Parse(known.GetProperty("kinds").GetRawText()),
                ["severity"] = known.GetProperty("severity").GetString(),
                ["accounts"] = JsonNode.Parse(known.GetProperty("accounts").GetRawText()),
                ["enabled"] = known.GetProperty("isEnabled").GetBoolean(),
            };
        }

        return null;
    }

    // A new chat needs its secret; a new webhook gets one made.
    private static async Task AskFor(Trader trader, JsonObject body, bool isAsked, bool isNew)
    {
        var format = body["format"]?.GetValue<string>();
        var isChat = format is "slack" or "discord";
        if (!isAsked && !(isNew && (format is "telegram" || (isChat && body["url"] is null))))
            return;
        var typed = await trader.ReadSecret(format switch { "telegram" => "The bot's token: ", "slack" or "discord" => "The webhook's address: ", _ => "The secret to sign with: " });
        if (typed.Length == 0)
            throw new UsageException("nothing was given: type it, or pipe one line");
        body[isChat ? "url" : "secret"] = typed;
    }

    private static void Put(JsonObject body, string field, JsonNode? value)
    {
        if (value is not null)
            body[field] = value;
    }

    private static JsonArray? ListOf(string? text) => text switch
    {
        null => null,
        "all" => [],
        _ => [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static name => (JsonNode)name)],
    };

    private static Argument<string> Name() => new("name") { Description = "The destination's name." };
}
