using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Signals;

/// <summary>A signal after its latest step; replaced as a whole. Prices in quote currency.</summary>
/// <param name="Source">The source's name within the tenant.</param>
/// <param name="Reason">The last code of its common part: of a refused one, why.</param>
/// <param name="DueAt">When it is to be looked at again; null where nothing more happens to it.</param>
/// <param name="Result">In R, after costs; null until it is scored.</param>
/// <param name="OnPaper">Whether the result is what would have happened.</param>
public sealed record SignalRow(
    SignalKey Key,
    string Source,
    SymbolKey Symbol,
    SignalDirection Direction,
    SignalOrigin Origin,
    string Label,
    SignalStage Stage,
    SignalReason Reason,
    DateTimeOffset ReceivedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? DueAt,
    decimal? Confidence,
    decimal? Entry,
    decimal? Stop,
    decimal? Target,
    decimal? Result,
    bool OnPaper) : ReadModelRow
{
    /// <summary>Its road, oldest step first; empty in lists.</summary>
    public ImmutableArray<SignalStep> Steps { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What each subscriber made of it; empty in lists.</summary>
    public ImmutableArray<SignalLegView> Legs { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>One subscriber's part of a road, for links.</summary>
/// <param name="Name">E.g. <c>agent/trend</c>.</param>
/// <param name="Account">Null until it is known which account trades.</param>
/// <param name="Cause">What its orders and trades name as their cause; empty where there are none.</param>
public sealed record SignalLegView(string Name, LegStage Stage, SignalReason Reason, AccountKey? Account, string Cause, decimal Quantity, decimal Price, TradeScore? Score);

/// <summary>What a source's signals of one symbol and direction came to. As a row that is written it is added to what is there.</summary>
/// <param name="NotTaken">Signals that had no result.</param>
/// <param name="OnPaper">Of those won and lost, how many were followed on paper.</param>
/// <param name="SumR">Sum of their results in R, exact to a millionth.</param>
public sealed record SourceTallyRow(
    SourceKey Source, SymbolKey Symbol, SignalDirection Direction, long Won, long Lost, long NotTaken, long OnPaper, decimal SumR, DateTimeOffset LastAt) : ReadModelRow;

/// <summary>Which signals of a tenant are wanted; null for all.</summary>
public sealed record SignalFilter(string? Source = null, SymbolKey? Symbol = null, SignalStage? Stage = null)
{
    public static SignalFilter All { get; } = new();
}
