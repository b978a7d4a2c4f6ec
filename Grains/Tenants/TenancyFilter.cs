using System.Collections.Concurrent;

namespace OrleansTrader.Grains.Tenants;

/// <summary>A call of a tenant's grain by somebody else.</summary>
public sealed class TenancyException(string message) : Exception(message);

/// <summary>
/// Lets only a tenant's own callers, and the service itself, call the grains of a tenant. Orleans' own calls and grains without a
/// tenant pass.
/// </summary>
internal sealed class TenancyFilter : IIncomingGrainCallFilter
{
    private static readonly ConcurrentDictionary<Type, bool> Guarded = new();

    public Task Invoke(IIncomingGrainCallContext context)
    {
        // The grain's own type is asked first: it is cheap, and lets markets pass at once.
        if (context.Grain is ITenantKeyed && IsGuarded(context.InterfaceMethod.DeclaringType) && !Caller.Owns(context.TargetId.Key.ToString()))
        {
            throw new TenancyException(
                $"{context.InterfaceName}.{context.MethodName} of {context.TargetId} was refused: it is called for nobody or for another tenant");
        }

        return context.Invoke();
    }

    private static bool IsGuarded(Type? contract) =>
        contract is not null && Guarded.GetOrAdd(contract, static type => typeof(ITenantKeyed).IsAssignableFrom(type));
}
