using System.Text.Json;

namespace OrleansTrader.Silo.Http.Api.Changes;

// What a client sends. Every field may be missing here, so that a missing one is answered with its name.

/// <param name="Name">1 to 40 lower-case letters, digits and dashes.</param>
/// <param name="Cash">First deposit, e.g. "100000"; the service's own without it.</param>
/// <param name="Currency">Quote currency of the markets that it trades; the service's own without it.</param>
internal sealed record AccountRequest(string? Name, decimal? Cash, string? Currency);

internal sealed record AmountRequest(decimal? Amount);

/// <param name="Cash">What the account begins anew with; as much as was paid in without it.</param>
internal sealed record ResetRequest(decimal? Cash);

/// <summary>An order by hand; see the description of the service for what goes with which type.</summary>
/// <param name="Unit">Unit of the quantity: base (default) or quote.</param>
internal sealed record OrderRequest(
    string? Symbol,
    string? Side,
    string? Type,
    decimal? Quantity,
    string? Unit,
    decimal? LimitPrice,
    decimal? TriggerPrice,
    string? TimeInForce,
    DateTimeOffset? ExpiresAt,
    bool? PostOnly,
    bool? ReduceOnly,
    decimal? TrailingOffset,
    decimal? TrailingStep,
    decimal? Leverage,
    BracketRequest? Bracket,
    string? Reason);

/// <summary>Exits that come into force as soon as the entry has filled.</summary>
internal sealed record BracketRequest(
    decimal? StopPrice,
    decimal? TargetPrice,
    decimal? TrailingOffset,
    decimal? TrailingStep,
    DateTimeOffset? ExitAt,
    decimal? TrailingPercent,
    BreakEvenRequest? BreakEven,
    List<TargetRequest>? Targets);

/// <param name="Unit">price (default), a distance in quote currency, or risk, multiples of the distance to the stop.</param>
internal sealed record BreakEvenRequest(decimal? Gain, string? Unit, decimal? Offset);

/// <param name="Share">Of the whole position: 0.5 is half of it.</param>
internal sealed record TargetRequest(decimal? Price, decimal? Share);

/// <summary>All exits of a position; what is left out it has no more. Where it has a stop, one must be named.</summary>
internal sealed record ExitsRequest(
    decimal? StopPrice,
    decimal? TargetPrice,
    decimal? TrailingOffset,
    decimal? TrailingStep,
    DateTimeOffset? ExitAt,
    decimal? TrailingPercent,
    BreakEvenRequest? BreakEven,
    List<TargetRequest>? Targets,
    string? Reason);

/// <summary>What is left out stays as it is.</summary>
/// <param name="Quantity">The new whole quantity in base currency.</param>
internal sealed record AmendRequest(decimal? Quantity, decimal? LimitPrice, decimal? TriggerPrice);

internal sealed record CloseRequest(string? Reason);

/// <param name="Version">E.g. trend@1.0.0; it must be active.</param>
/// <param name="Start">Whether it trades at once; true without it.</param>
internal sealed record AgentRequest(string? Name, string? Version, string? Account, bool? Start);

/// <param name="Positions">What becomes of open positions: keep (with their protective orders) or close.</param>
internal sealed record StopRequest(string? Positions);

/// <param name="Version">The version to go on with, e.g. trend@1.0.0.</param>
/// <param name="Name">Name of the new agent; made of the agent's and the version's without it.</param>
/// <param name="Positions">keep (default: the new agent takes them over) or close.</param>
internal sealed record RollbackRequest(string? Version, string? Name, string? Positions);

/// <param name="Version">Name and semantic version, e.g. cross@1.0.0.</param>
/// <param name="Config">The configuration; its venue is the service's own without one, its cycle and limits too.</param>
internal sealed record VersionRequest(string? Version, JsonElement? Config);

/// <param name="Version">Name and semantic version of the copy, e.g. cross@1.1.0.</param>
/// <param name="Changes">What is different, as a JSON merge patch (RFC 7396) of the configuration.</param>
internal sealed record CloneRequest(string? Version, JsonElement? Changes);

internal sealed record NoRequest;

internal enum PositionsAtStop
{
    Keep,
    Close,
}
