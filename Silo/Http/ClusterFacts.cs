using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Venues;
using OrleansTrader.Silo.Supervision;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Http;

/// <summary>The market and the processes as all of them together tell it, read anew every few seconds. A process of a cluster shows this.</summary>
/// <param name="venue">First part of every symbol's key.</param>
/// <param name="known">What this process knows of the market by itself; null where nothing.</param>
internal sealed class ClusterFacts(
    string venue, IGrainFactory grains, ServiceRegistry registry, TimeProvider time, ILogger<ClusterFacts> logger, VenueNotice? known = null)
    : SupervisedService(Name, registry, time, logger), IHostFacts
{
    public const string Name = "view of the cluster";

    /// <summary>Distance of reads, in seconds.</summary>
    public const int ReadSeconds = 3;

    /// <summary>What was read longer ago than this does not count as known, in seconds.</summary>
    public const int FreshSecondsMax = 15;

    private volatile Reading? _last;

    // The grain that tells of the market may just have moved, and know nothing yet: markets do not go with it.
    private volatile VenueNotice? _notice = known;

    public string Venue => venue;

    public ImmutableArray<SymbolKey> Symbols => _notice?.Symbols ?? [];

    public bool PricesAreInvented { get; } = string.Equals(venue, "simulated", StringComparison.Ordinal);

    public string FeedNotice => (PricesAreInvented, _notice) switch
    {
        (true, _) => HostFacts.InventedNotice,
        (_, { } notice) => notice.Description,
        _ => "The silos have not told yet where prices come from",
    };

    /// <summary>Whether a silo answered of late, and one has told of the market.</summary>
    public bool IsFresh => _notice is not null && _last is { } last && Time.GetElapsedTime(last.At).TotalSeconds <= FreshSecondsMax;

    /// <summary>A line for each process, and one for each of its services that a person should look at.</summary>
    public ImmutableArray<ServiceReport> Services => _last is { } last ? [.. last.View.Processes.SelectMany(Lines)] : [];

    private static IEnumerable<ServiceReport> Lines(ProcessReport process)
    {
        var troubled = process.Services.Where(static service => !service.IsHealthy).ToList();
        var since = process.Services.Select(static service => service.Since).DefaultIfEmpty().Max();
        yield return new ServiceReport(
            process.Process, troubled.Count == 0 ? "running" : $"{troubled.Count} in trouble", troubled.Count == 0,
            process.Services.Sum(static service => service.Restarts), since, troubled.Count == 0 ? null : troubled[0].Fault);
        foreach (var service in process.Services.Where(static service => !service.IsHealthy || service.Name.StartsWith(HostFacts.PricesPrefix, StringComparison.Ordinal)))
            yield return service with { Name = $"{process.Process}: {service.Name}" };
    }

    protected override async Task Work(CancellationToken cancellation)
    {
        while (true)
        {
            var asked = Time.GetTimestamp();
            using (Caller.AsService())
                _last = new Reading(await grains.Venue(venue).Get(), asked);
            _notice = _last.View.Notice ?? _notice;
            await Task.Delay(TimeSpan.FromSeconds(ReadSeconds), Time, cancellation);
        }
    }

    private sealed record Reading(VenueView View, long At);
}
