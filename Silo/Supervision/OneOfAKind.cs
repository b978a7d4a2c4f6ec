using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Silo.Supervision;

/// <summary>This process gave up, or lost, what it held alone; another may hold it now.</summary>
internal sealed class LeaseLostException(string message) : Exception(message);

/// <summary>Work that one process of the service does at a time: it waits for the lease of that name, and goes on only while it holds it.</summary>
/// <param name="holder">Unique to this start of this process.</param>
/// <param name="time">What the lease's time is measured by; it must not stand still.</param>
internal sealed class OneOfAKind(ILeases leases, string name, string holder, TimeProvider time)
{
    /// <summary>How long a lease holds without being renewed, in seconds: after a kill the work stands still for so long at most, and a start.</summary>
    public const int LeaseSeconds = 6;

    /// <summary>Distance of renewals, in seconds: a machine that is out of breath may be late by four.</summary>
    public const int RenewSeconds = 1;

    /// <summary>Distance of attempts to take the lease, in seconds.</summary>
    public const int PollSeconds = 1;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(LeaseSeconds);

    /// <summary>Whether another process does the work.</summary>
    public bool IsElsewhere { get; private set; }

    /// <summary>Waits for the lease, works under its epoch, and gives it back.</summary>
    /// <exception cref="LeaseLostException">It was lost while the work went on; the work was told to end, and has.</exception>
    public async Task Run(Func<long, CancellationToken, Task> work, CancellationToken cancellation)
    {
        var (lease, taken) = await Wait(cancellation);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        // Work that computes for long before its first await must not keep the lease from being renewed.
        var working = Task.Run(() => work(lease.Epoch, ending.Token), CancellationToken.None);
        try
        {
            var keeping = Keep(lease, taken, ending.Token);
            await Task.WhenAny(working, keeping);
            await ending.CancelAsync();
            var isLost = await keeping;
            try
            {
                await working;
            }
            catch (OperationCanceledException) when (isLost)
            {
                // The work ended because it was told to.
            }

            if (isLost)
                throw new LeaseLostException($"the lease {name} of epoch {lease.Epoch} was lost: another process may hold it now");
        }
        finally
        {
            await Release(lease);
        }
    }

    private async Task<(Lease Lease, long Taken)> Wait(CancellationToken cancellation)
    {
        while (true)
        {
            var asked = time.GetTimestamp();
            try
            {
                if (await leases.TryTake(name, holder, Duration, cancellation) is { } lease)
                {
                    IsElsewhere = false;
                    return (lease, asked);
                }

                IsElsewhere = true;
            }
            catch (JournalException)
            {
                // The store does not answer, and its own health says so: asked again at the same pace, so that the work is back as soon as it is.
                IsElsewhere = false;
            }

            await Task.Delay(TimeSpan.FromSeconds(PollSeconds), time, cancellation);
        }
    }

    /// <summary>Renews until the work has ended; true where the lease was lost before.</summary>
    private async Task<bool> Keep(Lease lease, long taken, CancellationToken ending)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(RenewSeconds), time, ending);
                var asked = time.GetTimestamp();
                try
                {
                    if (!await leases.Renew(lease, Duration, ending))
                        return true;
                    taken = asked;
                }
                catch (JournalException) when (time.GetElapsedTime(taken) < Duration - TimeSpan.FromSeconds(RenewSeconds))
                {
                    // The store does not answer: what is held still holds, for a while.
                }
                catch (JournalException)
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task Release(Lease lease)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(PollSeconds));
            await leases.Release(lease, limit.Token);
        }
        catch (Exception fault) when (fault is JournalException or OperationCanceledException)
        {
            // It runs out by itself.
        }
    }
}
