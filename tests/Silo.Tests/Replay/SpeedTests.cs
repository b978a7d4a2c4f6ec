using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Replay;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues;

namespace OrleansTrader.SiloTests.Replay;

/// <summary>At a multiple of real time, tape and clock go together.</summary>
public sealed class SpeedTests : IDisposable
{
    private static readonly DateTimeOffset _start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(5_000)]
    public async Task Replay_atASpeed_neverTellsWhatIsStillToCome(int speed)
    {
        await File.WriteAllLinesAsync(_file, ["timestamp,open,high,low,close,volume", .. Enumerable.Range(0, 50).Select(static minute => $"{_start.AddMinutes(minute):yyyy-MM-dd HH:mm:ss},100,101,99,100,1")]);
        var real = new SteppedClock();
        var clock = new ScaledTimeProvider(real, speed);
        var options = new SiloOptions
        {
            Feed = "replay", Symbols = [Symbol.Parse("BTC-USDT")], Agents = [], Cash = 1m, DataDirectory = null, Port = 0, Seed = 1, DataFiles = [_file], Speed = speed,
        };
        var feed = FeedFactory.Create(FeedChoice.Of(options), clock, NullLoggerFactory.Instance);
        clock.StartAt(FeedFactory.SourceOf(feed)!.Start);
        var tape = Channel.CreateBounded<MarketEvent>(1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = feed.Run(options.Symbols.AsSpan().ToArray(), tape.Writer, stop.Token);

        var told = 0;
        while (told < 100)
        {
            Drain();
            if (real.TryTakeWait(out var wait))
            {
                // It waits: all that it told before is in the channel, and nothing more comes until the time is there.
                Drain();
                real.End(wait);
                continue;
            }

            await Task.WhenAny(tape.Reader.WaitToReadAsync(stop.Token).AsTask(), real.WaitsAsync(stop.Token));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        void Drain()
        {
            while (tape.Reader.TryRead(out var happened))
            {
                told++;
                Assert.True(happened.At <= clock.GetUtcNow(), $"told at {clock.GetUtcNow():O} what happens at {happened.At:O}");
            }
        }
    }

    /// <summary>A real clock that stands still but for waits that the test ends.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private readonly Channel<Wait> _waits = Channel.CreateUnbounded<Wait>();
        private DateTimeOffset _now = _start.AddYears(2);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.UtcTicks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var wait = new Wait(callback, state, dueTime);
            _waits.Writer.TryWrite(wait);
            return wait;
        }

        public bool TryTakeWait([NotNullWhen(true)] out Wait? wait) => _waits.Reader.TryRead(out wait);

        public Task WaitsAsync(CancellationToken cancellation) => _waits.Reader.WaitToReadAsync(cancellation).AsTask();

        public void End(Wait wait)
        {
            _now += wait.Due;
            wait.Callback(wait.State);
        }
    }

    private sealed record Wait(TimerCallback Callback, object? State, TimeSpan Due) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
