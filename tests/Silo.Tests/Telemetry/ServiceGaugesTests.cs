using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Telemetry;

namespace OrleansTrader.Silo.Tests.Telemetry;

public sealed class ServiceGaugesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly FeedStatus s_heard = new() { Connected = true, LastMessageAt = s_now.AddSeconds(-90), Lag = TimeSpan.FromSeconds(40) };

    [Fact]
    public void Feed_ofTheProcessThatCarriesIt_isMeasured()
    {
        Assert.Equal((90d, 40d), (ServiceGauges.StalenessOf(s_heard, new Duty(IsElsewhere: false), s_now), ServiceGauges.LagOf(s_heard, new Duty(IsElsewhere: false))));
        Assert.Equal((90d, 40d), (ServiceGauges.StalenessOf(s_heard, duty: null, s_now), ServiceGauges.LagOf(s_heard, duty: null)));
    }

    /// <summary>Else a silo that lost the feed would report it as ever staler, and nothing is wrong.</summary>
    [Fact]
    public void Feed_ofAProcessThatLostIt_isNotMeasured()
    {
        Assert.Null(ServiceGauges.StalenessOf(s_heard, new Duty(IsElsewhere: true), s_now));
        Assert.Null(ServiceGauges.LagOf(s_heard, new Duty(IsElsewhere: true)));
    }

    [Fact]
    public void Staleness_beforeTheFirstMessage_isNotMeasured() => Assert.Null(ServiceGauges.StalenessOf(new FeedStatus(), duty: null, s_now));

    private sealed record Duty(bool IsElsewhere) : IFeedDuty;
}
