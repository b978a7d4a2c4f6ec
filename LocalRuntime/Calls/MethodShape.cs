using System.Reflection;

namespace OrleansTrader.LocalRuntime.Calls;

/// <summary>How a grain interface method's types map to the runtime's: which base class, which send method, which wrapper.</summary>
internal sealed class MethodShape
{
    private static readonly Dictionary<Type, string> Kinds = new()
    {
        [typeof(Task)] = "Task",
        [typeof(ValueTask)] = "ValueTask",
        [typeof(Task<>)] = "Task`1",
        [typeof(ValueTask<>)] = "ValueTask`1",
    };

    internal MethodShape(MethodInfo method)
    {
        Method = method;
        Parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        TokenIndex = Array.IndexOf(Parameters, typeof(CancellationToken));
        if (method.IsGenericMethodDefinition || Parameters.Any(parameter => parameter.IsByRef || parameter.IsByRefLike))
        {
            throw Unsupported(method, "generic methods and ref, out or in parameters are not supported");
        }

        var returned = method.ReturnType;
        var open = returned.IsGenericType ? returned.GetGenericTypeDefinition() : returned;
        if (!Kinds.ContainsKey(open)) throw Unsupported(method, $"it returns {returned}, expected Task, Task<T>, ValueTask or ValueTask<T>");

        var isValueTask = open == typeof(ValueTask) || open == typeof(ValueTask<>);
        if (returned.IsGenericType)
        {
            var result = returned.GetGenericArguments()[0];
            InvocationBase = typeof(Invocation<>).MakeGenericType(result);
            Send = SendMethod(typeof(Invocation<>)).MakeGenericMethod(result);
            var task = typeof(Task<>).MakeGenericType(result);
            var wrap = typeof(ValueTask<>).MakeGenericType(result).GetConstructor([task])!;
            WrapAnswer = isValueTask ? wrap : null;
            WrapResult = isValueTask ? null : wrap;
        }
        else
        {
            InvocationBase = typeof(VoidInvocation);
            Send = SendMethod(typeof(VoidInvocation));
            var wrap = typeof(ValueTask).GetConstructor([typeof(Task)])!;
            WrapAnswer = isValueTask ? wrap : null;
            WrapResult = isValueTask ? null : wrap;
        }

        Call = InvocationBase.GetMethod("Call")!;
    }

    internal MethodInfo Method { get; }

    internal Type[] Parameters { get; }

    /// <summary>Which parameter is the cancellation token; -1 if none.</summary>
    internal int TokenIndex { get; }

    internal Type InvocationBase { get; }

    internal MethodInfo Send { get; }

    internal MethodInfo Call { get; }

    /// <summary>Turns the answer's task into the method's return type, if that is a ValueTask.</summary>
    internal ConstructorInfo? WrapAnswer { get; }

    /// <summary>Turns the grain's returned task into a ValueTask, if it isn't one.</summary>
    internal ConstructorInfo? WrapResult { get; }

    private static MethodInfo SendMethod(Type invocation) => typeof(GrainReference)
        .GetMethods(BindingFlags.Instance | BindingFlags.NonPublic)
        .Single(method => string.Equals(method.Name, "Send", StringComparison.Ordinal)
            && method.IsGenericMethodDefinition == invocation.IsGenericTypeDefinition);

    private static NotSupportedException Unsupported(MethodInfo method, string reason) =>
        new($"Grain method {method.DeclaringType}.{method.Name}: {reason}.");
}
