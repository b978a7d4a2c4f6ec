using System.Net.WebSockets;
using System.Text;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Live;

/// <summary>What a session needs from its owner. Calls come from two tasks; the owner locks.</summary>
internal interface ISessionHandler
{
    /// <summary>Sent in order as soon as the connection stands.</summary>
    IEnumerable<string> Greetings { get; }

    /// <summary>Sent at <see cref="LiveOptions.PingEveryMs"/>; <c>null</c> where the venue needs none.</summary>
    string? Ping { get; }

    /// <exception cref="FeedFault">The connection must be given up.</exception>
    void OnMessage(ReadOnlyMemory<byte> message);

    /// <summary>Called at <see cref="LiveOptions.WatchEveryMs"/>.</summary>
    /// <exception cref="FeedFault">The connection must be given up.</exception>
    void OnWatch();
}

/// <summary>One WebSocket connection from its opening to its end: greets, receives, pings, watches.</summary>
internal sealed class WebSocketSession(Uri endpoint, LiveOptions options, TimeProvider time)
{
    private const int FirstBufferBytes = 64 * 1024;

    /// <summary>Never returns normally.</summary>
    /// <exception cref="FeedFault">The connection could not be made, broke, fell silent, or told something that cannot be.</exception>
    public async Task Run(ISessionHandler handler, CancellationToken cancellation)
    {
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await Connect(socket, cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            foreach (var greeting in handler.Greetings)
                await Send(socket, greeting, stop.Token);
        }
        catch (WebSocketException e)
        {
            throw new FeedFault(StaleReason.Disconnected, $"cannot send to {endpoint.Host}: {e.Message}", e);
        }

        // The watch first: whoever hears the first message may count on it.
        var watch = Watch(socket, handler, stop.Token);
        var receive = Receive(socket, handler, stop.Token);
        var first = await Task.WhenAny(receive, watch);
        await stop.CancelAsync();
        socket.Abort();
        await Task.WhenAll(receive, watch).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        cancellation.ThrowIfCancellationRequested();
        await first;
    }

    private async Task Connect(ClientWebSocket socket, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.ConnectMsMax), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            await socket.ConnectAsync(endpoint, either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new FeedFault(StaleReason.Disconnected, $"no connection to {endpoint.Host} within {options.ConnectMsMax} ms", e);
        }
        catch (WebSocketException e)
        {
            throw new FeedFault(StaleReason.Disconnected, $"cannot connect to {endpoint.Host}: {e.Message}", e);
        }
    }

    private async Task Receive(ClientWebSocket socket, ISessionHandler handler, CancellationToken cancellation)
    {
        var buffer = new byte[Math.Min(FirstBufferBytes, options.MessageBytesMax)];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= options.MessageBytesMax)
                    throw new FeedFault(StaleReason.Disconnected, $"a message longer than {options.MessageBytesMax} bytes");
                Array.Resize(ref buffer, (int)Math.Min(options.MessageBytesMax, buffer.Length * 2L));
            }

            ValueWebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            }
            catch (WebSocketException e)
            {
                throw new FeedFault(StaleReason.Disconnected, $"connection lost: {e.Message}", e);
            }

            if (part.MessageType == WebSocketMessageType.Close)
                throw new FeedFault(StaleReason.Disconnected, $"closed by the venue: {socket.CloseStatus} {socket.CloseStatusDescription}".TrimEnd());
            length += part.Count;
            if (!part.EndOfMessage)
                continue;
            handler.OnMessage(buffer.AsMemory(0, length));
            length = 0;
        }
    }

    private async Task Watch(ClientWebSocket socket, ISessionHandler handler, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.WatchEveryMs), time);
        var pinged = time.GetUtcNow();
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            handler.OnWatch();
            if (handler.Ping is not { } ping || (time.GetUtcNow() - pinged).TotalMilliseconds < options.PingEveryMs)
                continue;
            pinged = time.GetUtcNow();
            try
            {
                await Send(socket, ping, cancellation);
            }
            catch (WebSocketException e)
            {
                throw new FeedFault(StaleReason.Disconnected, $"cannot send: {e.Message}", e);
            }
        }
    }

    private static async Task Send(ClientWebSocket socket, string text, CancellationToken cancellation) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellation);
}
