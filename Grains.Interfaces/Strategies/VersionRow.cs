using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Strategies;

public enum VersionStatus
{
    Draft,
    Active,
    Retired,
}

/// <summary>A strategy version as listed; replaced as a whole.</summary>
/// <param name="Planner">Name of its planner, e.g. <c>sma-cross</c>.</param>
/// <param name="Configuration">Its immutable configuration as JSON.</param>
public sealed record VersionRow(
    VersionKey Version, string Planner, string Configuration, VersionStatus Status, DateTimeOffset CreatedAt) : ReadModelRow;
