using System.Diagnostics;
using System.Net;

namespace OrleansTrader.Benchmarks.Service;

/// <summary>From the start of the service's process, with nothing on disk, to a ready service whose first page has content.</summary>
internal static class FirstPageBenchmark
{
    private const double SecondsMax = 5.0;
    private const int Starts = 3;
    private const string Mark = "OrleansTrader";

    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(20);

    public static int Run(string[] args) => Measure().GetAwaiter().GetResult();

    private static async Task<int> Measure()
    {
        Figure.Machine();
        var worst = 0.0;
        for (var start = 1; start <= Starts; start++)
            worst = Math.Max(worst, await Once(start));
        return Figure.Judge($"first page, slowest of {Starts} starts: {worst:F2} s", $"<= {SecondsMax:F0} s", worst <= SecondsMax);
    }

    private static async Task<double> Once(int start)
    {
        using var limit = new CancellationTokenSource(_longest);
        var clock = Stopwatch.StartNew();
        using var silo = SiloProcess.Start("--port", "0", "--data-dir", "data");
        using var client = new HttpClient { BaseAddress = await Address(silo, limit.Token) };
        var told = clock.Elapsed.TotalSeconds;
        await Until(client, "/health/ready", static _ => true, limit.Token);
        var ready = clock.Elapsed.TotalSeconds;
        await Until(client, "/", static body => body.Contains(Mark, StringComparison.Ordinal), limit.Token);
        var page = clock.Elapsed.TotalSeconds;
        Figure.Note($"start {start}: address told after {told:F2} s, ready after {ready:F2} s, page after {page:F2} s, {silo.ProcessorTime.TotalSeconds:F2} s of processor time");
        return page;
    }

    // The console tells the address once it is served.
    private static async Task<Uri> Address(SiloProcess silo, CancellationToken cancellation)
    {
        while (await silo.Output.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Split(' ') is ["Open", var address, ..])
                return new Uri(address);
        }

        throw new InvalidOperationException("the service ended without telling its address");
    }

    private static async Task Until(HttpClient client, string path, Func<string, bool> isContent, CancellationToken cancellation)
    {
        while (true)
        {
            using var reply = await client.GetAsync(new Uri(path, UriKind.Relative), cancellation);
            if (reply.StatusCode == HttpStatusCode.OK && isContent(await reply.Content.ReadAsStringAsync(cancellation)))
                return;
            await Task.Delay(_between, cancellation);
        }
    }
}
