using System.Reflection;
using Orleans.Concurrency;

namespace OrleansTrader.LocalRuntime.Calls;

/// <summary>What the runtime knows of one grain interface method; one for each, for the life of the process.</summary>
internal sealed class MethodDescriptor
{
    internal MethodDescriptor(Type grainInterface, MethodInfo method)
    {
        GrainInterface = grainInterface;
        Method = method;
        InterfaceName = NameOf(grainInterface);
        InterfaceType = GrainInterfaceType.Create(InterfaceName);
        Interleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute), inherit: true);
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute), inherit: true);
        IsOneWay = method.IsDefined(typeof(OneWayAttribute), inherit: true);
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
    }

    internal Type GrainInterface { get; }

    internal MethodInfo Method { get; }

    internal string InterfaceName { get; }

    internal GrainInterfaceType InterfaceType { get; }

    internal bool Interleaves { get; init; }

    internal bool IsReadOnly { get; }

    internal bool IsOneWay { get; }

    internal TimeSpan? ResponseTimeout { get; }

    public override string ToString() => $"{InterfaceName}.{Method.Name}";

    internal static string NameOf(Type grainInterface) =>
        grainInterface.GetCustomAttributes<AliasAttribute>().FirstOrDefault()?.Alias ?? grainInterface.FullName ?? grainInterface.Name;
}
