using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Tenancy;

/// <summary><c>trader quotas</c>.</summary>
internal static class QuotaCommands
{
    private static readonly (string Flag, string Field, string Description)[] Limits =
    [
        ("--agents", "agents", "Agents that are not stopped."),
        ("--accounts", "accounts", "Accounts, archived ones too."),
        ("--versions", "versions", "Strategy versions that are not retired."),
        ("--orders-per-minute", "ordersPerMinute", "Orders a minute that may open or add to a position, over all accounts."),
        ("--backtests", "backtestsAtOnce", "Backtests that run at the same time."),
        ("--model-dollars", "modelSpendUsdPerDay", "US dollars a day that language models may cost."),
        ("--requests-per-minute", "apiRequestsPerMinute", "Requests a minute to the API."),
        ("--webhooks-per-minute", "webhooksPerMinute", "Alerts from outside a minute, over all sources."),
        ("--record-days", "decisionRecordDays", "Days for which records of decisions are kept."),
    ];

    private static readonly Column[] Columns =
    [
        Column.Text("Quota", "quota"), Column.Text("Used", "used"), Column.Text("Most", "most"), Column.Text("Set for this tenant", "own"),
    ];

    public static Command Make(Trader trader) => new("quotas", "What a tenant may have and do: show, set.") { Show(trader), Set(trader) };

    private static Command Show(Trader trader)
    {
        var tenant = new Argument<string?>("tenant") { Description = "Another tenant, for operators of the platform; your own without it.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("show", "Shows what a tenant may have and do, and what it has and does now.") { tenant };
        trader.On(command, async (parsed, session) => Print(session, await session.Service.Get(PathOf(parsed.GetValue(tenant)))));
        return command;
    }

    private static Command Set(Trader trader)
    {
        var tenant = new Argument<string>("tenant") { Description = "The tenant." };
        var anew = new Option<bool>("--anew") { Description = "What is not named goes back to the service's default; without it the others stay." };
        var flags = Limits.Select(static limit => (limit.Field, Option: new Option<decimal?>(limit.Flag) { Description = limit.Description, HelpName = "N" })).ToArray();
        var command = new Command("set", "Sets quotas of one tenant, for operators of the platform.") { tenant, anew };
        foreach (var (_, option) in flags)
            command.Options.Add(option);
        trader.On(command, async (parsed, session) =>
        {
            var path = PathOf(parsed.GetRequiredValue(tenant));
            var body = new JsonObject();
            if (!parsed.GetValue(anew))
            {
                var known = await session.Service.Get(path);
                if (!known.IsDone)
                    return Print(session, known);
                body = JsonObject.Create(known.Json.GetProperty("overrides")) ?? [];
            }

            foreach (var (field, option) in flags)
            {
                if (parsed.GetValue(option) is { } given)
                    body[field] = JsonValue.Create(given);
            }

            return Print(session, await session.Service.Put(path, body));
        });
        return command;
    }

    private static string PathOf(string? tenant) => tenant is null ? "quotas" : $"tenants/{Part(tenant)}/quotas";

    private static int Print(Session session, Service.Answer answer) => session.Printer.Print(answer, json =>
    {
        var rows = new JsonArray();
        foreach (var (_, field, _) in Limits)
        {
            rows.Add((JsonNode)new JsonObject
            {
                ["quota"] = field,
                ["used"] = Text(json.GetProperty("use"), field switch { "ordersPerMinute" => "ordersThisMinute", "modelSpendUsdPerDay" => "modelSpendUsdToday", "webhooksPerMinute" => "webhooksThisMinute", _ => field }),
                ["most"] = Text(json.GetProperty("quotas"), field),
                ["own"] = Text(json.GetProperty("overrides"), field),
            });
        }

        session.Printer.Table([.. JsonSerializer.SerializeToElement(rows).EnumerateArray()], string.Empty, Columns);
    });

    private static string? Text(JsonElement from, string field) => from.TryGetProperty(field, out var value) ? value.ToString() : null;
}
