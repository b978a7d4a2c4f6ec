using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Accounts;
using OrleansTrader.Cli.Output;
using OrleansTrader.Cli.Service;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Orders;

/// <summary><c>trader orders</c>.</summary>
internal static class OrderCommands
{
    /// <summary>Newest orders among which a new one is looked for, to tell what became of it.</summary>
    private const int NewestMax = 50;

    private static readonly Column[] Listed =
    [
        new("Order", static row => Column.At(row, "order") ?? Column.At(row, "id")) { IsNumber = true },
        new("Market", static row => Column.At(row, "symbol") is { } key ? key[(key.IndexOf('/') + 1)..] : null), Column.Text("Side", "side"), Column.Text("Type", "type"), Column.Text("Status", "status"),
        Column.Number("Quantity", "quantity"), Column.Number("Filled", "filled"), Column.Number("Limit", "limitPrice"), Column.Number("Trigger", "triggerPrice"),
        Column.Number("Average", "averagePrice"), Column.Instant("Accepted", "acceptedAt"),
        new("Why", static row => Column.At(row, "reason") ?? Column.At(row, "note.reason")),
    ];

    public static Command Make(Trader trader) => new("orders", "Orders by hand: list, place, amend, cancel.")
    {
        List(trader), PlaceOrder.Make(trader), Amend(trader), Cancel(trader),
    };

    /// <summary>Tells what became of an order, as far as it is known yet.</summary>
    public static async Task<int> Tell(Session session, Answer answer, string account, string? order)
    {
        if (!answer.IsDone || session.Printer.IsJson)
            return session.Printer.Print(answer, static _ => { });
        order ??= Column.At(answer.Json, "order");
        var newest = await session.Service.Get($"accounts/{Part(account)}/orders?limit={NewestMax}");
        if (newest.IsDone && newest.Json.GetProperty("rows").EnumerateArray().FirstOrDefault(row => string.Equals(Column.At(row, "order"), order, StringComparison.Ordinal)) is { ValueKind: JsonValueKind.Object } row)
            session.Printer.Table([row], string.Empty, Listed);
        else
            session.Printer.Line(order is null ? "done" : $"done: order {order}");
        return Trader.Done;
    }

    private static Command List(Trader trader)
    {
        var account = AccountCommands.Name();
        var all = new Option<bool>("--all") { Description = "Also those that are filled, cancelled or expired, newest first." };
        var limit = new Option<int>("--limit") { Description = "With --all: most orders, 1 to 1000.", DefaultValueFactory = _ => 50, HelpName = "N" };
        var command = new Command("list", "Lists the orders in force of an account.") { account, all, limit };
        trader.On(command, async (parsed, session) =>
        {
            var path = $"accounts/{Part(parsed.GetRequiredValue(account))}";
            return parsed.GetValue(all)
                ? session.Printer.Table(await session.Service.Get($"{path}/orders?limit={parsed.GetValue(limit)}"), "no order yet", static json => json.GetProperty("rows"), Listed)
                : session.Printer.Table(await session.Service.Get(path), "no order in force", static json => json.GetProperty("books").GetProperty("orders"), Listed);
        });
        return command;
    }

    private static Command Amend(Trader trader)
    {
        var (account, order) = (AccountCommands.Name(), Number());
        var quantity = new Option<decimal?>("--quantity") { Description = "The new whole quantity in base currency.", HelpName = "Q" };
        var limit = new Option<decimal?>("--limit") { Description = "The new limit price.", HelpName = "PRICE" };
        var trigger = new Option<decimal?>("--trigger") { Description = "The new trigger price.", HelpName = "PRICE" };
        var command = new Command("amend", "Changes quantity or prices of an order in force.") { account, order, quantity, limit, trigger };
        trader.On(command, async (parsed, session) =>
        {
            var body = new JsonObject();
            foreach (var (name, value) in new[] { ("quantity", parsed.GetValue(quantity)), ("limitPrice", parsed.GetValue(limit)), ("triggerPrice", parsed.GetValue(trigger)) })
            {
                if (value is { } given)
                    body[name] = AccountCommands.Text(given);
            }

            if (body.Count == 0)
                throw new UsageException("nothing to change: add --quantity, --limit or --trigger");
            var (owner, number) = (parsed.GetRequiredValue(account), parsed.GetRequiredValue(order));
            return await Tell(session, await session.Service.Patch($"accounts/{Part(owner)}/orders/{number}", body), owner, $"{number}");
        });
        return command;
    }

    private static Command Cancel(Trader trader)
    {
        var account = AccountCommands.Name();
        var order = new Argument<long?>("order") { Description = "The order's number; none with --all.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Cancel every order of the account." };
        var symbol = new Option<string?>("--symbol") { Description = "With --all: only orders of this market.", HelpName = "MARKET" };
        var command = new Command("cancel", "Cancels an order, or all.") { account, order, all, symbol };
        trader.On(command, async (parsed, session) =>
        {
            var name = parsed.GetRequiredValue(account);
            var number = parsed.GetValue(order);
            if (number is null != parsed.GetValue(all))
                throw new UsageException("name an order, or give --all: one of both");
            if (number is not null)
                return await Tell(session, await session.Service.Delete($"accounts/{Part(name)}/orders/{number}"), name, $"{number}");
            var only = parsed.GetValue(symbol) is { } market ? $"?symbol={Part(market)}" : string.Empty;
            return await Tell(session, await session.Service.Delete($"accounts/{Part(name)}/orders{only}"), name, null);
        });
        return command;
    }

    private static Argument<long> Number() => new("order") { Description = "The order's number." };
}
