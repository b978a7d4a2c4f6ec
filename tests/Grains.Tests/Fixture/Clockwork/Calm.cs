using System.Collections.Concurrent;
using System.Diagnostics;

namespace OrleansTrader.GrainsTests.Fixture.Clockwork;

/// <summary>
/// Knows when grains have nothing left to do until their clock goes on: no call of ours is under way, no timer's turn either, and every
/// activation has worked off what was queued for it.
/// </summary>
/// <param name="isHeld">Whether calls may be under way that wait for the test.</param>
internal sealed class Calm(SteppedClock clock, Func<bool> isHeld) : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    /// <summary>Where the test holds calls, nothing having happened for so long means that only those are under way.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromMilliseconds(200);

    /// <summary>Looks in a row that must find the same.</summary>
    private const int LooksMin = 2;

    private readonly ConcurrentDictionary<IGrainContext, bool> _activations = new();
    private long _happened;
    private long _underWay;

    async Task IOutgoingGrainCallFilter.Invoke(IOutgoingGrainCallContext context)
    {
        if (!IsOurs(context))
        {
            await context.Invoke();
            return;
        }

        Interlocked.Increment(ref _happened);
        Interlocked.Increment(ref _underWay);
        try
        {
            await context.Invoke();
        }
        finally
        {
            Interlocked.Increment(ref _happened);
            Interlocked.Decrement(ref _underWay);
        }
    }

    async Task IIncomingGrainCallFilter.Invoke(IIncomingGrainCallContext context)
    {
        if (!IsOurs(context))
        {
            await context.Invoke();
            return;
        }

        _activations.TryAdd(context.TargetContext, true);
        Interlocked.Increment(ref _happened);
        await context.Invoke();
        Interlocked.Increment(ref _happened);
    }

    /// <summary>Every activation that a call of ours has met and that still lives.</summary>
    public IReadOnlyList<IGrainContext> Activations
    {
        get
        {
            foreach (var activation in _activations.Keys.Where(static a => a.Deactivated.IsCompleted))
                _activations.TryRemove(activation, out _);
            return [.. _activations.Keys];
        }
    }

    /// <summary>Forgets the activations of a silo that is gone: they end no more.</summary>
    public void Forget(SiloAddress silo)
    {
        foreach (var activation in _activations.Keys.Where(a => silo.Equals(a.Address.SiloAddress)))
            _activations.TryRemove(activation, out _);
    }

    /// <summary>Waits until nothing more happens at this instant of the clock.</summary>
    /// <param name="ends">Ends the wait before.</param>
    /// <param name="atLeast">How long nothing may have happened.</param>
    /// <param name="bound">How long work may go on at one instant.</param>
    public void Wait(Func<bool> ends, TimeSpan atLeast, TimeSpan bound)
    {
        var began = Stopwatch.GetTimestamp();
        var since = began;
        var seen = Happened;
        var looks = 0;
        var spin = default(SpinWait);
        while (!ends())
        {
            var isIdle = Interlocked.Read(ref _underWay) == 0 && clock.Ringing == 0;
            if (isIdle)
                Flush(bound);
            var happened = Happened;
            var quiet = Stopwatch.GetElapsedTime(since);
            if (happened != seen)
            {
                seen = happened;
                since = Stopwatch.GetTimestamp();
                looks = 0;
            }
            else if ((isIdle && ++looks > LooksMin && quiet >= atLeast) || (quiet > Standstill && isHeld()))
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(began) > bound)
                throw new TimeoutException($"grains went on at one instant for {bound}: {Interlocked.Read(ref _underWay)} calls and {clock.Ringing} timers are under way");
            spin.SpinOnce();
        }
    }

    private long Happened => Interlocked.Read(ref _happened) + clock.Changes;

    private void Flush(TimeSpan bound)
    {
        foreach (var activation in Activations)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            activation.Scheduler.QueueAction(done.SetResult);
            if (!done.Task.Wait(bound))
                throw new TimeoutException($"{activation.GrainId} did not come to an end within {bound}");
        }
    }

    private static bool IsOurs(IGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType is { } contract
        && (contract == typeof(IRemindable) || contract.Namespace?.StartsWith("OrleansTrader", StringComparison.Ordinal) == true);
}
