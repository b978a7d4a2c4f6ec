using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Benchmarks.Execution;

/// <summary>
/// What each way of execution cost against the arrival price on the recorded BTCUSDT book: parent orders in the real ledger and paper
/// exchange, buying and selling the same size over the same five minutes. Nothing is measured of the machine; the same seeds print the same table.
/// </summary>
internal static class ExecutionBenchmark
{
    private const string File = "books/hftbacktest/binance-usdm-btcusdt-20240808.gz";
    private const int Seeds = 10;
    private const decimal Quantity = 20m;

    private static readonly TimeSpan _wait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _duration = TimeSpan.FromMinutes(5);

    private static readonly Symbol _symbol = Symbol.Parse("BTC-USDT");

    // Binance's published steps and first fee tier of that time.
    private static readonly Instrument _instrument = new(
        _symbol, TickSize: 0.1m, LotSize: 0.001m, QuantityMin: 0.001m, QuantityMax: 1_000m, NotionalMin: 100m, LeverageMax: 50m,
        new FeeSchedule(0.0002m, 0.0005m, 0.0125m), new FundingRule(FundingSource.Fixed, TimeSpan.FromHours(8), 0.0001m),
        MarginTable.Continuous((50_000_000m, 0.01m, 50m)));

    public static int Run(string[] args)
    {
        var path = args is [var given, ..] ? given : Path.Combine(
            Environment.GetEnvironmentVariable("TRADER_SHARED_DATA") ?? Path.Combine(Environment.CurrentDirectory, "..", "shared", "data"), File);
        if (!System.IO.File.Exists(path))
        {
            Console.WriteLine($"skipped: no recording at {path}; set TRADER_SHARED_DATA, or name the file after the command");
            return 0;
        }

        var tape = RecordedTape.Read(path, _instrument);
        var from = tape.Views[0].At + _wait;
        var profile = VolumeProfile.Of(tape.Trades.ToArray(), bucketMinutes: 1)!;
        var traded = tape.Trades.Where(t => t.Start >= from && t.Start < from + _duration).Sum(static t => t.Volume);
        Figure.Note($"{tape.Views.Count:N0} books of {tape.Views[0].At:yyyy-MM-dd HH:mm:ss} to {tape.Views[^1].At:HH:mm:ss} UTC, {_symbol}; {Quantity} BTC from {from:HH:mm:ss} on, {Quantity / traded:P2} of what others traded in {_duration.TotalMinutes} minutes; basis points of {Quantity} BTC at the arrival price, positive is a cost, mean of {Seeds} seeds where there are slices");
        Figure.Note($"{"",-22}{"side",-6}{"filled",8}{"children",10}{"delay",9}{"impact",9}{"fees",8}{"opport.",9}{"total",9}{"USDT",12}");
        foreach (var (name, intent) in Ways(profile))
        {
            var (buy, sell) = (Mean(tape, intent with { Side = Side.Buy }, from), Mean(tape, intent with { Side = Side.Sell }, from));
            Show(name, "buy", buy);
            Show(string.Empty, "sell", sell);
            Show(string.Empty, "both", buy.With(sell));
        }

        return 0;
    }

    private static IEnumerable<(string Name, ParentIntent Intent)> Ways(VolumeProfile profile)
    {
        var basis = new ParentIntent(_symbol, Side.Buy, OrderQuantity.InBase(Quantity), ExecutionStyle.Market) { Duration = _duration, Leverage = 10m };
        yield return ("market", basis);
        yield return ("limit at best", basis with { Style = ExecutionStyle.LimitAtBest });
        yield return ("chase", basis with { Style = ExecutionStyle.Chase, RepostsMax = 200 });
        yield return ("iceberg of 2", basis with { Style = ExecutionStyle.Iceberg, DisplayQuantity = 2m });
        foreach (var urgency in Enum.GetValues<ExecutionUrgency>())
        {
            var word = urgency.ToString().ToLowerInvariant();
            yield return ($"twap, {word}", basis with { Style = ExecutionStyle.Twap, Slices = 20, Urgency = urgency });
            yield return ($"vwap, {word} *", basis with { Style = ExecutionStyle.Vwap, Slices = 20, Urgency = urgency, Profile = profile });
        }
    }

    private static Outcome Mean(RecordedTape tape, ParentIntent intent, DateTimeOffset from)
    {
        var seeds = intent.Style is ExecutionStyle.Twap or ExecutionStyle.Vwap ? Seeds : 1;
        Outcome? sum = null;
        for (var seed = 1; seed <= seeds; seed++)
        {
            var one = Outcome.Of(ParentRun.Run(tape.Views, intent with { Seed = seed }, from));
            sum = sum is { } known ? known.Plus(one) : one;
        }

        return sum!.Value.Over(seeds);
    }

    private static void Show(string name, string side, Outcome o) => Figure.Note(
        $"{name,-22}{side,-6}{o.Filled,8:P0}{o.Children,10:F0}{o.Delay,9:F2}{o.Impact,9:F2}{o.Fees,8:F2}{o.Opportunity,9:F2}{o.Total,9:F2}{o.Amount,12:F2}");

    private readonly record struct Outcome(decimal Filled, decimal Children, decimal Delay, decimal Impact, decimal Fees, decimal Opportunity, decimal Total, decimal Amount)
    {
        public static Outcome Of((ShortfallReport Report, int Children) run)
        {
            var r = run.Report;
            return new Outcome(r.Filled / r.Asked, run.Children, r.BpsOf(r.Delay), r.BpsOf(r.Impact), r.BpsOf(r.Fees), r.BpsOf(r.Opportunity), r.TotalBps, r.Total);
        }

        public Outcome Plus(Outcome b) => new(
            Filled + b.Filled, Children + b.Children, Delay + b.Delay, Impact + b.Impact, Fees + b.Fees, Opportunity + b.Opportunity, Total + b.Total, Amount + b.Amount);

        public Outcome Over(int n) => new(Filled / n, Children / n, Delay / n, Impact / n, Fees / n, Opportunity / n, Total / n, Amount / n);

        public Outcome With(Outcome other) => Plus(other).Over(2);
    }
}
