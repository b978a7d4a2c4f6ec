using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Accounts;

namespace OrleansTrader.Cli.Orders;

/// <summary>The flags that name a position's exits.</summary>
internal sealed class ExitFlags
{
    private readonly (Option<decimal?> Option, string Field)[] _numbers =
    [
        (Number("--stop", "Exit: stop-loss."), "stopPrice"),
        (Number("--trail", "Exit: trailing stop, distance in quote currency."), "trailingOffset"),
        (Number("--trail-percent", "Exit: trailing stop, distance in percent."), "trailingPercent"),
    ];

    private readonly Option<string[]> _targets = new("--target")
    {
        Description = "Exit: take-profit, PRICE or PRICE:SHARE; with shares it may be repeated, nearest first, e.g. 70000:0.5.",
        HelpName = "PRICE[:SHARE]",
    };

    private readonly Option<string?> _breakEven = new("--break-even")
    {
        Description = "Moves the stop to the entry and costs after a gain: a distance in price, or multiples of the risk with R, e.g. 1R.",
        HelpName = "GAIN",
    };

    private readonly Option<string?> _until = new("--until") { Description = "Exit: closed at the market at this instant, ISO 8601.", HelpName = "INSTANT" };

    public void AddTo(Command command)
    {
        foreach (var (option, _) in _numbers)
            command.Add(option);
        command.Add(_targets);
        command.Add(_breakEven);
        command.Add(_until);
    }

    public JsonObject Read(ParseResult parsed)
    {
        var exits = new JsonObject();
        foreach (var (option, field) in _numbers)
        {
            if (parsed.GetValue(option) is { } number)
                exits[field] = AccountCommands.Text(number);
        }

        Targets(parsed.GetValue(_targets) ?? [], exits);
        if (parsed.GetValue(_breakEven) is { Length: > 0 } gain)
        {
            var isRisk = gain.EndsWith('R') || gain.EndsWith('r');
            exits["breakEven"] = new JsonObject { ["gain"] = isRisk ? gain[..^1] : gain, ["unit"] = isRisk ? "risk" : "price" };
        }

        if (parsed.GetValue(_until) is { } until)
            exits["exitAt"] = until;
        return exits;
    }

    // What is no number the service names with its field.
    private static void Targets(string[] targets, JsonObject exits)
    {
        if (targets is [var only] && !only.Contains(':', StringComparison.Ordinal))
        {
            exits["targetPrice"] = only;
            return;
        }

        if (targets.Length == 0)
            return;
        var levels = new JsonArray();
        foreach (var target in targets)
        {
            var parts = target.Split(':', 2);
            levels.Add(new JsonObject
            {
                ["price"] = parts[0],
                ["share"] = parts.Length > 1 ? parts[1] : (1m / targets.Length).ToString("0.####", CultureInfo.InvariantCulture),
            });
        }

        exits["targets"] = levels;
    }

    private static Option<decimal?> Number(string name, string description) => new(name) { Description = description, HelpName = "N" };
}
