using System.CommandLine;
using System.Text.Json;
using OrleansTrader.Cli.Output;

namespace OrleansTrader.Cli.Doctor;

/// <summary><c>trader doctor</c>: every dependency looked at, each finding with its remedy; also where no service runs.</summary>
internal static class DoctorCommand
{
    /// <param name="patient">Makes the patient of the flags and the file of settings (null: none).</param>
    public static Command Make(Func<ParseResult, string?, Patient?> patient, Func<ParseResult, Printer> printer)
    {
        var config = new Option<string?>("--config") { Description = "The service's file (JSON) with settings; the environment goes before it, flags before both.", HelpName = "FILE" };
        var command = new Command("doctor", "Look at settings, service, database, model providers, venue, keys, clocks, disk and schema. Give it the service's environment and --config. Exit code 1 if something is found.") { config };
        command.SetAction(async (parsed, cancellation) => patient(parsed, parsed.GetValue(config)) is { } examined
            ? Print(await Examine(examined, cancellation), printer(parsed))
            : Trader.WrongUsage);
        return command;
    }

    public static async Task<IReadOnlyList<Check>> Examine(Patient patient, CancellationToken cancellation)
    {
        var parts = await Task.WhenAll(
            ServiceChecks.Run(patient, cancellation), DatabaseChecks.Run(patient, cancellation),
            OutsideChecks.Run(patient, cancellation), MachineChecks.Run(patient, cancellation));
        return [Settings(patient), .. parts.SelectMany(static checks => checks)];
    }

    private static Check Settings(Patient patient) => patient.Refused is { } why
        ? Check.Found("settings", why, "correct it: the service refuses to start with it; the rest is looked at by the environment and flags alone")
        : Check.Ok("settings", "file, environment and flags are read");

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
