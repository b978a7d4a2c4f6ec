using System.Globalization;
using System.Net;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>The settings section <c>Telemetry</c>, checked.</summary>
public sealed record TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Shortest scrape token, in characters.</summary>
    public const int ScrapeTokenCharactersMin = 16;

    /// <summary>Where metrics are served apart from page and API, e.g. <c>127.0.0.1:9464</c>; null: only at <c>/metrics</c> of the page's own address.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>What a scraper sends as <c>Authorization: Bearer</c>; null: only this machine is answered, and needs none.</summary>
    public string? ScrapeToken { get; init; }

    /// <summary>Base address of an OTLP collector, e.g. <c>http://localhost:4318</c>; null: nothing is exported.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Whether the collector is spoken to by gRPC; else by HTTP with protobuf.</summary>
    public bool OtlpIsGrpc { get; init; }

    /// <summary>Headers for the collector, <c>name=value,name=value</c>: its credentials.</summary>
    public string? OtlpHeaders { get; init; }

    /// <summary>Distance of two exports of metrics, in seconds.</summary>
    public int OtlpIntervalSeconds { get; init; } = 15;

    /// <summary>Share of traces that are exported, 0 to 1.</summary>
    public double TraceRatio { get; init; } = 1;

    /// <summary>Free space of the data directory below which the service is not ready, in MiB.</summary>
    public int DiskFreeMiBMin { get; init; } = 64;

    /// <summary>Difference between this machine's clock and a venue's or database's from which health speaks of it, in seconds.</summary>
    public int ClockSkewSecondsMax { get; init; } = 30;

    /// <summary>From which level on the console is told.</summary>
    public LogLevel ConsoleLevel { get; init; } = LogLevel.Warning;

    /// <exception cref="StartupException">A setting cannot be used: its name, value and remedy.</exception>
    public static TelemetryOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var options = new TelemetryOptions
        {
            Listen = Address(section, nameof(Listen)),
            ScrapeToken = Text(section, nameof(ScrapeToken)),
            OtlpEndpoint = Endpoint(section, nameof(OtlpEndpoint)),
            OtlpIsGrpc = Protocol(section, "OtlpProtocol"),
            OtlpHeaders = Text(section, nameof(OtlpHeaders)),
            OtlpIntervalSeconds = Number(section, nameof(OtlpIntervalSeconds), 15, 1, 3_600),
            TraceRatio = Share(section, nameof(TraceRatio), 1),
            DiskFreeMiBMin = Number(section, nameof(DiskFreeMiBMin), 64, 0, 1_000_000),
            ClockSkewSecondsMax = Number(section, nameof(ClockSkewSecondsMax), 30, 1, 86_400),
            ConsoleLevel = ConsoleLevelOf(configuration),
        };
        if (options.ScrapeToken is { Length: < ScrapeTokenCharactersMin })
            throw new StartupException($"{Section}:{nameof(ScrapeToken)} is shorter than {ScrapeTokenCharactersMin} characters: give a long random one");
        if (options is { Listen: { } listen, ScrapeToken: null } && !IPAddress.IsLoopback(listen.Address))
        {
            throw new StartupException(
                $"{Section}:{nameof(Listen)} '{listen}' can be reached from other machines: set {Section}:{nameof(ScrapeToken)} to a secret that the scraper sends, or listen on 127.0.0.1");
        }

        return options;
    }

    /// <summary>The one of the settings that is needed before all others: what reads them may have something to log.</summary>
    /// <exception cref="StartupException">It is no level.</exception>
    public static LogLevel ConsoleLevelOf(IConfiguration configuration) => Text(configuration.GetSection(Section), nameof(ConsoleLevel))?.ToLowerInvariant() switch
    {
        "debug" => LogLevel.Debug,
        "information" => LogLevel.Information,
        null or "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        var other => throw Wrong(nameof(ConsoleLevel), other, "use debug, information, warning or error"),
    };

    private static string? Text(IConfigurationSection section, string name) => string.IsNullOrWhiteSpace(section[name]) ? null : section[name]!.Trim();

    private static IPEndPoint? Address(IConfigurationSection section, string name)
    {
        if (Text(section, name) is not { } text)
            return null;
        return IPEndPoint.TryParse(text, out var address) && text.Contains(':', StringComparison.Ordinal)
            ? address
            : throw Wrong(name, text, "write an address and a port, e.g. 127.0.0.1:9464, or 0.0.0.0:9464 with a scrape token");
    }

    private static Uri? Endpoint(IConfigurationSection section, string name)
    {
        if (Text(section, name) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw Wrong(name, text, "write the collector's base address, e.g. http://localhost:4318");
    }

    private static bool Protocol(IConfigurationSection section, string name) => Text(section, name) switch
    {
        null or "http" => false,
        "grpc" => true,
        var other => throw Wrong(name, other, "use http or grpc"),
    };

    private static int Number(IConfigurationSection section, string name, int byDefault, int least, int most)
    {
        if (Text(section, name) is not { } text)
            return byDefault;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, text, string.Create(CultureInfo.InvariantCulture, $"give a whole number from {least} to {most}"));
    }

    private static double Share(IConfigurationSection section, string name, double byDefault)
    {
        if (Text(section, name) is not { } text)
            return byDefault;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1
            ? number
            : throw Wrong(name, text, "give a number from 0 to 1");
    }

    private static StartupException Wrong(string name, string value, string remedy) => new($"{Section}:{name} '{value}' cannot be used: {remedy}");
}
