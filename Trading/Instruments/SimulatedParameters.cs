namespace OrleansTrader.Trading.Instruments;

/// <summary>How a symbol behaves where its market is invented.</summary>
/// <param name="StartPrice">Price at the simulation's origin, in quote currency.</param>
/// <param name="AnnualVolatility">Standard deviation of a year's log return, e.g. 0.6.</param>
/// <param name="MarketCorrelation">Correlation of its returns with the common market factor, 0 to 1.</param>
/// <param name="SpreadBps">Ordinary distance of bid and ask, in hundredths of a percent of the mid.</param>
/// <param name="DailyVolumeQuote">Ordinary traded volume of a day, in quote currency.</param>
public sealed record SimulatedParameters(
    decimal StartPrice, double AnnualVolatility, double MarketCorrelation, decimal SpreadBps, decimal DailyVolumeQuote);
