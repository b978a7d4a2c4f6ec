using System.CommandLine;
using System.Text.Json;
using OrleansTrader.Cli.Output;

namespace OrleansTrader.Cli.Doctor;

/// <summary><c>trader doctor</c>: every dependency looked at, each finding with its remedy; also where no service runs.</summary>
internal static class DoctorCommand
{
    public static Command Make(Func<ParseResult, Patient?> patient, Func<ParseResult, Printer> printer)
    {
        var command = new Command("doctor", "Look at service, database, model providers, venue, keys, clocks, disk and schema. Run it with the service's environment. Exit code 1 if something is found.");
        command.SetAction(async (parsed, cancellation) => patient(parsed) is { } examined
            ? Print(await Examine(examined, cancellation), printer(parsed))
            : Trader.WrongUsage);
        return command;
    }

    public static async Task<IReadOnlyList<Check>> Examine(Patient patient, CancellationToken cancellation)
    {
        var parts = await Task.WhenAll(
            ServiceChecks.Run(patient, cancellation), DatabaseChecks.Run(patient, cancellation),
            OutsideChecks.Run(patient, cancellation), MachineChecks.Run(patient, cancellation));
        return [.. parts.SelectMany(static checks => checks)];
    }

    private static int Print(IReadOnlyList<Check> checks, Printer printer)
    {
        var rows = JsonSerializer.SerializeToElement(checks.Select(static check => new
        {
            subject = check.Subject,
            outcome = check.Outcome switch { Outcome.Ok => "ok", Outcome.Finding => "finding", _ => "skipped" },
            said = check.Said,
            remedy = check.Remedy,
        }));
        var found = checks.Count(static check => check.Outcome == Outcome.Finding);
        if (printer.IsJson)
        {
            printer.Output.WriteLine(rows.GetRawText());
        }
        else
        {
            printer.Table([.. rows.EnumerateArray()], "Nothing was looked at.", Column.Text("What", "subject"), Column.Text("Is", "outcome"), Column.Text("Said", "said"), Column.Text("Remedy", "remedy"));
            printer.Output.WriteLine(found == 0 ? "Nothing found." : $"{found} found.");
        }

        return found == 0 ? Trader.Done : Trader.Failed;
    }
}
