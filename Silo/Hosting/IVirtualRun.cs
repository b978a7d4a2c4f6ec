namespace OrleansTrader.Silo.Hosting;

/// <summary>The whole service on one thread in virtual time.</summary>
internal interface IVirtualRun
{
    /// <summary>Runs until the work has ended; time goes on only where the work waits for it.</summary>
    void Run(Func<Task> work);

    /// <summary>
    /// Plays events from outside in the order of their instants: each one after everything due earlier, and before all else that is due
    /// at its own instant.
    /// </summary>
    /// <param name="send">Hands the event over; it must not itself await.</param>
    /// <param name="answered">Told each answer before the next event.</param>
    void Play<TEvent, TAnswer>(
        IEnumerable<TEvent> events, Func<TEvent, DateTimeOffset> at, Func<TEvent, Task<TAnswer>> send, Action<TEvent, TAnswer> answered,
        CancellationToken cancellation);

    /// <summary>Runs everything due up to and at this instant, and leaves the clock there.</summary>
    void RunUntil(DateTimeOffset at);
}
