using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Scheduling;

/// <summary>Brings the continuations of a grain's awaits back into its turns.</summary>
internal sealed class ActivationTaskScheduler(Activation owner) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    internal bool Execute(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task) => owner.Queue.Push(task);

    /// <summary>Only the pump runs at once: what else wants to would run in the midst of another turn.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        ReferenceEquals(task, Pumps.Current) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
