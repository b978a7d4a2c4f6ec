using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Scheduling;

/// <summary>Brings the continuations of a grain's awaits back into its turns.</summary>
internal sealed class ActivationTaskScheduler(Activation owner) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    internal bool Execute(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task) => owner.Queue.Push(task);

    /// <summary>As in Orleans: what this activation's own turn completes goes on within it, one await or many; all else waits for a turn.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, owner) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
