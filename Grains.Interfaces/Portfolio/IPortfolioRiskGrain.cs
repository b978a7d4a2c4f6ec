using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Grains.Portfolio;

/// <summary>The limits that all accounts of a tenant share, and what they use of them. Key: <c>tenant</c>.</summary>
[Alias(GrainAliases.PortfolioRisk)]
public interface IPortfolioRiskGrain : ITenantKeyed
{
    /// <summary>
    /// Hands an account a part of the limits. What accounts use and were handed together never exceeds a limit, but by what was held before.
    /// It awaits no account, so that one may ask within its own turn; durable when it returns.
    /// </summary>
    [Alias("Lease")]
    Task<HeadroomLease> Lease(HeadroomAsk ask);

    /// <summary>Sets the limits, all at once; <see cref="TenantLimits.None"/> takes them away. They hold for every order from <see cref="PortfolioView.HoldsFrom"/> on.</summary>
    [Alias("SetLimits")]
    Task<SetupReply> SetLimits(TenantLimits limits);

    /// <summary>Limits, their use, and the exposure of every account; of a tenant without limits too.</summary>
    [Alias("GetView")]
    Task<PortfolioView> GetView();
}
