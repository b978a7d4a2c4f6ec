using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Live;

/// <summary>
/// One run of a live feed: connects, reads, notices silence and gaps, connects again, fills what was missed. After a fault each symbol
/// hears <see cref="FeedStale"/>, then the finished minutes from the broken one on as <see cref="HistoryCandle"/>, then quotes again. What
/// happened within the present, unfinished minute during an outage is in no candle yet; its extremes are lost.
/// </summary>
internal sealed class LiveRunner : ISessionHandler, ILiveDesk
{
    /// <summary>How far back a feed that begins tells what funding fell due: who was away for longer is charged no more than this.</summary>
    private static readonly TimeSpan PastFundingMax = TimeSpan.FromDays(7);

    private readonly IVenueProtocol _protocol;
    private readonly LiveOptions _options;
    private readonly TimeProvider _time;
    private readonly FeedMeter _meter;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly CoalescingQueue _queue;
    private readonly Symbol[] _symbols;
    private readonly Dictionary<string, LiveLine> _lines;
    private readonly List<Task> _errands = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _cancellation;
    private DateTimeOffset _heardAt;
    private int _connection;
    private long _counted;

    public LiveRunner(
        IVenueProtocol protocol, IReadOnlyList<Symbol> symbols, LiveOptions options, TimeProvider time,
        FeedMeter meter, ILogger log)
    {
        _protocol = protocol;
        _options = options;
        _time = time;
        _meter = meter;
        _log = log;
        _queue = new CoalescingQueue(options.QueueEventsMax, options.CoalesceFromEvents);
        _symbols = [.. symbols.Distinct().Order()];

        // Milliseconds leave room for a thousand events each before a later run's numbers could meet an earlier one's.
        var first = time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
        _lines = _symbols.ToDictionary(protocol.NameOf, s => new LiveLine(s, options, Tell, first), StringComparer.Ordinal);
    }

    public IEnumerable<string> Greetings => _protocol.Subscribe(_symbols);

    public string? Ping => _protocol.Ping;

    public DateTimeOffset Now => _time.GetUtcNow();

    public async Task Run(ChannelWriter<MarketEvent> events, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _cancellation = stop.Token;
        var pump = Pump(events, stop.Token);
        var connect = Connect(stop.Token);
        var first = await Task.WhenAny(pump, connect, _failed.Task);
        await stop.CancelAsync();
        await Task.WhenAll([pump, connect, .. Errands()]).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _meter.Change(s => s with { Connected = false });
        cancellation.ThrowIfCancellationRequested();
        await first;
    }

    private async Task Pump(ChannelWriter<MarketEvent> events, CancellationToken cancellation)
    {
        while (true)
            await events.WriteAsync(await _queue.Take(cancellation), cancellation);
    }

    private async Task Connect(CancellationToken cancellation)
    {
        var backoff = new Backoff(_options.ReconnectMsMin, _options.ReconnectMsMax, _options.JitterSeed);
        foreach (var line in _lines.Values)
            Errand(TellPastFunding(line, Now - PastFundingMax, cancellation));
        while (true)
        {
            var begun = Now;
            lock (_lock)
            {
                _protocol.Restart();
                _heardAt = begun;
                foreach (var line in _lines.Values)
                    line.HeardAt = begun;
            }

            FeedFault fault;
            try
            {
                await new WebSocketSession(_protocol.Endpoint, _options, _time).Run(this, cancellation);
                return;
            }
            catch (FeedFault e)
            {
                fault = e;
            }

            OnFault(fault);
            if ((Now - begun).TotalMilliseconds >= _options.StableAfterMs)
                backoff.Reset();
            await Task.Delay(backoff.Next(), _time, cancellation);
            _meter.Change(s => s with { Reconnects = s.Reconnects + 1 });
        }
    }

    public void OnMessage(ReadOnlyMemory<byte> message)
    {
        lock (_lock)
        {
            _heardAt = Now;
            try
            {
                using var json = JsonDocument.Parse(message);
                _meter.Message(_heardAt, _protocol.OnMessage(json.RootElement, this));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
            {
                // What it was about is unknown, so every book may lack it.
                _meter.Change(s => s with { Rejected = s.Rejected + 1 });
                throw new FeedFault(StaleReason.SequenceGap, $"an unreadable message of {message.Length} bytes: {e.Message}", e);
            }
        }
    }

    public void OnWatch()
    {
        lock (_lock)
        {
            var now = Now;
            if ((now - _heardAt).TotalMilliseconds >= _options.SilenceMsMax)
                throw new FeedFault(StaleReason.Silent, $"no message for {_options.SilenceMsMax} ms");
            foreach (var line in _lines.Values)
            {
                if ((now - line.HeardAt).TotalMilliseconds >= _options.SymbolSilenceMsMax)
                    throw new FeedFault(StaleReason.Silent, $"no message about {line.Symbol} for {_options.SymbolSilenceMsMax} ms");
                line.TellBook();
            }
        }
    }

    public LiveLine? Line(string venueName)
    {
        if (!_lines.TryGetValue(venueName, out var line))
            return null;
        line.HeardAt = Now;
        return line;
    }

    public void BookChanged(LiveLine line, DateTimeOffset at, bool isWhole)
    {
        if (isWhole && line.State == LineState.Waiting)
        {
            line.OnBook(at);
            if (line.ToldUntil is null)
                line.Begin();
            else
                Fill(line);
        }

        line.OnBook(at);
    }

    public void Tell(MarketEvent happened)
    {
        if (_queue.Add(happened) is { } overflow)
        {
            var line = _lines.Values.First(l => l.Symbol == overflow.Symbol);
            var detail = $"the reader is slow: trades since {overflow.From:HH:mm:ss.fff} were given up";
            Problem($"{line.Symbol}: {detail}");
            _queue.Add(new FeedStale(line.Symbol, Now, StaleReason.Overflow, detail));
            if (line.State == LineState.Live)
                Fill(line, overflow.From);
        }

        if (_queue.Coalesced + _queue.TradesDropped == _counted)
            return;
        _counted = _queue.Coalesced + _queue.TradesDropped;
        _meter.Change(s => s with { Coalesced = _queue.Coalesced, TradesDropped = _queue.TradesDropped });
    }

    public void Gap(LiveLine line, string detail)
    {
        _meter.Change(s => s with { Gaps = s.Gaps + 1 });
        Problem($"{line.Symbol}: {detail}");
        Tell(new FeedStale(line.Symbol, Now, StaleReason.SequenceGap, detail));
        if (line.State == LineState.Live)
            Fill(line);
    }

    public void FundingDue(LiveLine line, DateTimeOffset before) => Errand(TellPastFunding(line, before - TimeSpan.FromSeconds(1), _cancellation));

    public void CountDuplicate() => _meter.Change(s => s with { Duplicates = s.Duplicates + 1 });

    public void CountOutOfOrder() => _meter.Change(s => s with { OutOfOrder = s.OutOfOrder + 1 });

    public void CountRejected(string detail)
    {
        _meter.Change(s => s with { Rejected = s.Rejected + 1 });
        Problem(detail);
    }

    private void OnFault(FeedFault fault)
    {
        TargetMetrics.CountError(TargetMetrics.Venue, _protocol.Endpoint.Host, "stream");
        lock (_lock)
        {
            _connection++;
            _meter.Change(s => s with { Connected = false, Gaps = s.Gaps + 1 });
            Problem(fault.Message);
            foreach (var line in _lines.Values)
            {
                if (!line.IsStale)
                    Tell(new FeedStale(line.Symbol, Now, fault.Reason, fault.Message));
                line.Disconnect();
            }
        }
    }

    private void Problem(string text)
    {
        _meter.Problem(Now, text);
        _log.LogWarning("{Endpoint}: {Problem}", _protocol.Endpoint.Host, text);
    }

    private void Fill(LiveLine line, DateTimeOffset? from = null)
    {
        line.Hold();
        Errand(FillFromHistory(line, from ?? line.ToldUntil ?? Now, _connection, _cancellation));
    }

    private async Task FillFromHistory(LiveLine line, DateTimeOffset since, int connection, CancellationToken cancellation)
    {
        var start = Interval.OneMinute.Floor(since);
        var earliest = Interval.OneMinute.Floor(Now) - TimeSpan.FromMinutes(_options.BackfillMinutesMax);
        start = start < earliest ? earliest : start;
        while (true)
        {
            var end = Interval.OneMinute.Floor(Now);
            string? failure = null;
            IReadOnlyList<Candle> candles = [];
            try
            {
                if (end > start)
                    candles = await LiveFeed.Answer(_protocol.Venue, () => _protocol.Candles(line.Symbol, Interval.OneMinute, start, end, cancellation));
            }
            catch (FeedException e)
            {
                failure = e.Message;
            }

            lock (_lock)
            {
                if (connection != _connection)
                    return;
                foreach (var candle in candles)
                    Tell(new HistoryCandle(line.Symbol, Interval.OneMinute, candle));
                if (failure is not null)
                {
                    Problem($"{line.Symbol}: history is missing: {failure}");
                    Tell(new FeedStale(line.Symbol, Now, StaleReason.SequenceGap, $"history from {start:HH:mm} to {end:HH:mm} is missing: {failure}"));
                }

                if (!line.HeldOverflowed || failure is not null)
                {
                    line.Release(candles.Count > 0 ? candles[^1].Start.AddMinutes(1) : since);
                    return;
                }

                line.Hold();
                start = candles.Count > 0 ? candles[^1].Start.AddMinutes(1) : start;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_options.WatchEveryMs), _time, cancellation);
        }
    }

    private async Task TellPastFunding(LiveLine line, DateTimeOffset after, CancellationToken cancellation)
    {
        try
        {
            var rates = await LiveFeed.Answer(_protocol.Venue, () => _protocol.PastFunding(line.Symbol, after, cancellation));
            lock (_lock)
            {
                foreach (var rate in rates)
                    Tell(rate);
            }
        }
        catch (FeedException e)
        {
            Problem($"{line.Symbol}: funding is missing: {e.Message}");
        }
    }

    /// <summary>Keeps hold of what runs beside the connection, so that nothing of it is left over or lost.</summary>
    private void Errand(Task errand)
    {
        lock (_lock)
        {
            _errands.RemoveAll(e => e.IsCompleted);
            _errands.Add(Watched(errand));
        }
    }

    private async Task Watched(Task errand)
    {
        try
        {
            await errand;
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception e)
        {
            _failed.TrySetException(e);
        }
    }

    private Task[] Errands()
    {
        lock (_lock)
            return [.. _errands];
    }
}
