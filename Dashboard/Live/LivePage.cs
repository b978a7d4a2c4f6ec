using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;

namespace OrleansTrader.Dashboard.Live;

/// <summary>
/// A page that follows the service: it reads once, listens to streams, and reads again when they hint at a change. Hints that come
/// faster than the page may be drawn are taken together.
/// </summary>
public abstract partial class LivePage : ComponentBase, IAsyncDisposable
{
    /// <summary>How often a page is drawn at most.</summary>
    public const int DrawsPerSecondMax = 4;

    /// <summary>How often a page reads the service at most.</summary>
    public const int ReadsPerSecondMax = 1;

    /// <summary>A page without any hint reads again after so many seconds: a stream is a hint, and hints may be lost.</summary>
    public const int QuietSecondsMax = 5;

    private readonly CancellationTokenSource _leaving = new();
    private readonly SemaphoreSlim _hinted = new(0, 1);
    private readonly Dictionary<object, IAsyncDisposable> _watches = [];
    private Task _following = Task.CompletedTask;
    private int _wantsRead = 1;
    private bool _isInteractive;

    [Inject]
    protected ITrader Trader { get; set; } = null!;

    [Inject]
    protected ISite Site { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    protected DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Why the figures on the page are not fresh; null while they are.</summary>
    protected string? Fault { get; private set; }

    /// <summary>Whether the first read is done.</summary>
    protected bool IsRead { get; private set; }

    /// <summary>Reads all that the page shows.</summary>
    protected abstract Task Read();

    /// <summary>Subscribes to what the page follows, by <see cref="Follow"/>; asked after every read, since a read may find more.</summary>
    protected abstract Task Listen();

    /// <param name="key">What is followed; once is enough.</param>
    protected async Task Follow(object key, Func<Task<IAsyncDisposable>> watch)
    {
        if (!_watches.ContainsKey(key))
            _watches[key] = await watch();
    }

    /// <summary>Something that is held already changed: draw.</summary>
    protected void HintDraw()
    {
        try
        {
            if (_hinted.CurrentCount == 0)
                _hinted.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two hints at once are one hint.
        }
        catch (ObjectDisposedException)
        {
            // A last hint may overtake the end of its subscription.
        }
    }

    /// <summary>Something changed at the service: read, then draw.</summary>
    protected void HintRead()
    {
        Interlocked.Exchange(ref _wantsRead, 1);
        HintDraw();
    }

    /// <summary>Somebody chose what to see: reads at once.</summary>
    protected Task ReadNow() => TryRead();

    /// <summary>The page now shows something else: reads at once and follows that instead.</summary>
    protected async Task Restart()
    {
        IsRead = false;
        await EndWatches();
        await TryRead();
    }

    protected override async Task OnInitializedAsync() => await TryRead();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _isInteractive = true;
        await TryListen();
        _following = FollowHints(_leaving.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await EndWatches();
        await _following;
        _leaving.Dispose();
        _hinted.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task FollowHints(CancellationToken leaving)
    {
        var readAt = Time.GetTimestamp();
        try
        {
            while (!leaving.IsCancellationRequested)
            {
                var isHinted = await _hinted.WaitAsync(TimeSpan.FromSeconds(QuietSecondsMax), leaving);
                var mayRead = Time.GetElapsedTime(readAt) >= TimeSpan.FromSeconds(1d / ReadsPerSecondMax);
                var reads = !isHinted || (mayRead && Interlocked.Exchange(ref _wantsRead, 0) == 1);
                if (reads)
                    readAt = Time.GetTimestamp();
                await InvokeAsync(() => Refresh(reads));
                await Task.Delay(TimeSpan.FromSeconds(1d / DrawsPerSecondMax), Time, leaving);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private async Task Refresh(bool reads)
    {
        if (reads)
            await TryRead();
        StateHasChanged();
    }

    private Task TryRead() => Try(async () =>
    {
        await Read();
        if (_isInteractive)
            await Listen();
        IsRead = true;
    });

    private Task TryListen() => Try(Listen);

    private async Task Try(Func<Task> work)
    {
        try
        {
            await work();
            Fault = null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A page outlives a service that does not answer: it says so, and reads again with the next hint.
            Fault = fault.Message;
            LogUnread(Loggers.CreateLogger(GetType()), fault);
        }
    }

    private async Task EndWatches()
    {
        foreach (var watch in _watches.Values)
            await watch.DisposeAsync();
        _watches.Clear();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A page could not read the service")]
    private static partial void LogUnread(ILogger logger, Exception fault);
}
