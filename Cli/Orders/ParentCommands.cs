using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Accounts;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Orders;

/// <summary><c>trader parents</c>: orders that the account works over time or in parts.</summary>
internal static class ParentCommands
{
    private static readonly Column[] Listed =
    [
        Column.Number("Parent", "id"), Column.Text("Market", "intent.symbol"), Column.Text("Side", "intent.side"), Column.Text("Style", "intent.style"),
        Column.Number("Quantity", "quantity"), Column.Number("Filled", "report.filled"), Column.Number("Children", "children"),
        new("State", static row => Column.At(row, "endedAt") is null ? "in force" : Column.At(row, "reason")), Column.Number("Arrival", "report.arrivalPrice"),
        new("Cost bps", Bps) { IsNumber = true }, Column.Instant("Accepted", "acceptedAt"), Column.Instant("Deadline", "endsAt"), Column.Text("Why", "intent.note.reason"),
    ];

    private static readonly (string Name, string Field, string Description)[] Numbers =
    [
        ("--duration", "durationSeconds", "Seconds until its deadline; twap and vwap need it."), ("--limit", "limitPrice", "No part pays more, or sells for less."),
        ("--participation", "participationMax", "Largest share, 0 to 1, of the expected volume (vwap) or of the depth that is shown."),
        ("--slices", "slices", "Of twap and vwap. Default: one each 15 seconds, 2 to 60."), ("--display", "displayQuantity", "Of iceberg: the most that is shown at a time."),
        ("--reposts", "repostsMax", "Of chase: how often it may follow. Default: 20."), ("--chase-bps", "chaseBpsMax", "Of chase: how far it may follow. Default: 50."),
        ("--leverage", "leverage", "Leverage of a new position. Default: the market's setting."), ("--seed", "seed", "Of the slices' jitter."),
    ];

    public static Command Make(Trader trader) => new("parents", "Orders worked over time or in parts (twap, vwap, iceberg, chase): list, place, cancel.")
    {
        List(trader), Place(trader), Cancel(trader),
    };

    private static Command List(Trader trader)
    {
        var account = AccountCommands.Name();
        var command = new Command("list", "Lists parent orders in force and those that ended last, with what they cost against the arrival price.") { account };
        trader.On(command, async (parsed, session) => session.Printer.Table(
            await session.Service.Get($"accounts/{Part(parsed.GetRequiredValue(account))}/parents"), "no parent order", static json => json, Listed));
        return command;
    }

    private static Command Place(Trader trader)
    {
        var account = AccountCommands.Name();
        var side = new Argument<string>("side") { Description = "buy or sell." }.AcceptOnlyFromAmong("buy", "sell");
        var quantity = new Argument<decimal>("quantity") { Description = "In base currency." };
        var symbol = new Argument<string>("market") { Description = "E.g. BTC-USDT." };
        var style = new Option<string>("--style") { Description = "How it is worked.", HelpName = "STYLE", Required = true }
            .AcceptOnlyFromAmong("market", "limit-at-best", "chase", "twap", "vwap", "iceberg");
        var urgency = new Option<string?>("--urgency") { Description = "Of twap and vwap. Default: normal.", HelpName = "URGENCY" }.AcceptOnlyFromAmong("low", "normal", "high");
        var deadline = new Option<string?>("--on-deadline") { Description = "What becomes of the rest. Default: take.", HelpName = "ACTION" }.AcceptOnlyFromAmong("take", "cancel");
        var reduceOnly = new Option<bool>("--reduce-only") { Description = "Only take from a position." };
        var stop = new Option<decimal?>("--stop") { Description = "Exit: stop-loss of each part as it fills.", HelpName = "N" };
        var target = new Option<decimal?>("--target") { Description = "Exit: take-profit of each part as it fills.", HelpName = "N" };
        var reason = new Option<string?>("--reason") { Description = "Why, in your words.", HelpName = "TEXT" };
        var numbers = Numbers.Select(static n => (Option: new Option<decimal?>(n.Name) { Description = n.Description, HelpName = "N" }, n.Field)).ToArray();
        var command = new Command("place", "Places a parent order, e.g. 'place mine buy 5 BTC-USDT --style twap --duration 600'.")
        {
            account, side, quantity, symbol, style, urgency, deadline, reduceOnly, stop, target, reason,
        };
        foreach (var (option, _) in numbers)
            command.Add(option);
        trader.On(command, async (parsed, session) =>
        {
            var body = new JsonObject
            {
                ["symbol"] = parsed.GetRequiredValue(symbol),
                ["side"] = parsed.GetRequiredValue(side),
                ["style"] = parsed.GetRequiredValue(style),
                ["quantity"] = AccountCommands.Text(parsed.GetRequiredValue(quantity)),
            };
            foreach (var (option, field) in numbers)
            {
                if (parsed.GetValue(option) is { } number)
                    body[field] = field is "slices" or "repostsMax" or "seed" ? JsonValue.Create((long)number) : AccountCommands.Text(number);
            }

            foreach (var (field, value) in new[] { ("urgency", parsed.GetValue(urgency)), ("onDeadline", parsed.GetValue(deadline)), ("reason", parsed.GetValue(reason)) })
            {
                if (value is not null)
                    body[field] = value;
            }

            if (parsed.GetValue(reduceOnly))
                body["reduceOnly"] = true;
            var exits = new JsonObject();
            foreach (var (field, value) in new[] { ("stopPrice", parsed.GetValue(stop)), ("targetPrice", parsed.GetValue(target)) })
            {
                if (value is { } price)
                    exits[field] = AccountCommands.Text(price);
            }

            if (exits.Count > 0)
                body["bracket"] = exits;
            var answer = await session.Service.Post($"accounts/{Part(parsed.GetRequiredValue(account))}/parents", body);
            return session.Printer.Print(answer, json => session.Printer.Line($"done: parent order {Column.At(json, "order")}"));
        });
        return command;
    }

    private static Command Cancel(Trader trader)
    {
        var account = AccountCommands.Name();
        var parent = new Argument<long>("parent") { Description = "The parent order's number." };
        var command = new Command("cancel", "Ends a parent order; what it bought stays, with its exits.") { account, parent };
        trader.On(command, async (parsed, session) =>
        {
            var number = parsed.GetRequiredValue(parent).ToString(CultureInfo.InvariantCulture);
            var answer = await session.Service.Delete($"accounts/{Part(parsed.GetRequiredValue(account))}/parents/{number}");
            return session.Printer.Print(answer, _ => session.Printer.Line($"done: parent order {number} is cancelled"));
        });
        return command;
    }

    private static string? Bps(System.Text.Json.JsonElement row)
    {
        var (asked, arrival) = (At(row, "report.asked"), At(row, "report.arrivalPrice"));
        var cost = At(row, "report.delay") + At(row, "report.impact") + At(row, "report.fees") + At(row, "report.opportunity");
        return asked * arrival > 0m ? (cost / (asked * arrival) * 10_000m).ToString("0.00", CultureInfo.InvariantCulture) : null;
    }

    private static decimal At(System.Text.Json.JsonElement row, string path) =>
        decimal.TryParse(Column.At(row, path), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : 0m;
}
