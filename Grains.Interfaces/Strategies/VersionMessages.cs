using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution.Exits;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Strategies;

/// <summary>All that a strategy version consists of; it never changes.</summary>
/// <param name="Venue">First part of the keys of its symbols.</param>
/// <param name="Leverage">Leverage that its positions are opened with, 1 to the instrument's maximum.</param>
/// <param name="CycleInterval">Distance of decisions, 1 second to 1 day; cycles start at whole multiples of it since the epoch.</param>
/// <param name="Model">Set: a language model plans, and the strategy is <see cref="ModelConfig.Strategy"/>.</param>
/// <param name="Notes">For the reader, at most <see cref="NotesLengthMax"/> characters.</param>
public sealed record VersionConfig(
    StrategyConfig Strategy,
    string Venue,
    ImmutableArray<Symbol> Symbols,
    decimal Leverage,
    TimeSpan CycleInterval,
    string? Notes,
    ModelConfig? Model = null)
{
    /// <summary>Decides and is judged by the risk rules, but sends no order.</summary>
    public bool DryRun { get; init; }

    /// <summary>Limits that hold for an account while an agent of this version trades it, beside the account's own; null for none.</summary>
    public AccountLimits? Limits { get; init; }

    /// <summary>How its agents look after open positions; null: the exits that the planner gives stand as they are.</summary>
    public ExitPolicy? Exits { get; init; }

    /// <summary>True: market entries are worked as the policy of execution chooses by size, depth, volatility and urgency; null: at once.</summary>
    public bool? ChoosesExecution { get; init; }

    public const int NotesLengthMax = 1_000;

    public const int SymbolsMax = 50;

    public static TimeSpan CycleIntervalDefault { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Who plans, as a person writes it: the strategy with its parameters, or the model.</summary>
    [JsonIgnore]
    public string Planner => Model?.ToString() ?? Strategy.ToString();

    /// <summary>Whether both say the same, symbol by symbol and parameter by parameter.</summary>
    public bool Equals(VersionConfig? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && string.Equals(Strategy.ToString(), other.Strategy.ToString(), StringComparison.Ordinal)
            && string.Equals(Venue, other.Venue, StringComparison.Ordinal)
            && Symbols.AsSpan().SequenceEqual(other.Symbols.AsSpan())
            && Leverage == other.Leverage
            && CycleInterval == other.CycleInterval
            && string.Equals(Notes, other.Notes, StringComparison.Ordinal)
            && DryRun == other.DryRun
            && Limits == other.Limits
            && Equals(Exits, other.Exits)
            && ChoosesExecution == other.ChoosesExecution
            && Equals(Model, other.Model));

    public override int GetHashCode() => HashCode.Combine(Strategy.ToString(), Venue, Leverage, CycleInterval);
}

public sealed record VersionSnapshot(VersionKey Key, VersionConfig Config, VersionStatus Status, DateTimeOffset CreatedAt);
