namespace OrleansTrader.Dashboard.Sources;

/// <summary>Where TradingView sends alerts from, as it publishes in its help ("How to configure webhook alerts"): a list for the address field, not a rule.</summary>
internal static class TradingViewAddresses
{
    public const string All = "52.89.214.238, 34.212.75.30, 54.218.53.128, 52.32.178.7";
}
