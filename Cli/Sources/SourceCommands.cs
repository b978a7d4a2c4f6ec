using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Sources;

/// <summary><c>trader sources</c>.</summary>
internal static class SourceCommands
{
    private static readonly Column[] Listed =
    [
        Column.Name("Source", "key"), Column.Text("Alerts", "config.kind"), Column.Text("Known by", "config.authentication"), Column.Text("Takes alerts", "config.isOn"),
        new("Followers", Followers), Column.Number("Accepted", "counts.accepted"), Column.Number("Duplicates", "counts.duplicates"),
        Column.Number("Refused", "counts.refused"), Column.Instant("Last", "counts.lastAt"), Column.Text("Notes", "config.notes"),
    ];

    private static readonly Column[] Tried =
    [
        Column.Text("Market", "symbol"), Column.Text("Direction", "direction"), Column.Instant("At", "at"), Column.Number("Entry", "entry"), Column.Number("Stop", "stopLoss"),
        Column.Number("Target", "target"), Column.Number("Confidence", "confidence"), Column.Text("Timeframe", "timeframe"), Column.Text("Word", "label"),
        Column.Text("Strategy", "strategy"), Column.Text("Note", "note"),
    ];

    public static Command Make(Trader trader) => new("sources", "Where alerts come in from: list, show, set, rotate, remove, try.")
    {
        List(trader), Show(trader), Set(trader), Rotate(trader), Remove(trader), Try(trader),
    };

    private static Argument<string> Name() => new("source") { Description = "The source's name." };

    private static Command List(Trader trader)
    {
        var command = new Command("list", "Lists all sources with their counts.");
        trader.On(command, static async (_, session) => session.Printer.Table(
            await session.Service.Get("sources"), "no source yet: trader sources set NAME --follow account/NAME", static json => json, Listed));
        return command;
    }

    private static Command Show(Trader trader)
    {
        var source = Name();
        var command = new Command("show", "Shows one source.") { source };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Get($"sources/{Part(parsed.GetRequiredValue(source))}"), json => session.Printer.Show(json, Listed)));
        return command;
    }

    private static Command Set(Trader trader)
    {
        var source = Name();
        var flags = new SourceFlags();
        var command = new Command("set", "Makes a source, or changes what is named of it; prints what to paste, and a new one's secret, once.") { source };
        flags.AddTo(command);
        trader.On(command, async (parsed, session) =>
        {
            var path = $"sources/{Part(parsed.GetRequiredValue(source))}";
            var known = await session.Service.Get(path);
            var config = known.IsDone ? JsonObject.Create(known.Json.GetProperty("config"))! : [];
            return Tell(session, await session.Service.Put(path, await flags.Over(config, parsed)));
        });
        return command;
    }

    private static Command Rotate(Trader trader)
    {
        var source = Name();
        var grace = new Option<int>("--grace") { Description = "Minutes for which the secret of before is taken too.", HelpName = "MINUTES" };
        var command = new Command("rotate", "Gives a source another secret, printed once.") { source, grace };
        trader.On(command, async (parsed, session) => Tell(session, await session.Service.Post(
            $"sources/{Part(parsed.GetRequiredValue(source))}/rotate", new JsonObject { ["graceMinutes"] = parsed.GetValue(grace) })));
        return command;
    }

    private static Command Remove(Trader trader)
    {
        var source = Name();
        var command = new Command("remove", "Forgets a source; signals that came from it stay.") { source };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Delete($"sources/{Part(parsed.GetRequiredValue(source))}"), _ => session.Printer.Line($"{parsed.GetRequiredValue(source)} is removed")));
        return command;
    }

    private static Command Try(Trader trader)
    {
        var file = new Argument<string>("file") { Description = "File with an alert as it comes; - for the standard input." };
        var source = new Option<string>("--source") { Description = "The source that would read it.", HelpName = "NAME", DefaultValueFactory = static _ => "try" };
        var flags = new SourceFlags();
        var command = new Command("try", "Shows what an alert would become, at a source or as flags say; nothing is sent or kept.") { file, source };
        flags.AddTo(command);
        trader.On(command, async (parsed, session) =>
        {
            var body = new JsonObject { ["alert"] = await SourceFlags.Text(parsed.GetRequiredValue(file)) };
            if (flags.AreGiven(parsed))
                body["config"] = await flags.Over([], parsed);
            var answer = await session.Service.Post($"sources/{Part(parsed.GetRequiredValue(source))}/try", body);
            var isRefused = answer.IsDone && answer.Json.GetProperty("errors").GetArrayLength() > 0;
            var code = session.Printer.Print(answer, json =>
            {
                if (!isRefused)
                    session.Printer.Show(json.GetProperty("signal"), Tried);
                foreach (var error in json.GetProperty("errors").EnumerateArray())
                    session.Printer.Line($"{error.GetProperty("field")}: {error.GetProperty("value")}: {error.GetProperty("remedy")}");
            });
            return isRefused ? Trader.Failed : code;
        });
        return command;
    }

    private static int Tell(Session session, Service.Answer answer) => session.Printer.Print(answer, json =>
    {
        session.Printer.Show(json.GetProperty("source"), Listed);
        if (Column.At(json, "secret") is { } secret)
            session.Printer.Line($"secret, shown this once: {secret}");
        session.Printer.Line($"address: {json.GetProperty("url")}");
        if (Column.At(json, "message") is { } message)
            session.Printer.Line($"message of an alert: {message}");
        session.Printer.Line($"from a shell: {json.GetProperty("curl")}");
    });

    private static string Followers(JsonElement row)
    {
        var names = row.GetProperty("config").GetProperty("terms").GetProperty("subscriptions").EnumerateArray()
            .Select(static one => $"{one.GetProperty("kind")}/{one.GetProperty("name")}").ToList();
        return names.Count == 0 ? "nobody" : string.Join(", ", names);
    }
}
