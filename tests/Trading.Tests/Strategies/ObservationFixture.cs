using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Regimes;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Tests.Markets;

namespace OrleansTrader.Trading.Tests.Strategies;

/// <summary>Observations made by hand: indicator values are stated, not computed.</summary>
internal static class ObservationFixture
{
    public static readonly Instrument Rules = InstrumentCatalog.FromPrice(MarketFixture.Btc, 100m) with { TickSize = 0.01m, LotSize = 0.001m, QuantityMin = 0.001m };
    public static readonly DateTimeOffset At = MarketFixture.Start.AddHours(2);

    public static IPlanner Planner(string strategy, params ReadOnlySpan<(string, string)> parameters)
    {
        Assert.True(StrategyCatalog.TryCreate(StrategyConfig.Of(strategy, parameters), out var planner, out var errors), FieldError.Join(errors));
        return planner;
    }

    public static IndicatorReading Reading(string text, double[] now, double[]? before = null) =>
        new(text, At, [.. now], [.. before ?? now], true);

    public static SymbolObservation Market(ImmutableArray<IndicatorReading> readings, Regime? regime = null, double confidence = 1) => new(
        Rules, At, 99.99m, 100.01m, 100m, 0m, null, null, null, null, [], readings,
        regime is { } r ? new RegimeReading(r, 0.8, confidence, At) : null, IsWarm: true, StaleReason: null);

    public static PositionObservation Position(decimal quantity, decimal marginUsed = 0m) => new(
        MarketFixture.Btc, quantity, 100m, 100m, 0m, null, 1m, marginUsed, At.AddHours(-1), null);

    public static Observation Observe(SymbolObservation market, decimal held = 0m, TradeObservation? last = null, params ReadOnlySpan<OrderObservation> orders) => new(
        At,
        [market],
        new AccountObservation(10_000m, 10_000m, 10_000m, 0m, 0m, held == 0m ? [] : [Position(held)], [.. orders]),
        last is null ? [] : [last],
        null);

    public static TradeObservation Trade(Side side, DateTimeOffset closedAt) =>
        new(MarketFixture.Btc, side, 1m, 100m, 99m, closedAt.AddHours(-1), closedAt, -1m, "in", "stop_loss");
}
