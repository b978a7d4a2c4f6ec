using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Accounts;

/// <summary><c>trader accounts halt</c>, <c>resume</c> and <c>limits</c>.</summary>
internal static class RiskCommands
{
    public static Command Halt(Trader trader)
    {
        var name = AccountCommands.Name();
        var reason = new Option<string?>("--reason") { Description = "Why, for those who look later.", HelpName = "TEXT" };
        var close = new Option<bool>("--close", "--flatten") { Description = "Closes every position, tried again until none is left; stops stay until then." };
        var command = new Command("halt", "The kill switch: entries are cancelled, protective orders go on working, only cancels pass.") { name, reason, close };
        trader.On(command, async (parsed, session) =>
        {
            var account = parsed.GetRequiredValue(name);
            var body = new JsonObject();
            if (parsed.GetValue(reason) is { } why)
                body["reason"] = why;
            return await AccountCommands.Tell(session, await session.Service.Post($"accounts/{Part(account)}/halt{(parsed.GetValue(close) ? "?close=true" : string.Empty)}", body), account);
        });
        return command;
    }

    public static Command Resume(Trader trader)
    {
        var name = AccountCommands.Name();
        var command = new Command("resume", "Ends a halt; after a loss beyond a limit, losses count from the present equity.") { name };
        trader.On(command, async (parsed, session) =>
        {
            var account = parsed.GetRequiredValue(name);
            return await AccountCommands.Tell(session, await session.Service.Post($"accounts/{Part(account)}/resume"), account);
        });
        return command;
    }

    public static Command Limits(Trader trader)
    {
        var name = AccountCommands.Name();
        var flags = new LimitFlags("--");
        var profile = new Option<string?>("--profile")
        {
            Description = "Limits in shares of the account's present equity, instead of all that are set; other flags go on top. See trader limits profiles.",
            HelpName = "conservative|moderate|aggressive",
        };
        profile.AcceptOnlyFromAmong("conservative", "moderate", "aggressive");
        var command = new Command("limits", "Shows an account's limits, or sets those that are named; the others stay.") { name, profile };
        flags.AddTo(command);
        trader.On(command, async (parsed, session) =>
        {
            var account = $"accounts/{Part(parsed.GetRequiredValue(name))}";
            var given = flags.Read(parsed);
            var isAnew = flags.IsAnew(parsed) || parsed.GetValue(profile) is not null;
            if (parsed.GetValue(profile) is { } chosen)
                given.Insert(0, "profile", chosen);
            if (given.Count == 0 && !isAnew)
                return Show(session, await session.Service.Get(account));
            if (given.Count == 0)
                return await Tell(session, await session.Service.Delete($"{account}/limits"), account);
            if (!isAnew)
            {
                var known = await session.Service.Get(account);
                if (!known.IsDone)
                    return session.Printer.Print(known, static _ => { });
                given = Over(known.Json, given);
            }

            return await Tell(session, await session.Service.Put($"{account}/limits", given), account);
        });
        return command;
    }

    private static JsonObject Over(JsonElement account, JsonObject given)
    {
        var limits = account.GetProperty("books").TryGetProperty("ownLimits", out var own) ? JsonObject.Create(own)! : [];
        foreach (var (name, value) in given)
            limits[name] = value?.DeepClone();
        return limits;
    }

    private static async Task<int> Tell(Session session, Service.Answer answer, string account) => !answer.IsDone || session.Printer.IsJson
        ? session.Printer.Print(answer, static _ => { })
        : Show(session, await session.Service.Get(account));

    private static int Show(Session session, Service.Answer answer) => session.Printer.Print(answer, json =>
    {
        var books = json.GetProperty("books");
        var rows = new JsonArray();
        Add("the account", "ownLimits", books);
        if (books.TryGetProperty("agentLimits", out var brought))
        {
            foreach (var agent in brought.EnumerateArray())
                Add($"agent {Column.At(agent, "agent")}", "limits", agent);
        }

        Add("all: in force", "limits", books);
        JsonElement[] shown = [.. JsonSerializer.SerializeToElement(rows).EnumerateArray()];
        session.Printer.Table(shown, string.Empty, [.. LimitFlags.Columns.Where(column => shown.Any(row => column.Read(row) is not null))]);

        void Add(string of, string name, JsonElement from)
        {
            var row = from.TryGetProperty(name, out var limits) ? JsonObject.Create(limits)! : [];
            row["of"] = of;
            rows.Add((JsonNode)row);
        }
    });
}
