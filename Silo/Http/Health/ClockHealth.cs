using System.Globalization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Telemetry;

namespace OrleansTrader.Silo.Http.Health;

/// <summary>
/// Whether this machine's clock agrees with the venue's. A hint: a late message looks the same as a fast clock, so it never makes the service
/// unready.
/// </summary>
internal sealed class ClockHealth(IFeed feed, TelemetryOptions options) : IHealthPart
{
    public ComponentHealth Look()
    {
        var lag = feed.Status.Lag;
        if (lag is not { } skew || skew.Duration().TotalSeconds <= options.ClockSkewSecondsMax)
            return new ComponentHealth("clock", IsReady: true, lag is null ? "unknown" : "agrees", Detail: null);
        return new ComponentHealth("clock", IsReady: true, "differs", string.Create(
            CultureInfo.InvariantCulture,
            $"this machine's clock is {skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} {feed.Venue}'s, or its messages are that late: synchronise the clock (NTP)"));
    }
}
