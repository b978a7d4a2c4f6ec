using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Accounts;

/// <summary><c>trader accounts</c>.</summary>
internal static class AccountCommands
{
    private static readonly Column[] Books =
    [
        Column.Name("Account", "key"), Column.Text("Currency", "books.currency"), Column.Money("Equity", "books.equity"), Column.Money("Cash", "books.cash"),
        Column.Money("Paid in", "books.deposited"), Column.Money("Unrealised", "books.unrealised", isResult: true), Column.Money("Margin free", "books.availableMargin"),
        new("Positions", static row => Count(row, "positions")) { IsNumber = true },
        new("Orders", static row => Count(row, "orders")) { IsNumber = true }, new("Halted", Halted),
    ];

    private static readonly Column[] More =
    [
        .. Books, Column.Money("Realised", "books.realised", isResult: true), Column.Money("Fees", "books.fees"), Column.Money("Funding", "books.funding", isResult: true),
        Column.Money("Turnover", "books.turnover"), Column.Money("Highest equity", "books.peakEquity"), Column.Instant("Begun anew", "books.resetAt"),
        new("Limits in force", static row => row.GetProperty("books").TryGetProperty("limits", out var limits) ? LimitFlags.InWords(limits) : null),
        Column.Text("Venue", "venue"), Column.Number("Version", "books.version"),
    ];

    public static Command Make(Trader trader) => new("accounts", "Paper accounts: list, show, create, fund, limit, halt, resume, begin anew, archive.")
    {
        List(trader), Show(trader), Create(trader), Move(trader, "deposit", "deposits", "Pays in."),
        Move(trader, "withdraw", "withdrawals", "Takes out at most what neither positions nor orders need."), RiskCommands.Limits(trader),
        RiskCommands.Halt(trader), RiskCommands.Resume(trader), Reset(trader), Archive(trader),
    };

    public static Argument<string> Name() => new("account") { Description = "The account's name." };

    /// <summary>Tells a command's outcome, or shows the account after it.</summary>
    public static async Task<int> Tell(Session session, Service.Answer answer, string account)
    {
        if (!answer.IsDone || session.Printer.IsJson)
            return session.Printer.Print(answer, static _ => { });
        return session.Printer.Print(await session.Service.Get($"accounts/{Part(account)}"), json => session.Printer.Table([json], string.Empty, Books));
    }

    private static Command List(Trader trader)
    {
        var command = new Command("list", "Lists all accounts.");
        trader.On(command, static async (_, session) =>
            session.Printer.Table(await session.Service.Get("accounts"), "no account yet: trader accounts create NAME --cash 100000", static json => json, Books));
        return command;
    }

    private static Command Show(Trader trader)
    {
        var name = Name();
        var command = new Command("show", "Shows one account.") { name };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Get($"accounts/{Part(parsed.GetRequiredValue(name))}"), json => session.Printer.Show(json, More)));
        return command;
    }

    private static Command Create(Trader trader)
    {
        var name = new Argument<string>("account") { Description = "1 to 40 lower-case letters, digits and dashes." };
        var cash = new Option<decimal?>("--cash") { Description = "First deposit. Default: the service's, STARTING_CASH.", HelpName = "AMOUNT" };
        var currency = new Option<string?>("--currency") { Description = "Quote currency of the markets that it trades. Default: the service's.", HelpName = "CODE" };
        var command = new Command("create", "Opens a paper account.") { name, cash, currency };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Post("accounts", new JsonObject
            {
                ["name"] = parsed.GetRequiredValue(name),
                ["cash"] = parsed.GetValue(cash) is { } given ? Text(given) : null,
                ["currency"] = parsed.GetValue(currency),
            }),
            json => session.Printer.Table([json], string.Empty, Books)));
        return command;
    }

    private static Command Move(Trader trader, string verb, string noun, string description)
    {
        var name = Name();
        var amount = new Argument<decimal>("amount") { Description = "In the account's currency." };
        var command = new Command(verb, description) { name, amount };
        trader.On(command, async (parsed, session) =>
        {
            var account = parsed.GetRequiredValue(name);
            return await Tell(session, await session.Service.Post($"accounts/{Part(account)}/{noun}", new JsonObject { ["amount"] = Text(parsed.GetRequiredValue(amount)) }), account);
        });
        return command;
    }

    private static Command Reset(Trader trader)
    {
        var name = Name();
        var cash = new Option<decimal?>("--cash") { Description = "What it begins anew with. Default: as much as was paid in.", HelpName = "AMOUNT" };
        var command = new Command("reset", "Begins an account anew, with nothing open; what was before stays in the journal.") { name, cash };
        trader.On(command, async (parsed, session) =>
        {
            var account = parsed.GetRequiredValue(name);
            var body = parsed.GetValue(cash) is { } given ? new JsonObject { ["cash"] = Text(given) } : null;
            return await Tell(session, await session.Service.Post($"accounts/{Part(account)}/reset", body), account);
        });
        return command;
    }

    private static Command Archive(Trader trader)
    {
        var name = Name();
        var command = new Command("archive", "Closes an account for good, with nothing open and no active agent.") { name };
        trader.On(command, async (parsed, session) =>
        {
            var account = parsed.GetRequiredValue(name);
            return await Tell(session, await session.Service.Post($"accounts/{Part(account)}/archive"), account);
        });
        return command;
    }

    /// <summary>A number as the service takes it.</summary>
    public static string Text(decimal number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // A limit's halt, or the first breaker of the account that is in force.
    private static string? Halted(JsonElement row) => Column.At(row, "books.haltReason") is { Length: > 0 } reason ? reason
        : row.GetProperty("books").TryGetProperty("breakers", out var breakers) && breakers.TryGetProperty("tripped", out var tripped) && tripped.GetArrayLength() > 0
            ? $"{Column.At(breakers, "state")}: {Column.At(tripped[0], "reason")}"
            : null;

    private static string? Count(JsonElement row, string list) =>
        row.GetProperty("books").TryGetProperty(list, out var found) && found.GetArrayLength() is > 0 and var count
            ? count.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
