using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OrleansTrader.Silo.Breakers;
using OrleansTrader.Silo.Http.Health;

namespace OrleansTrader.Silo.Options;

/// <summary>The service's flags: what they are, and what may stand together.</summary>
internal sealed class CommandLine
{
    private const string Max = "max";

    private const string Recorded = "recorded";

    /// <summary>After Ctrl-C, how long the work may take to end before the process goes without it.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(30);

    private readonly Option<string?> _config = new("--config")
    {
        Description = "File (JSON) with settings; the environment goes before it, flags before both. The command settings lists them.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string> _role = new("--role")
    {
        Description = "What this process does: all; or, of a cluster, silo (grains, feeds, API) or dashboard (pages, API).",
        DefaultValueFactory = _ => "all",
        HelpName = "ROLE",
    };

    private readonly Option<string> _feed = new("--feed")
    {
        Description = "Where prices come from: simulated (invented), coinbase or bybit (real, public), replay (a file).",
        DefaultValueFactory = _ => OptionsReader.FeedDefault,
        HelpName = "NAME",
    };

    private readonly Option<string?> _symbols = new("--symbols")
    {
        Description = "What to trade, e.g. BTC-USDT,AVAX-USDT. Default: the feed's own list.",
        HelpName = "LIST",
    };

    private readonly Option<string[]> _agents = new("--agent")
    {
        Description = "An agent to set up: a strategy with parameters, e.g. \"sma-cross fast=10 slow=30\", or a language model, e.g. \"openai/gpt-5 mode=panel\". May be repeated. Default: five, one of each strategy.",
        HelpName = "STRATEGY",
    };

    private readonly Option<string> _cash = new("--cash")
    {
        Description = "Cash of each new paper account.",
        DefaultValueFactory = _ => OptionsReader.CashDefault,
        HelpName = "AMOUNT",
    };

    private readonly Option<string?> _cycle = new("--cycle")
    {
        Description = "Seconds between two decisions of a new agent. Default: 15 on the simulated market, else 60.",
        HelpName = "SECONDS",
    };

    private readonly Option<string?> _dataDirectory = new("--data-dir")
    {
        Description = "Directory of the databases. Default: data; a replay as fast as possible uses a temporary one.",
        HelpName = "DIR",
    };

    private readonly Option<string> _port = new("--port")
    {
        Description = "Port on loopback; 0 lets the system choose.",
        DefaultValueFactory = _ => SiloOptions.PortDefault.ToString(CultureInfo.InvariantCulture),
        HelpName = "N",
    };

    private readonly Option<string> _seed = new("--seed")
    {
        Description = "Seed of the simulated market and of every random choice.",
        DefaultValueFactory = _ => OptionsReader.SeedDefault,
        HelpName = "N",
    };

    private readonly Option<string?> _instruments = new("--instruments")
    {
        Description = "File (JSON) with instruments: tick, lot, minimums, fees, margin tiers.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _data = new("--data")
    {
        Description = "With --feed replay: a CSV file, a LEAN zip or a folder of them. May be repeated.",
        HelpName = "FILE",
    };

    private readonly Option<string> _speed = new("--speed")
    {
        Description = "With --feed replay: a multiple of real time, with the page; or max: virtual time, as fast as possible, no page, ends with its summary.",
        DefaultValueFactory = _ => "1",
        HelpName = "X",
    };

    private readonly Option<bool> _exit = new("--exit")
    {
        Description = "With --feed replay: print a summary at the end of the file and exit (with --speed max that is so anyway).",
    };

    private readonly Option<decimal> _spread = new("--spread-bps")
    {
        Description = "With --feed replay: bid-ask spread that candles are given, in basis points.",
        DefaultValueFactory = _ => 0m,
        HelpName = "BPS",
    };

    private readonly Option<string> _volume = new("--volume-in")
    {
        Description = "With --feed replay: currency of the file's volume, base or quote.",
        DefaultValueFactory = _ => "base",
        HelpName = "UNIT",
    };

    private readonly Option<string> _models = new("--models")
    {
        Description = "With --feed replay --speed max: recorded answers agents' language models from records of earlier runs only; ask also asks, for money, what is not on record.",
        DefaultValueFactory = _ => Recorded,
        HelpName = "WAY",
    };

    private readonly Option<string> _records = new("--records")
    {
        Description = "With --feed replay --speed max: directory of the records of language models.",
        DefaultValueFactory = _ => SiloOptions.RecordsDirectoryDefault,
        HelpName = "DIR",
    };

    private readonly Option<bool> _anonymise = new("--anonymise")
    {
        Description = "With --feed replay: show language models other names, dates and prices, so that they cannot remember what came next.",
    };

    private readonly Option<string[]> _breakers = new("--breaker")
    {
        Description = "With --feed replay --speed max: a breaker's rule for every account or market, e.g. windowLoss:0.03:4h:close:cool=12h, lossesInRow:5, volatility:6:15m:cool=30m; a table follows the summary. none prints it without any. May be repeated.",
        HelpName = "RULE",
    };

    /// <summary>Parses and runs; the result is the exit code.</summary>
    /// <param name="run">Runs the service.</param>
    /// <param name="verify">Checks the journals in a directory, of one feed or (null) of all, in the store that the settings name.</param>
    /// <param name="rebuild">Makes the read model anew from the journal of the options' feed.</param>
    public Task<int> Run(
        string[] arguments,
        Func<SiloOptions, CancellationToken, Task<int>> run,
        Func<string, string?, IConfiguration, CancellationToken, Task<int>> verify,
        Func<SiloOptions, CancellationToken, Task<int>> rebuild)
    {
        var root = new RootCommand("OrleansTrader: autonomous trading agents on paper accounts, with a live page.")
        {
            _config, _role, _feed, _symbols, _agents, _cash, _cycle, _dataDirectory, _port, _seed, _instruments, _data, _speed, _exit, _spread, _volume,
            _models, _records, _anonymise, _breakers,
        };
        root.SetAction((parsed, cancellation) => run(Read(parsed), cancellation));

        var directory = new Option<string?>("--data-dir") { Description = "Directory of the databases. Default: data.", HelpName = "DIR" };
        var onlyFeed = new Option<string?>("--feed") { Description = "Check this feed's journal only." };
        var verifyCommand = new Command("verify", "Check every event of the journals against its hash chain.") { directory, onlyFeed };
        verifyCommand.SetAction((parsed, cancellation) =>
        {
            var settings = Settings(parsed, [directory]);
            return verify(new OptionsReader(settings).DataDirectory(isReplay: false)!, parsed.GetValue(onlyFeed), settings.Configuration, cancellation);
        });
        root.Add(verifyCommand);
        root.Add(RebuildCommand(rebuild));

        var isLive = new Option<bool>("--live") { Description = "Only whether it answers at all, not whether every part of it is ready." };
        var port = new Option<string?>("--port") { Description = "Port of the service. Default: 8080.", HelpName = "N" };
        var healthCommand = new Command("health", "Ask the service that runs here how it is: exit code 0 where it is ready.") { isLive, port };
        healthCommand.SetAction((parsed, cancellation) =>
            Probe.Run(new OptionsReader(Settings(parsed, [port])).Read(), parsed.GetValue(isLive) ? "live" : "ready", Console.Error, cancellation));
        root.Add(healthCommand);

        var settingsCommand = new Command("settings", "Print every setting with its meaning, as .env.example has them.");
        settingsCommand.SetAction(static _ => Console.Out.Write(SettingsText.Env()));
        root.Add(settingsCommand);

        var result = root.Parse(arguments);
        if (result.Errors.Count > 0)
            throw new StartupException($"{result.Errors[0].Message} Try --help.");
        return result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopMax });
    }

    private Command RebuildCommand(Func<SiloOptions, CancellationToken, Task<int>> rebuild)
    {
        var directory = new Option<string?>("--data-dir") { Description = "Directory of the databases. Default: data.", HelpName = "DIR" };
        var feed = new Option<string?>("--feed") { Description = "Whose books. Default: simulated.", HelpName = "NAME" };
        var instruments = new Option<string?>("--instruments") { Description = "File (JSON) with instruments that the feed does not know any more.", HelpName = "FILE" };
        var command = new Command("rebuild", "Make the tables that pages and API read anew from the journal; the service must be stopped.") { directory, feed, instruments };
        command.SetAction((parsed, cancellation) => rebuild(new OptionsReader(Settings(parsed, [directory, feed, instruments])).Read(), cancellation));
        return command;
    }

    private SiloOptions Read(ParseResult parsed)
    {
        var options = new OptionsReader(
            Settings(parsed, [_role, _feed, _symbols, _agents, _cash, _cycle, _dataDirectory, _port, _seed, _instruments])).Read();
        var isReplay = string.Equals(options.Feed, "replay", StringComparison.Ordinal);
        var data = parsed.GetValue(_data) ?? [];
        if (isReplay && data.Length == 0)
            throw new StartupException("--feed replay needs a file: add --data FILE");
        if (!isReplay)
            Refuse(parsed, $"goes with --feed replay, not with --feed {options.Feed}", _data, _speed, _exit, _spread, _volume, _models, _records, _anonymise, _breakers);

        var speed = ReadSpeed(parsed.GetValue(_speed)!);
        if (speed is not null)
        {
            Refuse(parsed, $"goes with --speed {Max}: at other speeds models are asked as they are live", _models, _records);
            Refuse(parsed, $"goes with --speed {Max}: at other speeds set breakers by page, API or trader", _breakers);
        }

        return options with
        {
            DataFiles = [.. data],
            Speed = speed,
            Exit = parsed.GetValue(_exit),
            SpreadBps = Spread(parsed.GetValue(_spread)),
            VolumeInQuote = ReadVolumeUnit(parsed.GetValue(_volume)!),
            AsksModels = ReadModels(parsed.GetValue(_models)!),
            RecordsDirectory = parsed.GetValue(_records)!,
            Anonymises = parsed.GetValue(_anonymise),
            Breakers = StartBreakers.Read(parsed.GetValue(_breakers) ?? []),
        };
    }

    /// <summary>File, environment and the flags that were given, in one.</summary>
    private StartSettings Settings(ParseResult parsed, IEnumerable<Option> flags)
    {
        var given = flags.Select(flag => (Setting: KnownSettings.All.Single(setting => string.Equals(setting.Flag, flag.Name, StringComparison.Ordinal)), Result: parsed.GetResult(flag)))
            .Where(static flag => flag.Result is { Implicit: false })
            .Select(static flag => (flag.Setting, (IReadOnlyList<string>)[.. flag.Result!.Tokens.Select(static token => token.Value)]));
        return StartSettings.Read(parsed.GetValue(_config), ProcessEnvironment.Variables(), given);
    }

    private static void Refuse(ParseResult parsed, string why, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            if (parsed.GetResult(option) is OptionResult { Implicit: false })
                throw new StartupException($"{option.Name} {why}");
        }
    }

    private static bool ReadModels(string way) => way switch
    {
        Recorded => false,
        "ask" => true,
        _ => throw new StartupException($"--models '{way}' is neither {Recorded} nor ask"),
    };

    private static decimal? ReadSpeed(string text)
    {
        if (string.Equals(text, Max, StringComparison.OrdinalIgnoreCase))
            return null;
        var number = text.EndsWith('x') ? text[..^1] : text;
        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed) && speed is > 0 and <= 100_000
            ? speed
            : throw new StartupException($"--speed '{text}' is neither max nor a multiple of real time between 0 and 100000");
    }

    private static bool ReadVolumeUnit(string unit) => unit switch
    {
        "base" => false,
        "quote" => true,
        _ => throw new StartupException($"--volume-in '{unit}' is neither base nor quote"),
    };

    private static decimal Spread(decimal value) =>
        value is >= 0 and <= 1_000 ? value : throw new StartupException($"--spread-bps {value} is not between 0 and 1000");
}
