using System.CommandLine;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Accounts;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Orders;

/// <summary><c>trader orders place</c>.</summary>
internal sealed class PlaceOrder
{
    private readonly Argument<string> _account = AccountCommands.Name();

    private readonly Argument<string> _side = new Argument<string>("side") { Description = "buy or sell." }.AcceptOnlyFromAmong("buy", "sell");

    private readonly Argument<decimal> _quantity = new("quantity") { Description = "In base currency; in quote currency with --in-quote." };

    private readonly Argument<string> _symbol = new("market") { Description = "E.g. BTC-USDT." };

    private readonly Option<string> _type = new Option<string>("--type") { Description = "Default: market, or limit where --limit is given.", HelpName = "TYPE" }
        .AcceptOnlyFromAmong("market", "limit", "stop", "stop-limit", "take-profit", "trailing-stop");

    private readonly Option<bool> _inQuote = new("--in-quote") { Description = "The quantity is in quote currency." };

    private readonly Option<bool> _postOnly = new("--post-only") { Description = "Refuse it rather than take." };

    private readonly Option<bool> _reduceOnly = new("--reduce-only") { Description = "Only take from a position." };

    private readonly Option<string?> _timeInForce = new Option<string?>("--tif") { Description = "How long it works. Default: gtc.", HelpName = "TIF" }
        .AcceptOnlyFromAmong("gtc", "ioc", "fok", "gtd");

    private readonly Option<string?> _expires = new("--expires") { Description = "With --tif gtd: until when, ISO 8601.", HelpName = "INSTANT" };

    private readonly Option<string?> _reason = new("--reason") { Description = "Why, in your words.", HelpName = "TEXT" };

    private readonly ExitFlags _exits = new();

    private readonly (Option<decimal?> Option, string Field)[] _numbers =
    [
        (Price("--limit", "Limit price."), "limitPrice"), (Price("--trigger", "Trigger price of a stop or take-profit."), "triggerPrice"),
        (Price("--trailing-offset", "Distance of a trailing stop, in quote currency."), "trailingOffset"),
        (Price("--leverage", "Leverage of a new position. Default: the market's setting."), "leverage"),
    ];

    public static Command Make(Trader trader)
    {
        var place = new PlaceOrder();
        var command = new Command("place", "Places an order, e.g. 'place mine buy 0.1 BTC-USDT --stop 60000'.")
        {
            place._account, place._side, place._quantity, place._symbol, place._type, place._inQuote, place._postOnly, place._reduceOnly,
            place._timeInForce, place._expires, place._reason,
        };
        foreach (var (option, _) in place._numbers)
            command.Add(option);
        place._exits.AddTo(command);
        trader.On(command, async (parsed, session) =>
        {
            var account = parsed.GetRequiredValue(place._account);
            return await OrderCommands.Tell(session, await session.Service.Post($"accounts/{Part(account)}/orders", place.Body(parsed)), account, null);
        });
        return command;
    }

    private JsonObject Body(ParseResult parsed)
    {
        var body = new JsonObject
        {
            ["symbol"] = parsed.GetRequiredValue(_symbol),
            ["side"] = parsed.GetRequiredValue(_side),
            ["quantity"] = AccountCommands.Text(parsed.GetRequiredValue(_quantity)),
            ["unit"] = parsed.GetValue(_inQuote) ? "quote" : "base",
        };
        foreach (var (option, field) in _numbers)
        {
            if (parsed.GetValue(option) is { } number)
                body[field] = AccountCommands.Text(number);
        }

        body["type"] = parsed.GetValue(_type) ?? (body.ContainsKey("limitPrice") ? "limit" : "market");
        if (parsed.GetValue(_postOnly))
            body["postOnly"] = true;
        if (parsed.GetValue(_reduceOnly))
            body["reduceOnly"] = true;
        if (parsed.GetValue(_timeInForce) is { } timeInForce)
            body["timeInForce"] = timeInForce;
        if (parsed.GetValue(_expires) is { } expires)
            body["expiresAt"] = expires;
        if (parsed.GetValue(_reason) is { } reason)
            body["reason"] = reason;
        if (_exits.Read(parsed) is { Count: > 0 } exits)
            body["bracket"] = exits;
        return body;
    }

    private static Option<decimal?> Price(string name, string description) => new(name) { Description = description, HelpName = "N" };
}
