using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Scheduling;

/// <summary>Brings the continuations of a grain's awaits back into its turns.</summary>
internal sealed class ActivationTaskScheduler(Activation owner) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    internal bool Execute(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task) => owner.Queue.Push(new Continuation(this, task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, owner) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private sealed class Continuation(ActivationTaskScheduler scheduler, Task task) : WorkItem
    {
        internal override void Run(Activation activation) => scheduler.Execute(task);
    }
}
