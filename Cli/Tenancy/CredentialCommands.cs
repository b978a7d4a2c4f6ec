using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Output;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Tenancy;

/// <summary><c>trader credentials</c>.</summary>
internal static class CredentialCommands
{
    private const int SecretLengthMax = 4_096;

    private static readonly Column[] Columns =
    [
        Column.Text("Name", "name"), Column.Text("Kind", "kind"), Column.Text("For", "target"), Column.Text("Ends in", "lastFour"), Column.Instant("Set", "setAt"),
        Column.Instant("Rotate by", "rotateBy"), Column.Text("Due", "isDue"),
    ];

    public static Command Make(Trader trader) => new("credentials", "Keys for venues and for your own servers of models, kept sealed: list, set, remove.")
    {
        List(trader), Set(trader), Remove(trader),
    };

    private static Command List(Trader trader)
    {
        var command = new Command("list", "Lists credentials, without their values.");
        trader.On(command, static async (_, session) =>
            session.Printer.Table(await session.Service.Get("credentials"), "no credential yet: trader credentials set NAME --kind model --for URL", static json => json, Columns));
        return command;
    }

    private static Command Set(Trader trader)
    {
        var name = Name();
        var kind = new Option<string>("--kind") { Description = "What it opens.", Required = true };
        kind.AcceptOnlyFromAmong("model", "venue");
        var target = new Option<string>("--for") { Description = "Of a model's the address of your server, of a venue's its name.", Required = true, HelpName = "URL" };
        var command = new Command("set", "Seals a credential; its value is asked for, or read from the standard input, never from the command line.") { name, kind, target };
        trader.On(command, async (parsed, session) =>
        {
            var secret = await trader.ReadSecret($"Value of {parsed.GetRequiredValue(name)}: ");
            if (secret.Length is 0 or > SecretLengthMax)
                throw new UsageException($"the value has {secret.Length} characters: type it, or pipe one line of at most {SecretLengthMax} characters");
            var body = new JsonObject { ["kind"] = parsed.GetRequiredValue(kind), ["target"] = parsed.GetRequiredValue(target), ["secret"] = secret };
            var answer = await session.Service.Put($"credentials/{Part(parsed.GetRequiredValue(name))}", body);
            return session.Printer.Print(answer, json => session.Printer.Table([json], string.Empty, Columns));
        });
        return command;
    }

    private static Command Remove(Trader trader)
    {
        var name = Name();
        var command = new Command("remove", "Forgets a credential.") { name };
        trader.On(command, async (parsed, session) => session.Printer.Print(
            await session.Service.Delete($"credentials/{Part(parsed.GetRequiredValue(name))}"), _ => session.Printer.Line($"{parsed.GetRequiredValue(name)} is removed")));
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "The credential's name." };

    /// <summary>A line without its echo where a person types it, else the first line of what is piped in.</summary>
    public static async Task<string> FromConsole(string prompt)
    {
        if (Console.IsInputRedirected)
            return (await Console.In.ReadLineAsync())?.Trim() ?? string.Empty;
        await Console.Error.WriteAsync(prompt);
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    await Console.Error.WriteLineAsync();
                    return typed.ToString().Trim();
                case ConsoleKey.Backspace when typed.Length > 0:
                    typed.Length--;
                    break;
                case var _ when !char.IsControl(key.KeyChar):
                    typed.Append(key.KeyChar);
                    break;
            }
        }
    }
}
