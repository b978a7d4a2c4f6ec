namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>What a market's own breaker says.</summary>
/// <param name="Breaker">Null where everything may be traded.</param>
/// <param name="Sequence">Rises with each change: what an account was told of an earlier one no longer holds.</param>
public sealed record MarketStanding(TrippedBreaker? Breaker, long Sequence);
