using System.Collections.Immutable;

namespace OrleansTrader.Dashboard.Charts;

/// <summary>Time spans that an equity chart can be set to.</summary>
internal static class EquitySpan
{
    public static ImmutableArray<string> Names { get; } = ["1h", "24h", "7d", "30d"];

    public static TimeSpan Of(string name) => name switch
    {
        "1h" => TimeSpan.FromHours(1),
        "7d" => TimeSpan.FromDays(7),
        "30d" => TimeSpan.FromDays(30),
        _ => TimeSpan.FromDays(1),
    };
}
