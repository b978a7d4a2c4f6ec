using System.CommandLine;
using System.CommandLine.Help;
using OrleansTrader.Cli.Access;
using OrleansTrader.Cli.Accounts;
using OrleansTrader.Cli.Agents;
using OrleansTrader.Cli.Backups;
using OrleansTrader.Cli.Breakers;
using OrleansTrader.Cli.Doctor;
using OrleansTrader.Cli.Exports;
using OrleansTrader.Cli.Limits;
using OrleansTrader.Cli.Notifications;
using OrleansTrader.Cli.Orders;
using OrleansTrader.Cli.Output;
using OrleansTrader.Cli.Service;
using OrleansTrader.Cli.Signals;
using OrleansTrader.Cli.Sources;
using OrleansTrader.Cli.Tenancy;
using OrleansTrader.Cli.Versions;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Settings;

namespace OrleansTrader.Cli;

/// <summary>The program: a client of the service's HTTP API. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.</summary>
internal sealed class Trader(TextWriter output, TextWriter error, Func<string, string?> environment)
{
    public const int Done = 0, Failed = 1, WrongUsage = 2;

    private readonly Option<string> _address = new("--address")
    {
        Description = "Where the service is.",
        DefaultValueFactory = _ => "http://localhost:8080",
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the service's JSON as it is, for programs.", Recursive = true };

    private readonly Option<string> _directory = new("--data-dir")
    {
        Description = "The service's data directory: the control key is read there.",
        DefaultValueFactory = _ => "data",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Option<string> _feed = new("--feed")
    {
        Description = "The service's feed: the control key lies in the directory of that name.",
        DefaultValueFactory = _ => "simulated",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "An API key (ot_...), or TRADER_KEY in the environment, which other users of this machine cannot see. Default: the control key of the data directory, for changes.",
        HelpName = "KEY",
        Recursive = true,
    };

    private readonly Option<string?> _requestKey = new("--idempotency-key")
    {
        Description = "Key of the request: with the same one a repeated command is carried out once. Default: a new one each time.",
        HelpName = "KEY",
        Recursive = true,
    };

    /// <summary>Whether the output goes to a file or a program: then it has no colour and no bound on its width.</summary>
    public bool IsRedirected { get; init; } = true;

    /// <summary>All variables of the environment, for the doctor: it reads what the service reads.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables { get; init; } = [];

    /// <summary>Who carries requests; null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Asks a person for what must not stand on a command line.</summary>
    public Func<string, Task<string>> ReadSecret { get; init; } = CredentialCommands.FromConsole;

    public async Task<int> Run(string[] arguments)
    {
        var root = new RootCommand("Controls OrleansTrader: paper accounts, agents, strategy versions, orders. Set TRADER_KEY, or let it read the control key from the data directory.")
        {
            _address, _json, _directory, _feed, _key, _requestKey,
            AccountCommands.Make(this), BreakerCommands.Make(this), AgentCommands.Make(this), SignalCommands.Make(this), VersionCommands.Make(this),
            OrderCommands.Make(this), ParentCommands.Make(this), PositionCommands.Make(this), ExportCommands.Make(this),
            SourceCommands.Make(this), LimitCommands.Make(this), QuotaCommands.Make(this), CredentialCommands.Make(this), PublicationCommands.Make(this),
            AlertCommands.Make(this), NotificationCommands.Make(this),
            UserCommands.Make(this), KeyCommands.Make(this), TenantCommands.Make(this), AuditCommands.Make(this),
            BackupCommands.MakeBackup(this), BackupCommands.MakeRestore(this),
            DoctorCommand.Make(PatientOf, PrinterOf),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            await error.WriteLineAsync($"{parsed.Errors[0].Message.ReplaceLineEndings(" ")} Try '{Path(parsed)} --help'.");
            return WrongUsage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }

    /// <summary>Gives a command its work: the service and the printer as the flags say.</summary>
    public void On(Command command, Func<ParseResult, Session, Task<int>> work) => command.SetAction(async (parsed, cancellation) =>
    {
        if (AddressOf(parsed) is not { } address)
            return WrongUsage;

        var requestKey = parsed.GetValue(_requestKey) ?? Guid.NewGuid().ToString("N");
        using var client = new ServiceClient(address, SecretOf(parsed), requestKey, Handler, cancellation);
        var printer = PrinterOf(parsed);
        try
        {
            return await work(parsed, new Session(client, printer));
        }
        catch (UsageException wrong)
        {
            await error.WriteLineAsync(wrong.Message);
            return WrongUsage;
        }
        catch (ServiceException failed)
        {
            await error.WriteLineAsync(failed.Message);
            return Failed;
        }
    });

    /// <summary>Gives a command that works on the books themselves, without the service, its work.</summary>
    public void OnBooks(Command command, Func<ParseResult, BooksPlace, TextWriter, CancellationToken, Task> work) => command.SetAction(async (parsed, cancellation) =>
    {
        var feed = parsed.GetValue(_feed)!;
        try
        {
            await work(parsed, new BooksPlace(System.IO.Path.Combine(parsed.GetValue(_directory)!, feed), feed), output, cancellation);
            return Done;
        }
        catch (JournalException failed)
        {
            await error.WriteLineAsync(failed.Message);
            return Failed;
        }
    });

    private Printer PrinterOf(ParseResult parsed) => new(output, error, parsed.GetValue(_json), IsRedirected);

    private Uri? AddressOf(ParseResult parsed)
    {
        if (Uri.TryCreate(parsed.GetValue(_address), UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return address;
        error.WriteLine($"--address '{parsed.GetValue(_address)}' is no URL: give e.g. http://localhost:8080");
        return null;
    }

    /// <summary>What the doctor looks at: the settings as the service reads them, flags before the environment before the file.</summary>
    private Patient? PatientOf(ParseResult parsed, string? file)
    {
        if (AddressOf(parsed) is not { } address)
            return null;
        var (settings, refused) = SettingsOf(parsed, file);
        var patient = new Patient(address, parsed.GetValue(_directory)!, parsed.GetValue(_feed)!, null, environment, TimeProvider.System, Handler, settings) { Refused = refused };
        string Text(Option<string> option, string variable) => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : patient.Setting(variable) ?? parsed.GetValue(option)!;
        var (directory, feed) = (Text(_directory, "DATA_DIR"), Text(_feed, "FEED"));
        var secret = new ControlSecret(environment("TRADER_KEY"), System.IO.Path.Combine(directory, feed, "control.key"));
        var scheme = patient.Setting("Listen__Certificate__Path") is null ? "http" : "https";
        return patient with
        {
            Address = parsed.GetResult(_address) is { Implicit: true } && patient.Setting("PORT") is { } port && Uri.TryCreate($"{scheme}://localhost:{port}", UriKind.Absolute, out var own) ? own : address,
            DataDirectory = directory,
            Feed = feed,
            Secret = secret.TryRead(),
        };
    }

    private (StartSettings? Settings, string? Refused) SettingsOf(ParseResult parsed, string? file)
    {
        var flags = new Option[] { _directory, _feed }.Where(flag => parsed.GetResult(flag) is { Implicit: false })
            .Select(flag => (KnownSettings.All.Single(setting => string.Equals(setting.Flag, flag.Name, StringComparison.Ordinal)), (IReadOnlyList<string>)[parsed.GetValue((Option<string>)flag)!]));
        try
        {
            return (StartSettings.Read(file, Variables, flags), null);
        }
        catch (StartupException refused)
        {
            return (null, refused.Message);
        }
    }

    private ControlSecret SecretOf(ParseResult parsed)
    {
        var isNamed = parsed.GetResult(_directory) is { Implicit: false } || parsed.GetResult(_feed) is { Implicit: false };
        return new ControlSecret(
            parsed.GetValue(_key) ?? (isNamed ? null : environment("TRADER_KEY")), System.IO.Path.Combine(parsed.GetValue(_directory)!, parsed.GetValue(_feed)!, "control.key"));
    }

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, at.Parent is null ? "trader" : at.Command.Name);
        return string.Join(' ', names);
    }
}

/// <summary>What a command works with.</summary>
internal sealed record Session(ServiceClient Service, Printer Printer);

/// <summary>Flags that cannot stand together or cannot be read: the message is the one line that a person reads.</summary>
internal sealed class UsageException(string message) : Exception(message);
