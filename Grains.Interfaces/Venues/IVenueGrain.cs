namespace OrleansTrader.Grains.Venues;

/// <summary>
/// What a process without a feed of its own is told about the market: where prices come from, and how the processes of the service do.
/// Key: the venue, e.g. <c>simulated</c>. Shared by all tenants; keeps nothing, for every process reports again and again.
/// </summary>
[Alias(GrainAliases.Venue)]
public interface IVenueGrain : IGrainWithStringKey
{
    /// <summary>Longest silence of a process before it counts as gone, in seconds.</summary>
    const int SilenceSecondsMax = 20;

    /// <summary>Most processes that are remembered.</summary>
    const int ProcessesMax = 100;

    [Alias("Report")]
    Task Report(ProcessReport report);

    [Alias("Get")]
    Task<VenueView> Get();
}
