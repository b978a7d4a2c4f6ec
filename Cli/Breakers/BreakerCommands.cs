using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Breakers;

/// <summary><c>trader breakers</c>: of an account, the tenant, a market or the service.</summary>
internal static class BreakerCommands
{
    private const string RuleHelp = "KIND:THRESHOLD[:WINDOW][:halted|close][:cool=SPAN], e.g. windowLoss:0.03:4h:close:cool=12h, lossesInRow:5, volatility:6:15m:cool=30m. May be given many times.";

    private static readonly Column[] InForce =
    [
        Column.Text("Whose", "whose"), Column.Text("State", "state"), Column.Text("Closing", "closes"), Column.Text("Reason", "reason"), Column.Number("Value", "value"), Column.Number("Limit", "limit"),
        Column.Instant("Since", "since"), Column.Instant("Until", "until"), Column.Text("By", "by"),
    ];

    private static readonly Column[] Rules =
    [
        Column.Text("Whose", "whose"), Column.Text("Rule", "rule.kind"), Column.Number("Threshold", "rule.threshold"), Column.Number("Now", "value"), Column.Text("Window", "rule.window"),
        Column.Text("Trips to", "rule.tripsTo"), Column.Text("Closes", "rule.closes"), Column.Text("Cool-down", "rule.coolDown"),
    ];

    public static Command Make(Trader trader) => new("breakers", "Circuit breakers and the kill switch: show, set, halt, resume.") { Show(trader), Set(trader), Halt(trader), Resume(trader) };

    private static Command Show(Trader trader)
    {
        var target = new Target();
        var command = new Command("show", "Shows what is tripped and why, and the rules with what they measure now; of all without a target.");
        target.AddTo(command);
        trader.On(command, async (parsed, session) => target.Path(parsed, isNeeded: false) is { } path
            ? Print(session, await session.Service.Get($"{path}/breakers"))
            : session.Printer.Print(await session.Service.Get("breakers"), json =>
                Tables(session, [json.GetProperty("service"), json.GetProperty("tenant"), .. json.GetProperty("markets").EnumerateArray(), .. json.GetProperty("accounts").EnumerateArray()], ownOnly: true)));
        return command;
    }

    private static Command Set(Trader trader)
    {
        var target = new Target();
        var rules = new Option<string[]>("--rule") { Description = RuleHelp, HelpName = "RULE", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("set", "Sets the rules of a target, all at once; none without --rule.") { rules };
        target.AddTo(command);
        trader.On(command, async (parsed, session) =>
        {
            var path = target.Path(parsed, isNeeded: true)!;
            var body = new JsonObject { ["rules"] = new JsonArray([.. (parsed.GetValue(rules) ?? []).Select(static text => (JsonNode)RuleFlag.Read(text))]) };
            return await Tell(session, await session.Service.Put($"{path}/breakers", body), path);
        });
        return command;
    }

    private static Command Halt(Trader trader)
    {
        var target = new Target();
        var reason = new Option<string?>("--reason") { Description = "Why, for those who look later.", HelpName = "TEXT" };
        var close = new Option<bool>("--close") { Description = "Closes every position, tried again until none is left; without it protective orders go on working." };
        var yes = new Option<bool>("--yes") { Description = "Does it without asking, for scripts." };
        var command = new Command("halt", "The kill switch: cancels entries; with --close closes every position. Asks for the target's name first.") { reason, close, yes };
        target.AddTo(command);
        trader.On(command, async (parsed, session) =>
        {
            var path = target.Path(parsed, isNeeded: true)!;
            var name = target.Name(parsed);
            if (!parsed.GetValue(yes) && !string.Equals((await trader.ReadSecret($"type {name} to halt it{(parsed.GetValue(close) ? " and close everything" : string.Empty)}: ")).Trim(), name, StringComparison.Ordinal))
                throw new UsageException($"nothing was halted: '{name}' was not typed; --yes does it without asking");
            var body = new JsonObject();
            if (parsed.GetValue(reason) is { } why)
                body["reason"] = why;
            return await Tell(session, await session.Service.Post($"{path}/halt{(parsed.GetValue(close) ? "?close=true" : string.Empty)}", body), path);
        });
        return command;
    }

    private static Command Resume(Trader trader)
    {
        var target = new Target();
        var command = new Command("resume", "Resets the target's own breakers; losses count from here on.");
        target.AddTo(command);
        trader.On(command, async (parsed, session) =>
        {
            var path = target.Path(parsed, isNeeded: true)!;
            return await Tell(session, await session.Service.Post($"{path}/resume"), path);
        });
        return command;
    }

    private static async Task<int> Tell(Session session, Service.Answer answer, string path) => !answer.IsDone || session.Printer.IsJson
        ? session.Printer.Print(answer, static _ => { })
        : Print(session, await session.Service.Get($"{path}/breakers"));

    private static int Print(Session session, Service.Answer answer) => session.Printer.Print(answer, json => Tables(session, [json]));

    /// <param name="ownOnly">Leaves out what a scope repeats of those above it.</param>
    private static void Tables(Session session, IReadOnlyList<JsonElement> scopes, bool ownOnly = false)
    {
        var (tripped, rules) = (new JsonArray(), new JsonArray());
        foreach (var scope in scopes)
        {
            var whose = $"{Column.At(scope, "scope")} {Column.At(scope, "name")}";
            foreach (var breaker in scope.GetProperty("tripped").EnumerateArray().Where(breaker => !ownOnly || string.Equals(Column.At(breaker, "scope"), Column.At(scope, "scope"), StringComparison.Ordinal)))
                tripped.Add((JsonNode)With(breaker, whose));
            foreach (var reading in scope.GetProperty("rules").EnumerateArray())
                rules.Add((JsonNode)With(reading, whose));
        }

        session.Printer.Table(Rows(tripped), "nothing is tripped: everything may be traded", InForce);
        session.Printer.Table(Rows(rules), "no rule is set: trader breakers set --account NAME --rule windowLoss:0.03:4h", Rules);
    }

    private static JsonElement[] Rows(JsonArray rows) => [.. JsonSerializer.SerializeToElement(rows).EnumerateArray()];

    private static JsonObject With(JsonElement row, string whose)
    {
        var added = JsonObject.Create(row)!;
        added["whose"] = whose;
        return added;
    }

    /// <summary>Whose breakers, by flags of which one may be given.</summary>
    private sealed class Target
    {
        private readonly Option<string?> _account = new("--account") { Description = "Of this account.", HelpName = "NAME" };
        private readonly Option<string?> _symbol = new("--symbol") { Description = "Of this market, for operators of the platform.", HelpName = "SYMBOL" };
        private readonly Option<bool> _tenant = new("--tenant") { Description = "Of the tenant, for its operators." };
        private readonly Option<bool> _service = new("--service") { Description = "Of the whole service, for operators of the platform." };

        public void AddTo(Command command)
        {
            foreach (var option in new Option[] { _account, _symbol, _tenant, _service })
                command.Options.Add(option);
        }

        /// <exception cref="UsageException">More than one is given, or none that is needed.</exception>
        public string? Path(ParseResult parsed, bool isNeeded)
        {
            string[] given =
            [
                .. parsed.GetValue(_account) is { } account ? [$"accounts/{Part(account)}"] : Array.Empty<string>(),
                .. parsed.GetValue(_symbol) is { } symbol ? [$"symbols/{Part(symbol)}"] : Array.Empty<string>(),
                .. parsed.GetValue(_tenant) ? ["tenant"] : Array.Empty<string>(), .. parsed.GetValue(_service) ? ["service"] : Array.Empty<string>(),
            ];
            return given.Length == 1 ? given[0] : given.Length == 0 && !isNeeded ? null
                : throw new UsageException("give one of --account NAME, --symbol SYMBOL, --tenant and --service");
        }

        public string Name(ParseResult parsed) => parsed.GetValue(_account) ?? parsed.GetValue(_symbol) ?? (parsed.GetValue(_tenant) ? "tenant" : "service");
    }
}

/// <summary>A rule as one flag.</summary>
internal static class RuleFlag
{
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static JsonObject Read(string text)
    {
        var parts = text.Split(':');
        if (parts.Length < 2 || !decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            throw new UsageException($"--rule '{text}': write KIND:THRESHOLD and then what else it needs, e.g. windowLoss:0.03:4h:close:cool=12h");
        var rule = new JsonObject { ["kind"] = parts[0], ["threshold"] = parts[1] };
        foreach (var part in parts.Skip(2))
        {
            if (part.StartsWith("cool=", StringComparison.Ordinal))
                rule["coolDown"] = part["cool=".Length..];
            else if (part is "halted" or "reducing")
                rule["tripsTo"] = part;
            else if (part is "close")
                rule["closes"] = true;
            else
                rule["window"] = part;
        }

        return rule;
    }
}
