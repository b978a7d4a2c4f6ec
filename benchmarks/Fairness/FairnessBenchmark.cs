using System.Diagnostics;

namespace OrleansTrader.Benchmarks.Fairness;

/// <summary>
/// What a storm of one tenant does to another: a quiet tenant sends 50 market orders a second, and the time from each order to its durable fill is
/// taken, first alone, then while 300 accounts of a noisy tenant send orders as fast as they are answered. Rounds of both, in turns, so that what else
/// the machine does falls on both.
/// </summary>
internal static class FairnessBenchmark
{
    private const int Rounds = 3;
    private const double RatioMax = 2;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _round = TimeSpan.FromSeconds(10);

    /// <param name="args"><c>unfair</c> puts every tenant into one lane of the scheduler, for comparison.</param>
    public static int Run(string[] args) => RunAll(isFair: args is not ["unfair"]).GetAwaiter().GetResult();

    private static async Task<int> RunAll(bool isFair)
    {
        Figure.Machine();
        await using var host = await FairnessHost.Start(isFair);
        await using var storm = await Storm.Prepare(host);
        var quiet = await QuietTenant.Prepare(host);
        await quiet.Trade(_warmUp);
        await storm.During(() => quiet.Trade(_warmUp));

        List<double> alone = [], inStorm = [], journalAlone = [], journalInStorm = [];
        host.Journal.Take();
        for (var round = 0; round < Rounds; round++)
        {
            alone.AddRange(await quiet.Trade(_round));
            journalAlone.AddRange(host.Journal.Take());
            var before = storm.Answered;
            var began = Stopwatch.GetTimestamp();
            var groups = host.Journal.Health.Groups;
            inStorm.AddRange(await storm.During(() => quiet.Trade(_round)));
            journalInStorm.AddRange(host.Journal.Take());
            Figure.Note($"round {round + 1}: the storm had {(storm.Answered - before) / Stopwatch.GetElapsedTime(began).TotalSeconds:N0} orders a second answered, in {(host.Journal.Health.Groups - groups) / Stopwatch.GetElapsedTime(began).TotalSeconds:N0} group commits");
        }

        Tell("alone", alone);
        Tell("alone, of which in the journal", journalAlone);
        Tell("in the storm", inStorm);
        Tell("in the storm, of which in the journal", journalInStorm);
        var ratio = At(inStorm, 0.99) / At(alone, 0.99);
        return Figure.Judge($"p99 of the quiet tenant in the storm: {ratio:F2} times its p99 alone", $"<= {RatioMax:F0}", ratio <= RatioMax);
    }

    private static void Tell(string when, List<double> milliseconds) => Figure.Note(
        $"quiet tenant {when}: {milliseconds.Count:N0} orders, median {At(milliseconds, 0.5):F2} ms, p95 {At(milliseconds, 0.95):F2} ms, p99 {At(milliseconds, 0.99):F2} ms, worst {milliseconds.Max():F2} ms");

    private static double At(List<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));
}
