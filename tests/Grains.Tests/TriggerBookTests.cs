using OrleansTrader.Grains.Symbols;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.GrainsTests;

public sealed class TriggerBookTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Pop_againstANaiveList_popsTheSameAccounts(int seed)
    {
        var random = new Random(seed);
        var book = new TriggerBook();
        var naive = new Dictionary<AccountKey, (long Version, List<Trigger> Resting, bool IsPopped)>();
        var now = Local.Start;
        for (var step = 1; step <= 3_000; step++)
        {
            now = now.AddSeconds(1);
            if (random.Next(3) > 0)
            {
                var key = Scene.Key($"a{random.Next(40)}");
                var set = new TriggerSet(key, random.Next(step), [.. Enumerable.Range(0, random.Next(5)).Select(i => Any(random, i + 1, step, now))]);
                var isNewer = !naive.TryGetValue(key, out var known) || set.LedgerVersion >= known.Version;
                Assert.Equal(isNewer, book.Set(set));
                if (isNewer)
                    naive[key] = (set.LedgerVersion, [.. set.Triggers], false);
            }

            var quote = AnyQuote(random, step, now);
            var popped = new List<AccountTriggers>();
            book.Pop(quote, now, popped);
            var expected = new List<(OrderId First, AccountKey Key)>();
            foreach (var (key, (version, resting, isPopped)) in naive.ToList())
            {
                var met = resting.Where(t => t.Condition.IsMetBy(quote, now)).ToList();
                if (met.Count == 0)
                    continue;
                naive[key] = (version, [.. resting.Except(met)], true);
                if (!isPopped)
                    expected.Add((met.Min(static t => t.Order), key));
            }

            Assert.Equal(expected.OrderBy(static e => e.First).ThenBy(static e => e.Key).Select(static e => e.Key), popped.Select(static p => p.Account));
            Assert.Equal(naive.Values.Sum(static n => n.Resting.Count(static t => Rests(t.Condition))), book.Count);
        }
    }

    [Fact]
    public void Set_olderLedger_isIgnored()
    {
        var book = new TriggerBook();
        var stop = new Trigger(TriggerKind.Stop, new OrderId(1), new Condition(ConditionKind.BidAtMost, 100m, null, false, default, 0, default));

        Assert.True(book.Set(new TriggerSet(Scene.Key("a"), 5, [stop])));
        Assert.False(book.Set(new TriggerSet(Scene.Key("a"), 4, [])));

        Assert.Equal(1, book.Count);
    }

    [Fact]
    public void Pop_nothingCrossedWithThirtyThousandResting_allocatesNothing()
    {
        var book = new TriggerBook();
        for (var i = 0; i < 10_000; i++)
        {
            book.Set(new TriggerSet(Scene.Key($"a{i}"), 1,
            [
                new Trigger(TriggerKind.Stop, new OrderId(1), new Condition(ConditionKind.BidAtMost, 40_000m - i, null, false, default, 0, default)),
                new Trigger(TriggerKind.Fill, new OrderId(2), new Condition(ConditionKind.AskAtLeast, 80_000m + i, null, false, default, 0, default)),
                new Trigger(TriggerKind.Equity, default, Condition.MarkOutside(30_000m - i, null)),
            ]));
        }

        var quote = new Quote(Scene.Btc, Local.Start, 59_999m, 0m, 60_001m, 0m, 1, 1);
        var popped = new List<AccountTriggers>();

        // Code that is not yet optimised may allocate: walks go on until it is, the first quiet one is the book's own.
        Assert.Contains(0L, Enumerable.Range(0, 500).Select(_ => AllocatedByWalk()));
        Assert.Empty(popped);
        Assert.Equal(30_000, book.Count);

        long AllocatedByWalk()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
                book.Pop(quote, Local.Start, popped);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static bool Rests(in Condition condition) =>
        condition.Kind != ConditionKind.Holding && (condition.Kind != ConditionKind.MarkOutside || condition.Low is not null || condition.High is not null);

    private static Trigger Any(Random random, int order, int step, DateTimeOffset now)
    {
        var price = 100m + random.Next(-30, 31);
        var condition = random.Next(8) switch
        {
            0 => Condition.TimeReached(now.AddSeconds(random.Next(-2, 20))),
            1 => Condition.MarkOutside(random.Next(3) == 0 ? null : price - 5m, random.Next(3) == 0 ? null : price + 5m),
            2 => Condition.Holding,
            var kind => new Condition(
                (ConditionKind)(kind % 4), price, null, random.Next(2) == 0, default, step + random.Next(-3, 4), now.AddSeconds(random.Next(-3, 4))),
        };
        return new Trigger(TriggerKind.Fill, new OrderId((order * 100) + random.Next(100)), condition);
    }

    private static Quote AnyQuote(Random random, int step, DateTimeOffset now)
    {
        var bid = 100m + random.Next(-30, 31);
        var ask = bid + random.Next(1, 3);
        return new Quote(Scene.Btc, now, bid, 0m, ask, 0m, Math.Max(1, step - random.Next(3)), step)
        {
            LowBid = bid - random.Next(4), HighBid = bid + random.Next(4), LowAsk = ask - random.Next(4), HighAsk = ask + random.Next(4),
        };
    }
}
