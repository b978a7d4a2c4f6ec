using System.Collections.Immutable;
using OrleansTrader.Silo.Breakers;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Silo.Options;

/// <summary>What a person asked for by file, environment and flags, checked.</summary>
public sealed record SiloOptions
{
    public const int PortDefault = 8080;

    public const string RecordsDirectoryDefault = "data/records";

    /// <summary>All settings of this start: where every room reads its own section.</summary>
    public IConfiguration Settings { get; init; } = new ConfigurationBuilder().Build();

    public ServiceRole Role { get; init; }

    /// <summary>Name of the feed: <c>simulated</c>, <c>replay</c>, <c>coinbase</c> or <c>bybit</c>.</summary>
    public required string Feed { get; init; }

    /// <summary>What to trade; empty means the feed's own default list.</summary>
    public required ImmutableArray<Symbol> Symbols { get; init; }

    /// <summary>Agents to set up, each a strategy with parameters, e.g. <c>sma-cross fast=10 slow=30</c>; empty means the demo's five.</summary>
    public required ImmutableArray<string> Agents { get; init; }

    /// <summary>Cash of each paper account that is set up, in the symbols' quote currency.</summary>
    public required decimal Cash { get; init; }

    /// <summary>Distance of an agent's decisions; <c>null</c> for the feed's own.</summary>
    public TimeSpan? Cycle { get; init; }

    /// <summary>What the agents that are set up may risk; null for no limit but those of their versions and accounts.</summary>
    internal RiskTolerance? Risk { get; init; }

    /// <summary>Largest notional of a position of theirs; null for the tolerance's.</summary>
    public decimal? PositionNotionalMax { get; init; }

    /// <summary>Directory of the databases; <c>null</c> for a replay in a temporary one.</summary>
    public required string? DataDirectory { get; init; }

    /// <summary>Port on loopback; 0 lets the system choose.</summary>
    public required int Port { get; init; }

    /// <summary>Seed of the simulated market and of every random choice.</summary>
    public required ulong Seed { get; init; }

    /// <summary>File with instruments (JSON) that overrides the venue's and the built-in ones.</summary>
    public string? InstrumentsFile { get; init; }

    /// <summary>Files or folders that the replay feed reads.</summary>
    public ImmutableArray<string> DataFiles { get; init; } = [];

    /// <summary>Multiple of real time for a replay; <c>null</c> means as fast as possible, in virtual time.</summary>
    public decimal? Speed { get; init; }

    /// <summary>Whether a replay ends the process after its summary.</summary>
    public bool Exit { get; init; }

    /// <summary>Bid-ask spread that a replay of candles adds, in basis points of the price.</summary>
    public decimal SpreadBps { get; init; }

    /// <summary>Whether a replay as fast as possible asks language models what is not on record; it costs money and time.</summary>
    public bool AsksModels { get; init; }

    /// <summary>Directory of the records that such a replay reads and, where it asks, writes.</summary>
    public string RecordsDirectory { get; init; } = RecordsDirectoryDefault;

    /// <summary>Whether a replay shows language models other names, dates and prices.</summary>
    public bool Anonymises { get; init; }

    /// <summary>Breakers that a replay begins with, for which it prints a table; null where nobody asked.</summary>
    internal StartBreakers? Breakers { get; init; }

    /// <summary>Whether the file states volume in quote currency instead of base.</summary>
    public bool VolumeInQuote { get; init; }
}
