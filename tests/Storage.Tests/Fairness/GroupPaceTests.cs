using OrleansTrader.Storage.Fairness;

namespace OrleansTrader.Storage.Tests.Fairness;

/// <summary>A tick is a microsecond here; making a group durable takes a millisecond at the beginning.</summary>
public sealed class GroupPaceTests
{
    private const long TicksPerMs = 1_000;

    [Fact]
    public void EndsAfter_oneTenantAlone_whenAllIsWrittenThatWaited()
    {
        var pace = new GroupPace(writesMax: 100, TicksPerMs);
        pace.Begin(waiting: 40, now: 0);

        Assert.Equal(40, WritesOfGroup(pace, ticksPerWrite: 500, emptiesLane: static _ => false, lanesWaiting: 1));
        pace.Begin(waiting: 1_000, now: 0);
        Assert.Equal(100, WritesOfGroup(pace, ticksPerWrite: 500, emptiesLane: static _ => false, lanesWaiting: 1));
    }

    [Fact]
    public void EndsAfter_severalTenants_whenItTookHalfAsLongAsMakingItDurable()
    {
        var pace = new GroupPace(writesMax: 1_000, TicksPerMs);
        pace.Begin(waiting: 900, now: 0);

        Assert.Equal(10, WritesOfGroup(pace, ticksPerWrite: 50, emptiesLane: static _ => false, lanesWaiting: 2));

        // The disk is slower than was thought: groups grow with it.
        for (var i = 0; i < 100; i++)
            pace.Synced(writes: 1, 3 * TicksPerMs);
        pace.Begin(waiting: 900, now: 0);
        Assert.InRange(WritesOfGroup(pace, ticksPerWrite: 50, emptiesLane: static _ => false, lanesWaiting: 2), 28, 30);

        // That a large group takes longer says nothing: there is more in it.
        for (var i = 0; i < 100; i++)
            pace.Synced(writes: 60, 5 * TicksPerMs);
        pace.Begin(waiting: 900, now: 0);
        Assert.InRange(WritesOfGroup(pace, ticksPerWrite: 50, emptiesLane: static _ => false, lanesWaiting: 2), 28, 30);
    }

    [Fact]
    public void EndsAfter_oneTenantSoonAfterSeveral_goesOnInSmallGroupsForAWhile()
    {
        var pace = new GroupPace(writesMax: 1_000, TicksPerMs);
        pace.Begin(waiting: 900, now: 0);
        Assert.Equal(10, WritesOfGroup(pace, ticksPerWrite: 50, emptiesLane: static _ => false, lanesWaiting: 2));

        pace.Begin(waiting: 900, now: 0);
        Assert.Equal(10, WritesOfGroup(pace, ticksPerWrite: 50, emptiesLane: static _ => false, lanesWaiting: 1));
        pace.Begin(waiting: 900, now: 1_001 * TicksPerMs);
        Assert.False(pace.EndsAfter(emptiesLane: false, lanesWaiting: 1, now: 1_500 * TicksPerMs));
    }

    [Fact]
    public void EndsAfter_theLastWriteOfATenantThatHasNoMore_atOnce_butNotTooOften()
    {
        var pace = new GroupPace(writesMax: 1_000, TicksPerMs);
        pace.Begin(waiting: 900, now: 0);

        Assert.False(pace.EndsAfter(emptiesLane: false, lanesWaiting: 2, now: 10));
        Assert.True(pace.EndsAfter(emptiesLane: true, lanesWaiting: 1, now: 20));

        pace.Begin(waiting: 900, now: 1_100);
        Assert.False(pace.EndsAfter(emptiesLane: true, lanesWaiting: 1, now: 1_120));
        pace.Begin(waiting: 900, now: 5_000);
        Assert.True(pace.EndsAfter(emptiesLane: true, lanesWaiting: 1, now: 5_020));
    }

    private static int WritesOfGroup(GroupPace pace, long ticksPerWrite, Func<int, bool> emptiesLane, int lanesWaiting)
    {
        for (var writes = 1; ; writes++)
        {
            if (pace.EndsAfter(emptiesLane(writes), lanesWaiting, writes * ticksPerWrite))
                return writes;
        }
    }
}
