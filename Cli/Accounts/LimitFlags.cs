using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;

namespace OrleansTrader.Cli.Accounts;

/// <summary>Risk limits from flags, of an account or of a version, and in a table.</summary>
internal sealed class LimitFlags
{
    private static readonly (string Flag, string Json, string Title, string Description, string Unit)[] Limits =
    [
        ("leverage", "leverageMax", "Leverage", "Most leverage of an opening order.", "X"),
        ("order-notional", "orderNotionalMax", "An order", "Largest notional of one opening order.", "AMOUNT"),
        ("position-notional", "positionNotionalMax", "A position", "Largest notional of one market's position, open orders on its side included.", "AMOUNT"),
        ("positions", "openPositionsMax", "Positions", "Most markets held at once.", "N"),
        ("daily-loss", "dailyLossMax", "Daily loss", "Loss since midnight UTC that halts the account.", "AMOUNT"),
        ("drawdown", "drawdownMax", "Drawdown", "Share of the highest equity, 0 to 1, whose loss halts the account.", "SHARE"),
        ("collar", "priceCollar", "Collar", "Farthest that a price may be off the mark to its own harm, 0 to 1.", "SHARE"),
        ("gross", "grossNotionalMax", "All positions", "Largest sum of all notionals, long and short added up, open orders included.", "AMOUNT"),
        ("effective-leverage", "effectiveLeverageMax", "Effective leverage", "That sum as a multiple of equity.", "X"),
        ("asset", "assetExposureMax", "An asset", "Largest notional in one asset.", "AMOUNT"),
        ("group", "groupExposureMax", "A group", "Largest notional in the assets of one group; see the groups.", "AMOUNT"),
        ("trade-risk", "tradeRiskMax", "Trade risk", "Largest loss of an order at its stop, as a share of equity, 0 to 1; without a stop all of it counts.", "SHARE"),
        ("orders-per-minute", "ordersPerMinuteMax", "Orders a minute", "Most opening orders within any minute.", "N"),
        ("liquidation", "liquidationDistanceMin", "To liquidation", "Least distance from mark to liquidation after an order would fill, 0 to 1.", "SHARE"),
        ("hold-min", "holdMinutesMin", "Hold at least", "Minutes before an agent may close at will.", "MINUTES"),
        ("hold-max", "holdMinutesMax", "Hold at most", "Minutes after which a position is closed.", "MINUTES"),
    ];

    private static readonly (string Flag, string Json, string Title, string Description, string Unit)[] Texts =
    [
        ("symbol-notional", "symbolNotionalMax", "A market", "Largest notional of named markets, e.g. 'BTC-USDT 50000, DOGE-USDT 1000'.", "LIST"),
        ("groups", "groups", "Groups", "Assets that move together, e.g. 'majors: BTC ETH; memes: DOGE PEPE'; all together without it.", "LIST"),
        ("hours", "hours", "Hours", "When positions may be opened, UTC, e.g. 'mon-fri 08:00-20:00'.", "WINDOWS"),
        ("allow", "symbolsAllowed", "Allowed", "The only markets that may be opened, e.g. 'BTC-USDT, ETH-USDT'.", "LIST"),
        ("block", "symbolsBlocked", "Blocked", "Markets that may not be opened.", "LIST"),
    ];

    private const string Action = "onBreach";

    private readonly (Option<decimal?> Option, string Json)[] _limits;
    private readonly (Option<string?> Option, string Json)[] _texts;
    private readonly Option<string?> _onBreach;
    private readonly Option<bool> _none;

    /// <param name="prefix">What each flag's name begins with, e.g. <c>--limit-</c>.</param>
    public LimitFlags(string prefix)
    {
        _limits = [.. Limits.Select(limit => (new Option<decimal?>(prefix + limit.Flag) { Description = limit.Description, HelpName = limit.Unit }, limit.Json))];
        _texts = [.. Texts.Select(limit => (new Option<string?>(prefix + limit.Flag) { Description = limit.Description, HelpName = limit.Unit }, limit.Json))];
        _onBreach = new Option<string?>($"{prefix}on-breach") { Description = "What a loss beyond a limit does: halt and close every position (flatten, default), or halt only.", HelpName = "flatten|halt" };
        _onBreach.AcceptOnlyFromAmong("flatten", "halt");
        _none = new Option<bool>($"{prefix}none") { Description = "Takes all limits away; other flags go on top." };
    }

    public static Column[] Columns { get; } =
    [
        Column.Text("Limits of", "of"), .. Limits.Select(static limit => Column.Number(limit.Title, limit.Json)), .. Texts.Select(static limit => Column.Text(limit.Title, limit.Json)),
        new("Upon a loss", static row => Column.At(row, Action) is { } action ? string.Equals(action, "halt", StringComparison.Ordinal) ? "halt" : "flatten" : null),
    ];

    public void AddTo(Command command)
    {
        foreach (Option option in _limits.Select(static limit => (Option)limit.Option).Concat(_texts.Select(static limit => limit.Option)).Concat([_onBreach, _none]))
            command.Add(option);
    }

    /// <summary>Whether all that was set before goes.</summary>
    public bool IsAnew(ParseResult parsed) => parsed.GetValue(_none);

    /// <summary>The limits that are given, by their names in JSON; empty where none is.</summary>
    public JsonObject Read(ParseResult parsed)
    {
        var given = new JsonObject();
        foreach (var (option, name) in _limits)
        {
            if (parsed.GetValue(option) is { } value)
                given[name] = Value(option.Name, name, value);
        }

        foreach (var (option, name) in _texts)
        {
            if (parsed.GetValue(option) is { } text)
                given[name] = text;
        }

        if (parsed.GetValue(_onBreach) is { } action)
            given[Action] = string.Equals(action, "halt", StringComparison.Ordinal) ? "halt" : "haltAndFlatten";
        return given;
    }

    /// <summary>The same as changes to limits that are there: what goes is null. Null takes all of them away.</summary>
    public JsonObject? ReadChanges(ParseResult parsed)
    {
        var given = Read(parsed);
        if (!IsAnew(parsed))
            return given;
        if (given.Count == 0)
            return null;
        foreach (var name in _limits.Select(static limit => limit.Json).Concat(_texts.Select(static limit => limit.Json)))
            given.TryAdd(name, null);
        return given;
    }

    /// <summary>Limits in a few words, e.g. <c>leverage 3, drawdown 0.2</c>; null where there are none.</summary>
    public static string? InWords(JsonElement limits) =>
        string.Join(", ", Limits.Concat(Texts).Select(limit => (limit.Flag, Value: Column.At(limits, limit.Json))).Where(static limit => limit.Value is not null)
            .Select(static limit => $"{limit.Flag} {limit.Value}")) is { Length: > 0 } words ? words : null;

    private static JsonNode Value(string flag, string name, decimal value) => name is not ("openPositionsMax" or "ordersPerMinuteMax")
        ? value.ToString(CultureInfo.InvariantCulture)
        : value == decimal.Truncate(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw new UsageException($"{flag} is '{value.ToString(CultureInfo.InvariantCulture)}': give a whole number");
}
