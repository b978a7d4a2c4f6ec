using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Silo.Logging;
using OrleansTrader.Silo.Telemetry;

namespace OrleansTrader.Silo.Tests.Http;

public sealed class HealthPartTests
{
    private const long MiB = 1024 * 1024;

    [Theory]
    [InlineData(10, false, "full")]
    [InlineData(5_000, true, "writable")]
    public void Disk_byFreeSpace_isNamedClearly(long freeMiB, bool isReady, string state)
    {
        var health = new DiskHealth("/books", 64 * MiB, () => freeMiB * MiB).Look();

        Assert.Equal(("disk", isReady, state), (health.Name, health.IsReady, health.State));
        if (!isReady)
            Assert.StartsWith("the disk of '/books' is full: 10 MiB are free, 64 are needed.", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Disk_ofThisMachine_isSeen() => Assert.InRange(DiskSpace.Of(Path.GetTempPath())!.TotalSize, 1, long.MaxValue);

    [Theory]
    [InlineData(120, "differs", "120 s ahead of simulated's")]
    [InlineData(-120, "differs", "120 s behind simulated's")]
    [InlineData(1, "agrees", null)]
    public void Clock_byTheVenuesOwnTime_isAHint(int lagSeconds, string state, string? told)
    {
        var feed = new FakeFeed { Status = new FeedStatus { Connected = true, Lag = TimeSpan.FromSeconds(lagSeconds) } };

        var health = new ClockHealth(feed, new TelemetryOptions()).Look();

        Assert.Equal((true, state), (health.IsReady, health.State));
        Assert.Contains(told ?? string.Empty, health.Detail ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_thatFails_isUnreachableInOneLineWithoutItsPassword()
    {
        var probe = new DatabaseProbe(new FakeJournal { Fault = "Host=db;Password=hunter2hunter2\nis down" }, TimeProvider.System, new StoreOutage(), NullLogger<DatabaseProbe>.Instance);

        await probe.Ask(TestContext.Current.CancellationToken);

        var health = probe.Look();
        Assert.Equal((false, "unreachable"), (health.IsReady, health.State));
        Assert.DoesNotContain("hunter2", health.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", health.Detail, StringComparison.Ordinal);
    }
}
