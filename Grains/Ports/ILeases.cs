namespace OrleansTrader.Grains.Ports;

/// <summary>
/// One of a kind in a cluster: a feed, the retention and the like run on the one process that holds the lease of that name. Receivers refuse
/// an epoch older than the last they saw, so that a holder that was away for too long can do no harm.
/// </summary>
public interface ILeases
{
    /// <summary>
    /// Takes a lease that is free, run out, or held by <paramref name="holder"/> already; null where another holds it. It counts from before
    /// the call, by the caller's own clock: give it up in time where <see cref="Renew"/> does not answer.
    /// </summary>
    /// <param name="name">What is leased, e.g. <c>feed/coinbase</c>; 1 to <see cref="Lease.NameLengthMax"/> characters.</param>
    /// <param name="holder">Unique to a start of a process; 1 to <see cref="Lease.NameLengthMax"/> characters.</param>
    /// <param name="duration">How long it holds without being renewed.</param>
    /// <exception cref="JournalException">The store cannot be asked: the lease is not held.</exception>
    ValueTask<Lease?> TryTake(string name, string holder, TimeSpan duration, CancellationToken cancellation);

    /// <summary>Holds it for another duration, counted from before the call; false where it was lost: another epoch may have begun.</summary>
    /// <exception cref="JournalException">The store cannot be asked: the lease holds until its time is over.</exception>
    ValueTask<bool> Renew(Lease lease, TimeSpan duration, CancellationToken cancellation);

    /// <summary>Gives it up at once; one that was lost is left alone.</summary>
    /// <exception cref="JournalException">The store cannot be asked: it runs out by itself.</exception>
    ValueTask Release(Lease lease, CancellationToken cancellation);
}

/// <param name="Epoch">Strictly greater with each new holder of this name, whatever became of those before.</param>
public sealed record Lease(string Name, string Holder, long Epoch)
{
    public const int NameLengthMax = 200;
}
