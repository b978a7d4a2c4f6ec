using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Venues;

/// <summary>A market as its feed tells it.</summary>
/// <param name="Description">One sentence about where prices come from.</param>
/// <param name="Symbols">Markets that the feed carries.</param>
public sealed record VenueNotice(string Venue, string Description, ImmutableArray<SymbolKey> Symbols);

/// <summary>A background service as it is now.</summary>
/// <param name="State">One word or two, e.g. <c>running</c>.</param>
/// <param name="Fault">What ended or troubles it, in one line; null where nothing does.</param>
public sealed record ServiceReport(string Name, string State, bool IsHealthy, int Restarts, DateTimeOffset Since, string? Fault);

/// <summary>What one process of the service says of itself.</summary>
/// <param name="Process">Its name, unique in the cluster.</param>
public sealed record ProcessReport(string Process, VenueNotice Notice, ImmutableArray<ServiceReport> Services);

/// <param name="Notice">Null while no process has reported.</param>
/// <param name="Processes">Those that have reported of late, by name.</param>
public sealed record VenueView(VenueNotice? Notice, ImmutableArray<ProcessReport> Processes);
