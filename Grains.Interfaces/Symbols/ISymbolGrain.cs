using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Risk.Breakers;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Symbols;

/// <summary>One market: its prices, candles, indicators and trigger book. Key: <c>venue/BTC-USDT</c>; shared by all tenants.</summary>
/// <remarks>Reads and <see cref="SetTriggers"/> never wait: they interleave with everything and complete at once.</remarks>
[Alias(GrainAliases.Symbol)]
public interface ISymbolGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the symbol ready for market data: once after each activation, and again when another feed takes over. Of the service alone.
    /// </summary>
    [Alias("Start")]
    Task<MarketReceipt> Start(SymbolStart start);

    /// <summary>
    /// Takes market data in the order of the batch and calls the accounts whose triggers it crosses. Of the one feed that holds
    /// <paramref name="epoch"/>, called by the service; several events of one symbol in one call save calls.
    /// </summary>
    [Alias("OnMarket")]
    Task<MarketReceipt> OnMarket(ImmutableArray<MarketEvent> batch, long epoch);

    /// <summary>Instrument, newest quote and book; null before <see cref="Start"/>.</summary>
    [Alias("GetMarket")]
    [AlwaysInterleave]
    Task<MarketSnapshot?> GetMarket();

    /// <summary>Null before <see cref="Start"/>.</summary>
    [Alias("GetSnapshot")]
    [AlwaysInterleave]
    Task<SymbolSnapshot?> GetSnapshot();

    /// <summary>What a planner sees of this market now; null before the first quote.</summary>
    [Alias("Observe")]
    [AlwaysInterleave]
    Task<SymbolObservation?> Observe(ObservationRequest request);

    /// <summary>The newest candles, at most <paramref name="count"/> of those that are kept.</summary>
    [Alias("GetCandles")]
    [AlwaysInterleave]
    Task<CandleHistory> GetCandles(Interval interval, int count);

    /// <summary>
    /// An indicator over the newest <paramref name="count"/> candles of its interval. An unknown one gives a series without outputs.
    /// </summary>
    /// <param name="indicator">As text, e.g. <c>rsi 14 5m</c>.</param>
    [Alias("GetIndicator")]
    [AlwaysInterleave]
    Task<IndicatorSeries> GetIndicator(string indicator, int count);

    /// <summary>
    /// Replaces all of an account's triggers here. A set of an older ledger is ignored. The answer names what the newest quote
    /// crosses already: those are not kept, the account deals with them now. Of the account's tenant, or the service.
    /// </summary>
    [Alias("SetTriggers")]
    [AlwaysInterleave]
    Task<TriggerAnswer> SetTriggers(TriggerSet set);

    /// <summary>The kill switch of this market. Of the service alone: whoever lets an operator of the platform do so.</summary>
    [Alias("Halt")]
    Task<SetupReply> Halt(HaltOrder order);

    /// <summary>Resets all breakers of this market.</summary>
    [Alias("Resume")]
    Task<SetupReply> Resume(string by);

    /// <summary>The market's rules, all at once; empty for none.</summary>
    [Alias("SetBreakers")]
    Task<SetupReply> SetBreakers(ImmutableArray<BreakerRule> rules);

    [Alias("GetBreakers")]
    [AlwaysInterleave]
    Task<ScopeBreakers> GetBreakers();
}
