using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Accounts;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Limits;

/// <summary><c>trader limits</c>: those that all accounts share, the use of an account's, and the profiles.</summary>
internal static class LimitCommands
{
    private static readonly (string Flag, string Field, string Description, string Unit)[] Shared =
    [
        ("--gross", "grossNotionalMax", "Largest sum of all notionals of all accounts.", "AMOUNT"),
        ("--asset", "assetExposureMax", "Largest notional in one asset.", "AMOUNT"),
        ("--group", "groupExposureMax", "Largest notional in the assets of one group.", "AMOUNT"),
        ("--positions", "openPositionsMax", "Most positions, assets with open orders included.", "N"),
        ("--daily-loss", "dailyLossMax", "Loss of all accounts since midnight UTC beyond which none opens anything more that day.", "AMOUNT"),
    ];

    private static readonly Column[] Uses =
    [
        Column.Text("Limit", "limit"), Column.Text("Of", "of"), Figure("Now", "value"), Figure("Allowed", "bound"), Share("Used", "used"), Column.Text("Says", "text"),
    ];

    private static readonly Column[] SharedUses = [Column.Text("Limit", "limit"), Column.Text("Of", "of"), Figure("Used", "value"), Figure("Most", "max")];

    public static Command Make(Trader trader) => new("limits", "Limits of risk: those that all accounts share, how much of an account's is used, profiles.")
    {
        Show(trader), Set(trader), Use(trader), Profiles(trader),
    };

    private static Command Show(Trader trader)
    {
        var command = new Command("show", "Shows the limits that all accounts share, with their use.");
        trader.On(command, async (_, session) => Print(session, await session.Service.Get("limits")));
        return command;
    }

    private static Command Set(Trader trader)
    {
        var none = new Option<bool>("--none") { Description = "Takes all of them away; other flags go on top." };
        var groups = new Option<string?>("--groups") { Description = "Assets that move together, e.g. 'majors: BTC ETH'.", HelpName = "LIST" };
        var flags = Shared.Select(static limit => (limit.Field, Option: new Option<decimal?>(limit.Flag) { Description = limit.Description, HelpName = limit.Unit })).ToArray();
        var command = new Command("set", "Sets limits that all accounts share; those that are not named stay. They hold within ten seconds.") { groups, none };
        foreach (var (_, option) in flags)
            command.Options.Add(option);
        trader.On(command, async (parsed, session) =>
        {
            var body = new JsonObject();
            foreach (var (field, option) in flags)
            {
                if (parsed.GetValue(option) is { } given)
                    body[field] = field is "openPositionsMax" ? Whole(option.Name, given) : given.ToString(CultureInfo.InvariantCulture);
            }

            if (parsed.GetValue(groups) is { } named)
                body["groups"] = named;
            if (body.Count == 0)
                return Print(session, parsed.GetValue(none) ? await session.Service.Delete("limits") : await session.Service.Get("limits"));
            if (!parsed.GetValue(none))
            {
                var known = await session.Service.Get("limits");
                if (!known.IsDone)
                    return Print(session, known);
                foreach (var (field, value) in JsonObject.Create(known.Json.GetProperty("limits")) ?? [])
                    body.TryAdd(field, value?.DeepClone());
            }

            return Print(session, await session.Service.Put("limits", body));
        });
        return command;
    }

    private static Command Use(Trader trader)
    {
        var name = AccountCommands.Name();
        var command = new Command("use", "Shows an account's limits in force, with how much of each is used.") { name };
        trader.On(command, async (parsed, session) => session.Printer.Table(
            await session.Service.Get($"accounts/{Part(parsed.GetRequiredValue(name))}/limits"), "nothing is limited: trader accounts limits NAME --profile moderate",
            static json => json.TryGetProperty("uses", out var uses) ? uses : null, Uses));
        return command;
    }

    private static Command Profiles(Trader trader)
    {
        var command = new Command("profiles", "Shows the profiles: amounts are shares of an account's equity.");
        trader.On(command, async (_, session) => session.Printer.Print(await session.Service.Get("limits/profiles"), json =>
        {
            var rows = new JsonArray();
            foreach (var profile in json.EnumerateArray())
            {
                var row = JsonObject.Create(profile.GetProperty("limits"))!;
                row["of"] = Column.At(profile, "profile");
                rows.Add((JsonNode)row);
            }

            JsonElement[] shown = [.. JsonSerializer.SerializeToElement(rows).EnumerateArray()];
            session.Printer.Table(shown, string.Empty, [.. LimitFlags.Columns.Where(column => shown.Any(row => column.Read(row) is not null))]);
        }));
        return command;
    }

    private static int Print(Session session, Service.Answer answer) => session.Printer.Print(answer, json =>
    {
        if (Column.At(json, "holdsFrom") is { } from)
            session.Printer.Line($"the new limits hold for every account from {from} on");
        session.Printer.Table([.. json.GetProperty("uses").EnumerateArray()], "no account has anything open", SharedUses);
    });

    private static JsonNode Whole(string flag, decimal value) => value == decimal.Truncate(value) && Math.Abs(value) <= int.MaxValue
        ? (int)value
        : throw new UsageException($"{flag} is '{value.ToString(CultureInfo.InvariantCulture)}': give a whole number");

    private static Column Figure(string title, string path) => new(title, row => Number(row, path) is { } value ? Math.Round(value, 4).ToString("0.####", CultureInfo.InvariantCulture) : null) { IsNumber = true };

    private static Column Share(string title, string path) => new(title, row => Number(row, path) is { } value ? value.ToString("P0", CultureInfo.InvariantCulture) : null) { IsNumber = true };

    private static decimal? Number(JsonElement row, string path) =>
        Column.At(row, path) is { } text && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;
}
