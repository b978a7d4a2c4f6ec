namespace OrleansTrader.Venues.Replay;

/// <summary>Four prices of a bar.</summary>
internal readonly record struct BarPrices(decimal Open, decimal High, decimal Low, decimal Close)
{
    /// <summary>These prices moved by a share, e.g. −0.0001 for one basis point down.</summary>
    public BarPrices Times(decimal factor) => new(Open * factor, High * factor, Low * factor, Close * factor);
}

/// <summary>One bar of a file. Bid equals ask where the file has one price only.</summary>
/// <param name="StartTicks">Start in UTC ticks.</param>
/// <param name="Volume">Base volume.</param>
/// <param name="Line">Line of the file, from 1.</param>
internal readonly record struct ReplayBar(
    long StartTicks, BarPrices Bid, BarPrices Ask, decimal BidSize, decimal AskSize, decimal Volume, int Line);
