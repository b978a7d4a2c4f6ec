using OrleansTrader.Grains.Alerts;

namespace OrleansTrader.Dashboard.Notifications;

/// <summary>Kinds of alerts as people say them.</summary>
public static class KindWords
{
    public static string Of(AlertKind kind) => kind switch
    {
        AlertKind.Entry => "entry",
        AlertKind.Exit => "exit",
        AlertKind.BreakerTripped => "breaker or halt",
        AlertKind.Refusal => "refusal",
        AlertKind.ReconciliationMismatch => "books differ",
        AlertKind.Budget => "budget",
        AlertKind.DailySummary => "daily summary",
        _ => "service",
    };
}
