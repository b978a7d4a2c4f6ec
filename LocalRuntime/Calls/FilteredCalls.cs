using System.Reflection;
using Orleans.Serialization.Invocation;
using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Calls;

/// <summary>A call as the incoming filters see it.</summary>
internal sealed class IncomingCall(Invocation call, Activation target) : IIncomingGrainCallContext
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

    public object? Result { get; set; }

    public async Task Invoke()
    {
        var filters = target.Runtime.IncomingFilters;
        var index = _next++;
        if (index < filters.Length)
        {
            await filters[index].Invoke(this);
        }
        else if (index == filters.Length && target.Instance is IIncomingGrainCallFilter own)
        {
            await own.Invoke(this);
        }
        else
        {
            Result = await call.CallBoxed(target.Instance);
        }
    }
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
