using System.Diagnostics;
using System.Reflection;
using Orleans.Serialization.Invocation;
using Orleans.Storage;
using OrleansTrader.LocalRuntime.Activations;
using OrleansTrader.LocalRuntime.Scheduling;

namespace OrleansTrader.LocalRuntime.Calls;

/// <summary>
/// One call on its way: arguments (in fields of a class emitted for the method), target and answer.
/// </summary>
internal abstract class Invocation : WorkItem, IInvokable
{
    internal const long NoDeadline = long.MaxValue;

    private Action? _onEnded;
    private CancellationTokenRegistration _cancellation;

    public abstract MethodDescriptor Method { get; }

    internal Activation? Target { get; set; }

    internal Activation? Source { get; set; }

    internal Dictionary<string, object>? Context { get; set; }

    /// <summary>The span that the caller was in; null for timers and where nobody traces.</summary>
    internal Activity? Cause { get; set; }

    /// <summary>On the scheduler's clock.</summary>
    internal long DeadlineMs { get; set; } = NoDeadline;

    internal Invocation? NextRunning { get; set; }

    internal virtual bool Interleaves => Method.Interleaves;

    /// <summary>False for what must not keep an idle activation alive.</summary>
    internal virtual bool CountsAsUse => true;

    /// <summary>True when the caller has its answer, also if that is a time-out or a cancellation.</summary>
    internal abstract bool IsAnswered { get; }

    protected Action OnEnded => _onEnded ??= Ended;

    public int GetArgumentCount() => Method.Method.GetParameters().Length;

    public object? GetArgument(int index) => ProxyEmitter.ArgumentField(GetType(), index)?.GetValue(this)
        ?? (index >= 0 && index < GetArgumentCount() ? null : throw new ArgumentOutOfRangeException(nameof(index)));

    public string GetMethodName() => Method.Method.Name;

    public string GetInterfaceName() => Method.InterfaceName;

    public MethodInfo GetMethod() => Method.Method;

    public Type GetInterfaceType() => Method.GrainInterface;

    internal override void Run(Activation activation) => activation.CallArrived(this);

    /// <summary>Calls the method in the target's turn. True if it has ended already.</summary>
    internal abstract bool Start(Activation activation);

    /// <summary>Answers with a failure; false if there is an answer already.</summary>
    internal abstract bool Fail(Exception exception);

    internal abstract bool Cancel(CancellationToken token);

    /// <summary>From now on a cancelled token is the caller's answer; the method sees the same token and goes on as it likes.</summary>
    internal void CancelWith(CancellationToken token) =>
        _cancellation = token.UnsafeRegister(static (call, cancelled) => ((Invocation)call!).Cancel(cancelled), this);

    protected abstract void Complete();

    protected void Answered()
    {
        _cancellation.Unregister();
        if (DeadlineMs != NoDeadline) Target?.Runtime.Scheduler.CallAnswered();
    }

    protected void FailFromGrain(Exception exception)
    {
        Fail(exception);
        if (Method.IsOneWay) Target!.Runtime.Log.OneWayFailed(exception, Method.ToString(), Target.GrainId);
        if (exception is InconsistentStateException)
        {
            Target!.Deactivate(new(DeactivationReasonCode.ApplicationError, exception, "The stored state changed under the activation."));
        }
    }

    /// <summary>Runs in the target's turn, perhaps in the midst of it: the awaiter has captured its scheduler.</summary>
    private void Ended()
    {
        Complete();
        Target!.CallEnded(this);
    }
}
