using OrleansTrader.Storage.Fairness;

namespace OrleansTrader.Storage.Tests.Fairness;

public sealed class FairQueueTests
{
    [Fact]
    public async Task Take_manyOfOneAndFewOfOthers_takesTurnsAndKeepsEachOrder()
    {
        var queue = new FairQueue<string>(laneItemsMax: 100);
        foreach (var item in new[] { "a1", "a2", "a3", "a4", "b1", "a5", "c1", "b2" })
            Assert.True(await queue.Add(item.AsSpan(0, 1), item));

        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3", "a4", "a5"], TakeAll(queue));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task Take_tellsWhatIsLeft()
    {
        var queue = new FairQueue<int>(laneItemsMax: 100);
        await queue.Add("a", 1);
        await queue.Add("a", 2);
        await queue.Add("b", 3);

        Assert.Equal((1, false, 2), Take(queue));
        Assert.Equal((3, true, 1), Take(queue));
        Assert.Equal((2, true, 0), Take(queue));
        Assert.False(queue.TryTake(out _, out _, out _));
    }

    [Fact]
    public async Task Add_toAFullLane_waitsForRoom_andHoldsUpNobodyElse()
    {
        var queue = new FairQueue<string>(laneItemsMax: 2);
        await queue.Add("a", "a1");
        await queue.Add("a", "a2");
        var third = queue.Add("a", "a3").AsTask();
        var fourth = queue.Add("a", "a4").AsTask();

        Assert.False(third.IsCompleted);
        Assert.True(queue.Add("b", "b1").IsCompletedSuccessfully);
        Assert.True(queue.TryTake(out var first, out _, out _));
        Assert.Equal("a1", first);
        Assert.True(await third);
        Assert.False(fourth.IsCompleted);
        Assert.Equal(["b1", "a2", "a3", "a4"], TakeAll(queue));
        Assert.True(await fourth);
    }

    [Fact]
    public async Task Close_handsOutWhatWaits_andSendsTheOthersAway()
    {
        var queue = new FairQueue<int>(laneItemsMax: 1);
        await queue.Add("a", 1);
        var outside = queue.Add("a", 2).AsTask();

        queue.Close();

        Assert.False(await outside);
        Assert.False(await queue.Add("b", 3));
        Assert.Equal((1, true, 0), Take(queue));
        Assert.True(queue.IsClosed);
    }

    [Fact]
    public async Task Add_fromManyThreads_losesNothing()
    {
        var queue = new FairQueue<int>(laneItemsMax: 50);
        var taken = new List<int>();
        var adding = Task.WhenAll(Enumerable.Range(0, 3_000).Select(i => Task.Run(async () =>
        {
            Assert.True(await queue.Add($"lane-{i % 1_500}", i));
        })));
        while (taken.Count < 3_000)
        {
            if (queue.TryTake(out var item, out _, out _))
                taken.Add(item);
            else
                await Task.Yield();
        }

        await adding;
        Assert.Equal(Enumerable.Range(0, 3_000), taken.Order());
    }

    private static (int Item, bool EmptiesLane, int LanesWaiting) Take(FairQueue<int> queue) =>
        queue.TryTake(out var item, out var emptiesLane, out var lanesWaiting) ? (item, emptiesLane, lanesWaiting) : throw new InvalidOperationException("nothing waits");

    private static List<string> TakeAll(FairQueue<string> queue)
    {
        var taken = new List<string>();
        while (queue.TryTake(out var item, out _, out _))
            taken.Add(item);
        return taken;
    }
}
