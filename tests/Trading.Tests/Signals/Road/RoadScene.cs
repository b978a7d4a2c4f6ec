using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Road;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.TradingTests.Signals.Road;

/// <summary>A liquid market at 100 and a long signal that nothing speaks against.</summary>
internal static class RoadScene
{
    public const string Id = "0123456789abcdef0123456789abcdef";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Signal Long { get; } = new("tv", Symbol.Parse("BTC-USDT"), SignalDirection.Long, Now, Now) { Confidence = 0.8m };

    public static SourceTerms Terms { get; } = new() { Subscriptions = [new Subscription(SubscriberKind.Account, "main")] };

    public static MarketFacts Market { get; } = new(Now, 99.99m, 100.01m, 100m, 0.01m, 0.0005m, 0.0001m, TimeSpan.FromHours(8))
    {
        BidDepth = 50_000m, AskDepth = 50_000m, Timeframe = Interval.OneHour, Atr = 1m,
    };

    public static SignalState Received(Signal? signal = null, SourceTerms? terms = null) =>
        SignalRoad.Apply(new SignalState(), new SignalReceived(Now, signal ?? Long, terms ?? Terms));

    public static SignalState Enriched(Signal? signal = null, SourceTerms? terms = null, MarketFacts? market = null, SourceRecord record = default)
    {
        var state = Received(signal, terms);
        var facts = market ?? Market;
        return SignalRoad.Apply(state, new SignalEnriched(
            Now, facts, state.Signal!.Direction == SignalDirection.Close ? null : Enrichment.LevelsOf(state.Signal, state.Terms, facts), record));
    }

    public static SignalState Qualified(Signal? signal = null) => SignalRoad.Apply(Enriched(signal), Qualification.Decide(Enriched(signal), Id, [], Now));
}
