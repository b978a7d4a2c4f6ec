using System.Reflection;
using Orleans.Serialization.Invocation;
using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Calls;

/// <summary>A call as the incoming filters see it. Where nothing waits, nothing is allocated but this.</summary>
internal abstract class IncomingCall(Invocation call, Activation target) : IIncomingGrainCallContext
{
    private int _next;

    public IInvokable Request => call;

    public object Grain => target.Instance;

    public GrainId? SourceId => call.Source?.GrainId ?? GrainRuntime.ClientId;

    public GrainId TargetId => target.GrainId;

    public GrainInterfaceType InterfaceType => call.Method.InterfaceType;

    public string InterfaceName => call.Method.InterfaceName;

    public string MethodName => call.Method.Method.Name;

    public MethodInfo InterfaceMethod => call.Method.Method;

    public IGrainContext TargetContext => target;

    public MethodInfo ImplementationMethod => target.Class.ImplementationOf(call.Method);

    public abstract object? Result { get; set; }

    public Task Invoke()
    {
        var filters = target.Runtime.IncomingFilters;
        var index = _next++;
        try
        {
            if (index < filters.Length) return filters[index].Invoke(this);
            return index == filters.Length && target.Instance is IIncomingGrainCallFilter own ? own.Invoke(this) : InvokeMethod(target.Instance);
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    protected abstract Task InvokeMethod(object instance);
}

/// <summary>An incoming call whose result stays what it is until a filter asks for it.</summary>
internal sealed class IncomingCall<T>(Invocation<T> call, Activation target) : IncomingCall(call, target)
{
    internal T? Value { get; private set; }

    public override object? Result
    {
        get => Value;
        set => Value = (T?)value;
    }

    protected override Task InvokeMethod(object instance)
    {
        var pending = call.Call(instance);
        if (!pending.IsCompletedSuccessfully) return Take(pending);
        Value = pending.Result;
        return Task.CompletedTask;
    }

    private async Task Take(ValueTask<T> pending) => Value = await pending;
}

/// <summary>An incoming call without a result.</summary>
internal sealed class IncomingVoidCall(VoidInvocation call, Activation target) : IncomingCall(call, target)
{
    public override object? Result { get; set; }

    protected override Task InvokeMethod(object instance) => call.Call(instance).AsTask();
}

/// <summary>A call as the outgoing filters see it.</summary>
internal sealed class OutgoingCall(Invocation call, GrainReference reference, Func<Task<object?>> send) : IOutgoingGrainCallContext
{
    private int _next;

    public IInvokable Request => call;

    public object Grain => reference;

    public GrainId? SourceId => call.Source?.GrainId ?? GrainRuntime.ClientId;

    public GrainId TargetId => reference.GrainId;

    public GrainInterfaceType InterfaceType => call.Method.InterfaceType;

    public string InterfaceName => call.Method.InterfaceName;

    public string MethodName => call.Method.Method.Name;

    public MethodInfo InterfaceMethod => call.Method.Method;

    public IGrainContext? SourceContext => call.Source;

    public object? Result { get; set; }

    public async Task Invoke()
    {
        var filters = reference.Runtime.OutgoingFilters;
        var index = _next++;
        if (index < filters.Length) await filters[index].Invoke(this);
        else Result = await send();
    }
}
