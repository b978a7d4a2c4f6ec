using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Accounts;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Versions;

/// <summary><c>trader versions</c>.</summary>
internal static class VersionCommands
{
    private static readonly Column[] Listed =
    [
        Column.Name("Version", "key"), Column.Text("Status", "status"),
        new("Strategy", Planner),
        Column.Text("Markets", "config.symbols"), Column.Number("Leverage", "config.leverage"), Column.Text("Every", "config.cycleInterval"),
        new("Mode", static row => string.Equals(Column.At(row, "config.dryRun"), "yes", StringComparison.Ordinal) ? "dry run" : string.Empty),
        new("Limits", static row => row.GetProperty("config").TryGetProperty("limits", out var limits) ? LimitFlags.InWords(limits) : null),
        Column.Text("Notes", "config.notes"), Column.Instant("Made", "createdAt"),
    ];

    public static Command Make(Trader trader) => new("versions", "Strategy versions: list, show, create, activate, retire, clone, diff.")
    {
        List(trader), Show(trader), Create(trader), Change(trader, "activate", "Draft to active: agents may trade it."),
        Change(trader, "retire", "Active to retired, for good: no new agent may trade it."), Clone(trader), Diff(trader),
    };

    private static Argument<string> Version(string name = "version", string description = "Name and semantic version, e.g. cross@1.0.0.") =>
        new(name) { Description = description };

    private static Option<bool> Activates() => new("--activate") { Description = "Activate it at once." };

    private static Command List(Trader trader)
    {
        var command = new Command("list", "Lists all versions.");
        trader.On(command, static async (_, session) => session.Printer.Table(
            await session.Service.Get("versions"), "no version yet: trader versions create NAME@1.0.0 --strategy trend --symbols BTC-USDT", static json => json, Listed));
        return command;
    }

    private static Command Show(Trader trader)
    {
        var version = Version();
        var command = new Command("show", "Shows one version.") { version };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Get($"versions/{Part(parsed.GetRequiredValue(version))}"), json => session.Printer.Show(json, Listed)));
        return command;
    }

    private static Command Create(Trader trader)
    {
        var version = Version();
        var (flags, activates) = (new ConfigFlags(), Activates());
        var command = new Command("create", "Makes a version as a draft; its configuration never changes.") { version, activates };
        flags.AddTo(command, isWhole: true);
        trader.On(command, async (parsed, session) =>
        {
            var name = parsed.GetRequiredValue(version);
            var made = await session.Service.Post("versions", new JsonObject { ["version"] = name, ["config"] = flags.Read(parsed) });
            return await Tell(session, made, parsed.GetValue(activates) ? name : null);
        });
        return command;
    }

    private static Command Clone(Trader trader)
    {
        var source = Version("version", "The version that is copied.");
        var name = Version("new", "Name and semantic version of the copy, e.g. cross@1.1.0.");
        var (flags, activates) = (new ConfigFlags(), Activates());
        var command = new Command("clone", "Makes a draft of another version's configuration, with changes.") { source, name, activates };
        flags.AddTo(command, isWhole: false);
        trader.On(command, async (parsed, session) =>
        {
            var copy = parsed.GetRequiredValue(name);
            var path = $"versions/{Part(parsed.GetRequiredValue(source))}";
            var old = flags.HasStrategy(parsed) ? await session.Service.Get(path) : null;
            if (old is { IsDone: false })
                return session.Printer.Print(old, static _ => { });
            var changes = flags.Read(parsed, old is null ? [] : ParametersOf(old.Json).Select(static parameter => parameter.Name));
            var made = await session.Service.Post($"{path}/clone", new JsonObject { ["version"] = copy, ["changes"] = changes });
            return await Tell(session, made, parsed.GetValue(activates) ? copy : null);
        });
        return command;
    }

    private static Command Change(Trader trader, string verb, string description)
    {
        var version = Version();
        var command = new Command(verb, description) { version };
        trader.On(command, async (parsed, session) =>
            await Tell(session, await session.Service.Post($"versions/{Part(parsed.GetRequiredValue(version))}/{verb}"), activates: null));
        return command;
    }

    private static Command Diff(Trader trader)
    {
        var (from, to) = (Version("from", "The version to compare with."), Version("to", "The version that differs."));
        var command = new Command("diff", "Says what a version does differently from another, field by field.") { from, to };
        trader.On(command, async (parsed, session) => session.Printer.Table(
            await session.Service.Get($"versions/{Part(parsed.GetRequiredValue(from))}/diff/{Part(parsed.GetRequiredValue(to))}"),
            "no difference", static json => json.GetProperty("changes"), Column.Text("Field", "field"), Column.Text("Old", "old"), Column.Text("New", "new")));
        return command;
    }

    /// <param name="activates">The version to activate once it is made; null for none.</param>
    private static async Task<int> Tell(Session session, Service.Answer answer, string? activates)
    {
        if (answer.IsDone && activates is not null)
            answer = await session.Service.Post($"versions/{Part(activates)}/activate");
        return session.Printer.Print(answer, json => session.Printer.Table([json], string.Empty, Listed));
    }

    // As --agent takes it: the model, and what is not as usual.
    private static string Planner(JsonElement row) => Column.At(row, "config.model.model") is { } model
        ? $"{model}{Unusual(row, "mode", "single")}{Unusual(row, "assistant", null)}{Unusual(row, "memory", "rules")}"
        : $"{Column.At(row, "config.strategy.strategy")} {Parameters(row)}".Trim();

    private static string Unusual(JsonElement row, string name, string? usual) =>
        Column.At(row, $"config.model.{name}") is { } value && !string.Equals(value, usual, StringComparison.Ordinal)
            ? $" {name}={(usual is null ? value : JsonNamingPolicy.KebabCaseLower.ConvertName(value))}"
            : string.Empty;

    private static string Parameters(JsonElement row) =>
        string.Join(' ', ParametersOf(row).Select(static parameter => $"{parameter.Name}={parameter.Value}"));

    private static IEnumerable<JsonProperty> ParametersOf(JsonElement version) =>
        version.GetProperty("config").GetProperty("strategy").TryGetProperty("parameters", out var parameters) ? parameters.EnumerateObject() : [];
}
