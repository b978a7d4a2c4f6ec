namespace OrleansTrader.LanguageModels.Planning;

/// <summary>Work in the world while virtual time stands still.</summary>
internal static class Standstill
{
    /// <summary>
    /// Runs the work on other threads and holds this one, the simulation's, until it has ended. The one place where a thread waits for a task:
    /// virtual time must not go on before the answer is there, and nothing of a simulation may leave its thread.
    /// </summary>
    public static T Await<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        Task<T> task;
        // The simulation marks what belongs to it; this does not.
        using (ExecutionContext.SuppressFlow())
            task = Task.Run(work, cancellation);
        return task.GetAwaiter().GetResult();
    }
}
