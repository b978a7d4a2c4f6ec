namespace Orleans.Runtime;

/// <summary>A timer of an activation; disposing it stops it and cancels the callback's token.</summary>
public interface IGrainTimer : IDisposable
{
    /// <param name="dueTime">Time to the next tick; <see cref="Timeout.InfiniteTimeSpan"/> stops the timer.</param>
    /// <param name="period">Time from the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> for a single one.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>When a timer ticks, and how its ticks stand to the grain's other work.</summary>
public readonly struct GrainTimerCreationOptions()
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    public required TimeSpan DueTime { get; init; }

    public required TimeSpan Period { get; init; }

    /// <summary>True: a tick runs between the turns of a request. False: it waits its turn like a request.</summary>
    public bool Interleave { get; init; }

    /// <summary>True: a tick counts as use, so that the activation isn't collected.</summary>
    public bool KeepAlive { get; init; }
}
