namespace OrleansTrader.Grains.Venues;

/// <summary>Remembers the last report of each process, for as long as it keeps reporting.</summary>
[GrainType(GrainTypes.Venue)]
internal sealed class VenueGrain(TimeProvider time) : Grain, IVenueGrain
{
    private readonly SortedDictionary<string, (ProcessReport Report, DateTimeOffset At)> _reports = new(StringComparer.Ordinal);

    public Task Report(ProcessReport report)
    {
        Forget();
        if (_reports.Count < IVenueGrain.ProcessesMax || _reports.ContainsKey(report.Process))
            _reports[report.Process] = (report, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<VenueView> Get()
    {
        Forget();
        var newest = _reports.Values.OrderByDescending(static entry => entry.At).FirstOrDefault().Report;
        return Task.FromResult(new VenueView(newest?.Notice, [.. _reports.Values.Select(static entry => entry.Report)]));
    }

    private void Forget()
    {
        var oldest = time.GetUtcNow().AddSeconds(-IVenueGrain.SilenceSecondsMax);
        foreach (var name in _reports.Where(entry => entry.Value.At < oldest).Select(static entry => entry.Key).ToList())
            _reports.Remove(name);
    }
}
