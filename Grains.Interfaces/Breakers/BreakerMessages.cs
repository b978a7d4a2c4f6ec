using System.Collections.Immutable;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Grains.Breakers;

/// <summary>The kill switch, thrown.</summary>
/// <param name="Reason">Why, for those who look later; at most <see cref="TrippedBreaker.ReasonLengthMax"/> characters.</param>
/// <param name="By">Who; at most <see cref="TrippedBreaker.ByLengthMax"/> characters.</param>
/// <param name="Closes">Whether positions are closed until none is left.</param>
public sealed record HaltOrder(string Reason, string By, bool Closes);

/// <summary>The breakers of a tenant, a market or the service.</summary>
/// <param name="Name">The tenant, the market or the venue.</param>
/// <param name="State">The strictest of what is tripped, or what its service says where that is stricter.</param>
/// <param name="Tripped">All that is in force, of those above it too.</param>
/// <param name="Rules">With what each measures now.</param>
/// <param name="Untold">How many have yet to be told of the last change: accounts, of a service tenants.</param>
public sealed record ScopeBreakers(
    BreakerScope Scope, string Name, TradingState State, ImmutableArray<TrippedBreaker> Tripped, ImmutableArray<BreakerReading> Rules, int Untold);

/// <summary>What an account has to go by beside its own breakers; each null where nothing is tripped.</summary>
/// <param name="TenantSequence">Rises with each change of the tenant's.</param>
/// <param name="ServiceSequence">Rises with each change of the service's.</param>
public sealed record Standing(TrippedBreaker? Tenant, long TenantSequence, TrippedBreaker? Service, long ServiceSequence);
