using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.LocalRuntime;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Benchmarks.Quotes;

/// <summary>
/// What a quote costs that crosses nothing: one call of the symbol a quote, each awaited, on one thread in virtual time, while three
/// triggers of each of 10,000 accounts rest there. Making the quotes is not measured.
/// </summary>
internal static class QuoteBenchmark
{
    private const int Accounts = 10_000;
    private const int QuotesOfRound = 20_000;
    private const int RoundsWarm = 10;
    private const int Rounds = 40;
    private const double MicrosecondsMax = 2.0;

    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _quoteDistance = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _stillnessMax = TimeSpan.FromMinutes(10);
    private static readonly Symbol _symbol = Symbol.Parse("BTC-USDT");

    public static int Run(string[] args) => Measure().GetAwaiter().GetResult();

    private static async Task<int> Measure()
    {
        await using var store = SqliteStore.Open(
            new SqliteStoreOptions { DataDirectory = null, Mode = CommitMode.Behind }, TimeProvider.System, NullLogger.Instance);
        await using var services = BenchmarkServices.Build(store, options => options.Simulate(1, _start), symbolsTick: false);
        var simulation = services.GetRequiredService<LocalSimulation>();
        var market = services.GetRequiredService<IGrainFactory>().Symbol(new SymbolKey(BenchmarkServices.Venue, _symbol));
        simulation.Run(() => SetUp(services.GetRequiredService<LocalSilo>(), market));

        for (var round = 0; round < RoundsWarm; round++)
            Round(simulation, market, round);
        var best = TimeSpan.MaxValue;
        var wall = TimeSpan.Zero;
        var processor = Environment.CpuUsage.UserTime;
        var making = TimeSpan.Zero;
        for (var round = RoundsWarm; round < RoundsWarm + Rounds; round++)
        {
            var (took, made) = Round(simulation, market, round);
            wall += took;
            making += made;
            best = took < best ? took : best;
        }

        processor = Environment.CpuUsage.UserTime - processor - making;
        simulation.Run(() => Check(market));
        Figure.Machine();
        Figure.Note($"{Accounts * 3:N0} resting triggers of {Accounts:N0} accounts, {Rounds} rounds of {QuotesOfRound:N0} quotes");
        Figure.Note($"a quote, wall time: {Micro(wall, Rounds):F3} us on average, {Micro(best, 1):F3} us in the best round");
        return Figure.Judge(
            $"a quote, processor time: {Micro(processor, Rounds):F3} us", $"< {MicrosecondsMax:F0} us", Micro(processor, Rounds) < MicrosecondsMax);
    }

    private static double Micro(TimeSpan span, int rounds) => span.TotalMicroseconds / ((double)rounds * QuotesOfRound);

    private static async Task SetUp(LocalSilo silo, ISymbolGrain market)
    {
        await silo.StartAsync(CancellationToken.None);
        using var caller = Caller.AsService();
        await market.Start(new SymbolStart(InstrumentCatalog.Default.Get(_symbol), 1, UsesBackPressure: true, new MarketOptions(), []));
        for (var account = 0; account < Accounts; account++)
        {
            var key = AccountKey.Parse(FormattableString.Invariant($"load/{account}"));
            await market.SetTriggers(new TriggerSet(
                key, 1,
                [
                    Resting(1, ConditionKind.AskAtMost, 30_000m + account),
                    Resting(2, ConditionKind.AskAtMost, 45_000m - (account / 10m)),
                    Resting(3, ConditionKind.BidAtLeast, 80_000m + account),
                ]));
        }
    }

    private static Trigger Resting(long order, ConditionKind kind, decimal price) =>
        new(TriggerKind.Fill, new OrderId(order), new Condition(kind, price, null, false, default, 0, default));

    private static (TimeSpan Took, TimeSpan Made) Round(LocalSimulation simulation, ISymbolGrain market, int round)
    {
        var making = Environment.CpuUsage.UserTime;
        var batches = new ImmutableArray<MarketEvent>[QuotesOfRound];
        for (var i = 0; i < batches.Length; i++)
            batches[i] = [QuoteOf(((long)round * QuotesOfRound) + i + 1)];
        // A symbol that nobody calls for a quarter of an hour leaves memory, after its first day.
        var end = batches[^1][0].At;
        for (var at = simulation.Now + _stillnessMax; at < end; at += _stillnessMax)
        {
            simulation.RunUntil(at);
            simulation.Run(market.GetMarket);
        }

        simulation.RunUntil(end);
        making = Environment.CpuUsage.UserTime - making;

        var clock = Stopwatch.StartNew();
        simulation.Run(async () =>
        {
            using var caller = Caller.AsService();
            foreach (var batch in batches)
            {
                if (await market.OnMarket(batch, 1) != MarketReceipt.Taken)
                    throw new InvalidOperationException("a quote was not taken");
            }
        });
        return (clock.Elapsed, making);
    }

    // Up and down in steps of a tick, far from everything that rests.
    private static Quote QuoteOf(long number)
    {
        var mid = 60_000m + (0.1m * Math.Abs((number % 20_000) - 10_000));
        return new Quote(_symbol, _start + (number * _quoteDistance), mid - 0.1m, 1m, mid + 0.1m, 1m, number, number);
    }

    private static async Task Check(ISymbolGrain market)
    {
        var seen = await market.GetSnapshot();
        if (seen is not { RestingTriggers: Accounts * 3 })
            throw new InvalidOperationException($"{seen?.RestingTriggers} triggers rest instead of {Accounts * 3}");
    }
}
