using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Calls;

/// <summary>
/// A call with a result. The emitted class has the arguments and <see cref="Call"/>. The answer doesn't ask for asynchronous
/// continuations: those of another activation never run inline anyway, and <c>Task.WhenAll</c> would leave a simulation's thread.
/// </summary>
internal abstract class Invocation<T> : Invocation
{
    private readonly TaskCompletionSource<T> _answer = new();
    private ValueTask<T> _pending;

    internal Task<T> Answer => _answer.Task;

    internal override bool IsAnswered => _answer.Task.IsCompleted;

    public abstract ValueTask<T> Call(object target);

    internal override bool Start(Activation activation)
    {
        try
        {
            _pending = activation.HasFilters ? CallFiltered(activation) : Call(activation.Instance);
        }
        catch (Exception exception)
        {
            FailFromGrain(exception);
            return true;
        }

        if (_pending.IsCompleted)
        {
            Complete();
            return true;
        }

        _pending.GetAwaiter().UnsafeOnCompleted(OnEnded);
        return false;
    }

    internal override bool Fail(Exception exception)
    {
        if (!_answer.TrySetException(exception)) return false;
        Answered();
        return true;
    }

    internal override bool Cancel(CancellationToken token)
    {
        if (!_answer.TrySetCanceled(token)) return false;
        Answered();
        return true;
    }

    protected override void Complete()
    {
        try
        {
            if (_answer.TrySetResult(_pending.GetAwaiter().GetResult())) Answered();
        }
        catch (Exception exception)
        {
            FailFromGrain(exception);
        }
    }

    private ValueTask<T> CallFiltered(Activation activation)
    {
        var context = new IncomingCall<T>(this, activation);
        var pending = context.Invoke();
        return pending.IsCompletedSuccessfully ? new ValueTask<T>(context.Value!) : Await(pending, context);

        static async ValueTask<T> Await(Task pending, IncomingCall<T> context)
        {
            await pending;
            return context.Value!;
        }
    }
}

/// <summary>A call without a result.</summary>
internal abstract class VoidInvocation : Invocation
{
    private readonly TaskCompletionSource _answer = new();
    private ValueTask _pending;

    internal Task Answer => _answer.Task;

    internal override bool IsAnswered => _answer.Task.IsCompleted;

    public abstract ValueTask Call(object target);

    internal override bool Start(Activation activation)
    {
        try
        {
            _pending = activation.HasFilters ? CallFiltered(activation) : Call(activation.Instance);
        }
        catch (Exception exception)
        {
            FailFromGrain(exception);
            return true;
        }

        if (_pending.IsCompleted)
        {
            Complete();
            return true;
        }

        _pending.GetAwaiter().UnsafeOnCompleted(OnEnded);
        return false;
    }

    internal override bool Fail(Exception exception)
    {
        if (!_answer.TrySetException(exception)) return false;
        Answered();
        return true;
    }

    internal override bool Cancel(CancellationToken token)
    {
        if (!_answer.TrySetCanceled(token)) return false;
        Answered();
        return true;
    }

    protected override void Complete()
    {
        try
        {
            _pending.GetAwaiter().GetResult();
            if (_answer.TrySetResult()) Answered();
        }
        catch (Exception exception)
        {
            FailFromGrain(exception);
        }
    }

    private ValueTask CallFiltered(Activation activation) => new(new IncomingVoidCall(this, activation).Invoke());
}
