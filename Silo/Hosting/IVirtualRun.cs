namespace OrleansTrader.Silo.Hosting;

/// <summary>The whole service on one thread in virtual time.</summary>
internal interface IVirtualRun
{
    /// <summary>Runs until the work has ended; time goes on only where the work waits for it.</summary>
    void Run(Func<Task> work);

    /// <summary>Runs work at an instant; of what is due at one instant the lower priority number comes first, then the key.</summary>
    void Schedule(DateTimeOffset at, int priority, string key, Func<Task> work);

    /// <summary>Runs everything due up to and at this instant, and leaves the clock there.</summary>
    void RunUntil(DateTimeOffset at);
}
