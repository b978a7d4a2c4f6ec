using System.CommandLine;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Accounts;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Orders;

/// <summary><c>trader positions</c>.</summary>
internal static class PositionCommands
{
    private static readonly Column[] Listed =
    [
        Column.Text("Market", "symbol"), Column.Number("Quantity", "quantity"), Column.Number("Entry", "entryPrice"), Column.Number("Mark", "mark"),
        Column.Money("Unrealised", "unrealised", isResult: true), Column.Number("Stop", "stopPrice"), Column.Number("Target", "targetPrice"),
        Column.Number("Leverage", "leverage"), Column.Number("Liquidation", "liquidationPrice"),
        Column.Instant("Opened", "entryAt"), Column.Text("Why", "entryNote.reason"),
    ];

    public static Command Make(Trader trader) => new("positions", "Open positions: list, close, exits.") { List(trader), Close(trader), Exits(trader) };

    private static Command List(Trader trader)
    {
        var account = new Argument<string?>("account") { Description = "The account's name. Default: all accounts.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "Lists open positions at the newest marks.") { account };
        trader.On(command, async (parsed, session) =>
        {
            if (parsed.GetValue(account) is { } name)
                return session.Printer.Table(await session.Service.Get($"accounts/{Part(name)}/positions"), "no open position", static json => json, Listed);
            return session.Printer.Print(await session.Service.Get("accounts"), json =>
            {
                foreach (var held in json.EnumerateArray().Where(static row => row.GetProperty("books").GetProperty("positions").GetArrayLength() > 0))
                {
                    session.Printer.Line(Column.Name(string.Empty, "key").Read(held)!);
                    session.Printer.Table([.. held.GetProperty("books").GetProperty("positions").EnumerateArray()], string.Empty, Listed);
                }

                if (json.EnumerateArray().All(static row => row.GetProperty("books").GetProperty("positions").GetArrayLength() == 0))
                    session.Printer.Line("no open position");
            });
        });
        return command;
    }

    private static Command Close(Trader trader)
    {
        var account = AccountCommands.Name();
        var symbol = new Argument<string>("market") { Description = "E.g. BTC-USDT." };
        var reason = new Option<string?>("--reason") { Description = "Why, in your words.", HelpName = "TEXT" };
        var command = new Command("close", "Closes a position at the market, and its exits with it.") { account, symbol, reason };
        trader.On(command, async (parsed, session) =>
        {
            var name = parsed.GetRequiredValue(account);
            var body = parsed.GetValue(reason) is { } why ? new JsonObject { ["reason"] = why } : null;
            return await OrderCommands.Tell(
                session, await session.Service.Post($"accounts/{Part(name)}/positions/{Part(parsed.GetRequiredValue(symbol))}/close", body), name, null);
        });
        return command;
    }

    private static Command Exits(Trader trader)
    {
        var account = AccountCommands.Name();
        var symbol = new Argument<string>("market") { Description = "E.g. BTC-USDT." };
        var reason = new Option<string?>("--reason") { Description = "Why, in your words.", HelpName = "TEXT" };
        var flags = new ExitFlags();
        var command = new Command("exits", "Gives a position these exits in place of all that it has, at once, e.g. 'exits mine BTC-USDT --stop 60000 --break-even 1R'.")
        {
            account, symbol, reason,
        };
        flags.AddTo(command);
        trader.On(command, async (parsed, session) =>
        {
            var name = parsed.GetRequiredValue(account);
            var body = flags.Read(parsed);
            if (parsed.GetValue(reason) is { } why)
                body["reason"] = why;
            return await OrderCommands.Tell(
                session, await session.Service.Put($"accounts/{Part(name)}/positions/{Part(parsed.GetRequiredValue(symbol))}/exits", body), name, null);
        });
        return command;
    }
}
