using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Dashboard.Live;

/// <summary>Whose breakers: the asker's tenant's, a market's, or the service's. An account's are its own commands: <see cref="IControl"/>.</summary>
/// <param name="Symbol">Of a market's; otherwise null.</param>
public sealed record BreakerTarget(BreakerScope Scope, SymbolKey? Symbol = null)
{
    public static BreakerTarget Tenant { get; } = new(BreakerScope.Tenant);

    public static BreakerTarget Service { get; } = new(BreakerScope.Service);

    public static BreakerTarget Market(SymbolKey symbol) => new(BreakerScope.Symbol, symbol);
}

/// <summary>Breakers above accounts. Each change is refused where the role does not reach, and stands in the audit.</summary>
public interface IBreakers
{
    Task<ScopeBreakers> Get(BreakerTarget target);

    /// <summary>Whether the asker may change them: an operator the tenant's, one of the platform markets' and the service's.</summary>
    bool May(BreakerTarget target);

    Task<SetupReply> Halt(BreakerTarget target, string reason, bool closes);

    Task<SetupReply> Resume(BreakerTarget target);

    Task<SetupReply> SetRules(BreakerTarget target, ImmutableArray<BreakerRule> rules);
}
