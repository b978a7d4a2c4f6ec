using System.Diagnostics;
using System.Globalization;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Benchmarks.Agents;

/// <summary>
/// A thousand agents of a hundred tenants on a cycle of one minute, in real time, while five markets tick. Each asks about five symbols in each
/// cycle, its record is kept, and in one minute of ten it trades.
/// </summary>
internal static class Crowd
{
    private const int Tenants = 100;
    private const int AgentsOfTenant = 10;
    private const int Agents = Tenants * AgentsOfTenant;
    private const int Minutes = 2;
    private const double CoresMax = 0.5;
    private const double LateSecondsMax = 2;
    private const double Mebibyte = 1024 * 1024;

    // The last cycle of the minutes that count must have ended.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(20);

    public static async Task<int> Measure()
    {
        await using var host = await AgentHost.Start(TimeProvider.System);
        using var identity = Caller.AsService();
        using var stopped = new CancellationTokenSource();
        var ticking = host.Markets.Run(stopped.Token);
        var agents = await Start(host);

        // One round to warm up, then whole minutes from its middle on.
        await Until(NextMinute(DateTimeOffset.UtcNow) + _settling);
        var (from, bytes, processor, clock) = (NextMinute(DateTimeOffset.UtcNow), Bytes(host), Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await Until(from.AddMinutes(Minutes - 1) + _settling);
        var cores = (Environment.CpuUsage.TotalTime - processor) / clock.Elapsed;
        bytes = Bytes(host) - bytes;
        var workingSet = Environment.WorkingSet / Mebibyte;
        await stopped.CancelAsync();
        await ticking;

        var lag = TimeSpan.FromMilliseconds(200);
        var cycles = host.Watch.Cycles.Select(cycle => (Due: new DateTimeOffset(cycle.Cycle * AgentHost.CycleInterval.Ticks, TimeSpan.Zero) + lag, cycle.Marks))
            .Where(cycle => cycle.Due >= from).ToArray();
        if (cycles.Length != Agents * Minutes || cycles.Any(static cycle => cycle.Marks.Done == 0))
            throw new InvalidOperationException($"{cycles.Length} cycles instead of {Agents * Minutes}");
        await Check(host, agents);

        var begun = Spread.Of(cycles.Select(static cycle => (cycle.Marks.ObservedAt - cycle.Due).TotalSeconds));
        var ended = Spread.Of(cycles.Select(static cycle => (cycle.Marks.DoneAt - cycle.Due).TotalSeconds));
        var burst = cycles.GroupBy(static cycle => cycle.Due).Average(static round => round.Count() / round.Max(cycle => (cycle.Marks.DoneAt - cycle.Due).TotalSeconds));
        Figure.Note($"{Agents:N0} agents, {Minutes} minutes: {cycles.Length:N0} records, {cycles.Length / clock.Elapsed.TotalSeconds:F1} a second, {burst:N0} a second while a round runs, {(double)bytes / cycles.Length:N0} bytes of database a record, working set {workingSet:F0} MiB");
        Figure.Note($"after its due time a cycle had seen the markets: p50 {begun.P50:F3} s, p99 {begun.P99:F3} s, most {begun.Most:F3} s");
        return Math.Max(
            Figure.Judge($"{Agents:N0} agents: {cores:F3} cores", $"< {CoresMax} cores", cores < CoresMax),
            Figure.Judge(
                $"a cycle was carried out after its due time: p50 {ended.P50:F3} s, p99 {ended.P99:F3} s, most {ended.Most:F3} s", $"<= {LateSecondsMax:F0} s",
                ended.Most <= LateSecondsMax));
    }

    private static async Task<List<AgentKey>> Start(AgentHost host)
    {
        var clock = Stopwatch.StartNew();
        var started = await Task.WhenAll(Enumerable.Range(0, Tenants).Select(number => Task.Run(async () =>
        {
            var tenant = new TenantId(string.Create(CultureInfo.InvariantCulture, $"tenant-{number}"));
            var agents = new List<AgentKey>();
            for (var i = 0; i < AgentsOfTenant; i++)
            {
                var model = string.Create(CultureInfo.InvariantCulture, $"{InstantModels.Tenth}{i}");
                agents.Add(await host.StartAgent(tenant, model, model));
            }

            return agents;
        })));
        Figure.Note($"{Agents:N0} agents set up in {clock.Elapsed.TotalSeconds:F1} s");
        return [.. started.SelectMany(static agents => agents)];
    }

    // Nobody missed a cycle or met an error, and those whose minute it was have traded.
    private static async Task Check(AgentHost host, List<AgentKey> agents)
    {
        var traded = 0;
        foreach (var key in agents)
        {
            if (await host.Grains.Agent(key).GetSnapshot() is not { LastError: null, Faults: 0 } agent || agent.Cycles < Minutes)
                throw new InvalidOperationException($"{key} did something else");
            var records = await host.ReadModel.DecisionRecords(key, PageRequest.Newest(Minutes), CancellationToken.None);
            if (records.Rows.Length < Minutes)
                throw new InvalidOperationException($"{key} has {records.Rows.Length} records");
            traded += agent.LastDecision is null ? 0 : 1;
        }

        if (traded < Agents / 10 * Minutes)
            throw new InvalidOperationException($"only {traded} agents have traded");
    }

    private static DateTimeOffset NextMinute(DateTimeOffset at) => new(((at.UtcTicks / TimeSpan.TicksPerMinute) + 1) * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private static Task Until(DateTimeOffset at) => at - DateTimeOffset.UtcNow is var wait && wait > TimeSpan.Zero ? Task.Delay(wait) : Task.CompletedTask;

    // With the write-ahead log, which is used anew after each checkpoint.
    private static long Bytes(AgentHost host) => new DirectoryInfo(host.Directory).EnumerateFiles().Sum(static file => file.Length);
}
