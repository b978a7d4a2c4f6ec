using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading.Risk;
using Symbol = OrleansTrader.Trading.Instruments.Symbol;

namespace OrleansTrader.Silo.Options;

/// <summary>Reads and checks what may be given by file, environment or flag; each refusal names the setting as it was given.</summary>
internal sealed class OptionsReader(StartSettings settings)
{
    public const string FeedDefault = "simulated", DataDirectoryDefault = "data", CashDefault = "100000", SeedDefault = "1";

    private const string ReplayFeed = "replay";

    private static readonly string[] Feeds = ["simulated", ReplayFeed, "coinbase", "bybit"];

    /// <summary>The options but for those of a replay, which are flags only.</summary>
    /// <exception cref="StartupException">A value that cannot be.</exception>
    public SiloOptions Read()
    {
        RefuseLiveTrading();
        var feed = Feed();
        return new SiloOptions
        {
            Settings = settings.Configuration,
            Role = OneOf(ServiceKeys.Role, ServiceRole.All),
            Feed = feed,
            Symbols = Symbols(),
            Agents = [.. settings.Texts(ServiceKeys.Agents, ';')],
            Cash = Positive(ServiceKeys.Cash) ?? decimal.Parse(CashDefault, CultureInfo.InvariantCulture),
            Cycle = Whole(ServiceKeys.CycleSeconds, 1, 86_400, "seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Risk = settings.Text(ServiceKeys.RiskTolerance) is null ? null : OneOf(ServiceKeys.RiskTolerance, RiskTolerance.Moderate),
            PositionNotionalMax = PositionMax(),
            DataDirectory = DataDirectory(isReplay: string.Equals(feed, ReplayFeed, StringComparison.Ordinal)),
            Port = Whole(ServiceKeys.Port, 0, 65_535) ?? SiloOptions.PortDefault,
            Seed = Seed(),
            InstrumentsFile = ExistingFile(ServiceKeys.Instruments),
        };
    }

    /// <summary>The directory of the databases; a replay has a temporary one unless a flag names one.</summary>
    public string? DataDirectory(bool isReplay) => isReplay && !Origin(ServiceKeys.DataDirectory).StartsWith("--", StringComparison.Ordinal)
        ? null
        : settings.Text(ServiceKeys.DataDirectory) ?? DataDirectoryDefault;

    private string Origin(string key) => settings.Origin(key);

    private void RefuseLiveTrading()
    {
        var mode = settings.Text(ServiceKeys.TradingMode) ?? "paper";
        if (string.Equals(mode, "live", StringComparison.OrdinalIgnoreCase))
            throw new StartupException($"{Origin(ServiceKeys.TradingMode)} live: live trading is not built yet; leave it at paper, where no order leaves this machine");
        if (!string.Equals(mode, "paper", StringComparison.OrdinalIgnoreCase))
            throw new StartupException($"{Origin(ServiceKeys.TradingMode)} '{mode}' is no way to trade: paper is the only one yet");
    }

    private string Feed()
    {
        var feed = settings.Text(ServiceKeys.Feed) ?? FeedDefault;
        return Feeds.Contains(feed, StringComparer.Ordinal)
            ? feed
            : throw new StartupException($"unknown feed '{feed}': {Origin(ServiceKeys.Feed)} takes one of {string.Join(", ", Feeds)}");
    }

    private ImmutableArray<Symbol> Symbols()
    {
        if (settings.Text(ServiceKeys.Symbols) is not { } text)
            return [];
        var name = Origin(ServiceKeys.Symbols);
        var symbols = ImmutableArray.CreateBuilder<Symbol>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Symbol.TryParse(part, out var symbol))
                throw new StartupException($"{name}: '{part}' is not of the form BASE-QUOTE, e.g. BTC-USDT");
            if (symbols.Contains(symbol))
                throw new StartupException($"{name}: {symbol} stands there twice");
            symbols.Add(symbol);
        }

        return symbols.Count > 0 ? symbols.ToImmutable() : throw new StartupException($"{name} is empty: name at least one, e.g. BTC-USDT");
    }

    private decimal? PositionMax()
    {
        if (Positive(ServiceKeys.MaxPositionSize) is not { } most)
            return null;
        return LimitRules.Refuse(new AccountLimits(PositionNotionalMax: most)) is [var error, ..]
            ? throw new StartupException($"{Origin(ServiceKeys.MaxPositionSize)} {error.Value}: {error.Remedy}")
            : most;
    }

    private decimal? Positive(string key)
    {
        if (settings.Text(key) is not { } text)
            return null;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw new StartupException($"{Origin(key)} '{text}' is no amount: write e.g. 1000 or 0.5");
        return value > 0 ? value : throw new StartupException($"{Origin(key)} {text} is not above zero");
    }

    private int? Whole(string key, int min, int max, string unit = "")
    {
        if (settings.Text(key) is not { } text)
            return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw new StartupException($"{Origin(key)} '{text}' is no whole number: give {min} to {max} {unit}".TrimEnd());
        return value >= min && value <= max ? (int)value : throw new StartupException($"{Origin(key)} {text} is not between {min} and {max} {unit}".TrimEnd());
    }

    private ulong Seed()
    {
        var text = settings.Text(ServiceKeys.Seed) ?? SeedDefault;
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new StartupException($"{Origin(ServiceKeys.Seed)} '{text}' is no seed: give a whole number from 0 to {ulong.MaxValue}");
    }

    private T OneOf<T>(string key, T absent) where T : struct, Enum
    {
        if (settings.Text(key) is not { } text)
            return absent;
        return !char.IsAsciiDigit(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new StartupException($"{Origin(key)} '{text}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
    }

    private string? ExistingFile(string key)
    {
        var path = settings.Text(key);
        return path is null || File.Exists(path) ? path : throw new StartupException($"{Origin(key)}: there is no file '{path}'");
    }
}
