using OrleansTrader.Grains.Ports;
using OrleansTrader.Venues.Live;

namespace OrleansTrader.Venues.Tests.Live;

public sealed class RestClientTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Get_when_told_to_come_later_waits_as_long_as_asked()
    {
        var asked = 0;
        await using var venue = await LoopbackVenue.Start(_ => Interlocked.Increment(ref asked) == 1 ? (429, "{}", "7") : (200, """{"a":1}""", null));
        var time = new FakeTime(Start);
        using var client = new RestClient(venue.Rest, new LiveOptions(), time);
        var answer = client.Get("/x", CancellationToken.None);
        await Until(() => time.HasTimerOf(TimeSpan.FromSeconds(7)));
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Equal(1, Volatile.Read(ref asked));
        time.Advance(TimeSpan.FromSeconds(0.2));
        using var json = await answer.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, json.RootElement.GetProperty("a").GetInt32());
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Get_from_a_broken_venue_gives_up_after_the_named_attempts()
    {
        var asked = 0;
        await using var venue = await LoopbackVenue.Start(_ =>
        {
            Interlocked.Increment(ref asked);
            return (503, "{}", null);
        });
        var time = new FakeTime(Start);
        using var client = new RestClient(venue.Rest, new LiveOptions { RetriesMax = 2 }, time);
        var answer = client.Get("/x?key=1", CancellationToken.None);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await Until(() => Volatile.Read(ref asked) == attempt && time.HasTimerShorterThan(TimeSpan.FromSeconds(1)));

            // The longest wait of this attempt; the next one's shortest lies beyond it, however fast the answer comes.
            time.Advance(TimeSpan.FromMilliseconds(250 * attempt));
        }

        var error = await Assert.ThrowsAsync<FeedException>(() => answer.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("127.0.0.1/x: answered 503", error.Message);
        Assert.Equal(3, asked);
    }

    [Fact]
    public void Next_of_the_backoff_doubles_within_its_bounds_and_repeats_by_seed()
    {
        var backoff = new Backoff(500, 30_000, 9);
        var waits = Enumerable.Range(0, 40).Select(_ => backoff.Next().TotalMilliseconds).ToArray();
        for (var i = 0; i < waits.Length; i++)
        {
            var whole = Math.Min(30_000, 500 * Math.Pow(2, i));
            Assert.InRange(waits[i], whole / 2, whole);
        }

        var again = new Backoff(500, 30_000, 9);
        Assert.Equal(waits, Enumerable.Range(0, 40).Select(_ => again.Next().TotalMilliseconds));
    }

    private static async Task Until(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested, "waited in vain");
            await Task.WhenAny(Task.Delay(2, CancellationToken.None));
        }
    }
}
