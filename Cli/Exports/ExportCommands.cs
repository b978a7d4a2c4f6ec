using System.CommandLine;
using OrleansTrader.Cli.Service;
using static OrleansTrader.Cli.Service.ServiceClient;

namespace OrleansTrader.Cli.Exports;

/// <summary><c>trader export</c>: whole histories as CSV, written as they come.</summary>
internal static class ExportCommands
{
    private const int ChunkCharacters = 32 * 1024;

    public static Command Make(Trader trader) => new("export", "Writes whole histories as CSV (RFC 4180), newest first.")
    {
        Export(trader, "fills", "All fills of an account.", "account", "accounts", "fills.csv"),
        Export(trader, "trades", "All round trips of an account.", "account", "accounts", "closed-trades.csv"),
        Export(trader, "decisions", "All decisions of an agent that changed something.", "agent", "agents", "decisions.csv"),
        Export(trader, "records", "What language models were asked for an agent, what it cost and what came of it.", "agent", "agents", "records.csv"),
    };

    private static Command Export(Trader trader, string what, string description, string of, string noun, string file)
    {
        var name = new Argument<string>(of) { Description = $"The {of}'s name." };
        var target = new Option<string?>("--out") { Description = "File to write. Default: the console.", HelpName = "FILE" };
        var command = new Command(what, description) { name, target };
        trader.On(command, async (parsed, session) =>
        {
            using var response = await session.Service.Open($"{noun}/{Part(parsed.GetRequiredValue(name))}/{file}");
            if (!response.IsSuccessStatusCode)
                return session.Printer.Print(await session.Service.Read(response), static _ => { });
            try
            {
                if (parsed.GetValue(target) is { } path)
                    await ToFile(response, path, session);
                else
                    await Copy(response, session.Printer.Output, session.Service.Cancellation);
                return Trader.Done;
            }
            catch (Exception fault) when (fault is IOException or HttpRequestException or UnauthorizedAccessException)
            {
                throw new ServiceException($"the export broke off ({fault.Message}): nothing of it counts, run it again");
            }
        });
        return command;
    }

    // Half an export must not look like a whole one.
    private static async Task ToFile(HttpResponseMessage response, string path, Session session)
    {
        var part = path + ".part";
        try
        {
            await using (var file = new StreamWriter(part))
                await Copy(response, file, session.Service.Cancellation);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        session.Printer.Line($"wrote {path}");
    }

    private static async Task Copy(HttpResponseMessage response, TextWriter writer, CancellationToken cancellation)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        var chunk = new char[ChunkCharacters];
        int read;
        while ((read = await reader.ReadAsync(chunk.AsMemory(), cancellation)) > 0)
            await writer.WriteAsync(chunk.AsMemory(0, read), cancellation);
        await writer.FlushAsync(cancellation);
    }
}
