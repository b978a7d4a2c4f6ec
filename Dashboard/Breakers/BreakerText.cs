using System.Text.Json;
using OrleansTrader.Dashboard.Figures;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Dashboard.Breakers;

/// <summary>Breakers' figures and names as people read them.</summary>
internal static class BreakerText
{
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string Kind(BreakerKind kind) => kind switch
    {
        BreakerKind.KillSwitch => "kill switch",
        BreakerKind.WindowLoss => "loss within a window",
        BreakerKind.Drawdown => "drawdown",
        BreakerKind.LossesInRow => "losses in a row",
        BreakerKind.Volatility => "volatility spike",
        BreakerKind.StaleQuotes => "stale quotes",
        BreakerKind.CrossedQuotes => "crossed quotes",
        BreakerKind.VenueErrors => "venue errors",
        BreakerKind.Spread => "wide spread",
        BreakerKind.Depth => "thin book",
        _ => "stale markets",
    };

    /// <summary>What is to be typed as a threshold.</summary>
    public static string Unit(BreakerKind kind) => kind switch
    {
        BreakerKind.LossesInRow or BreakerKind.CrossedQuotes => "a number, e.g. 5",
        BreakerKind.Volatility => "a multiple, e.g. 6",
        BreakerKind.StaleQuotes => "seconds, e.g. 30",
        BreakerKind.Depth => "an amount, e.g. 50000",
        _ => "a share, e.g. 0.05",
    };

    public static string Value(BreakerKind kind, decimal? value) => value is not { } given ? Figure.None : kind switch
    {
        BreakerKind.LossesInRow or BreakerKind.CrossedQuotes => FieldError.Text(given),
        BreakerKind.Volatility => $"{FieldError.Text(decimal.Round(given, 2))} ×",
        BreakerKind.StaleQuotes => $"{FieldError.Text(decimal.Round(given))} s",
        BreakerKind.Depth => Figure.Money(given),
        _ => $"{FieldError.Text(decimal.Round(given * 100m, 2))} %",
    };
}
