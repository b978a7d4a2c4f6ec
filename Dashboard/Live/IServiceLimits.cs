using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Dashboard.Live;

/// <summary>What the service's settings say of every account and version that is made here, by page, API or the start.</summary>
public interface IServiceLimits
{
    /// <summary>First deposit of an account where nobody names another.</summary>
    decimal Cash { get; }

    /// <summary>Distance of a version's decisions where nobody names another.</summary>
    TimeSpan Cycle { get; }

    /// <summary>The account with the limits that it begins with.</summary>
    AccountCreation Over(AccountCreation creation);

    /// <summary>The version with the service's limits where it names none of its own.</summary>
    /// <returns>Or which field is beyond what the service allows.</returns>
    (VersionConfig Config, FieldError? Refused) Over(VersionConfig config);

    /// <summary>An account's own limits, of which none is laxer than the service's.</summary>
    /// <returns>Or which field is beyond what the service allows.</returns>
    (AccountLimits Limits, FieldError? Refused) Over(AccountLimits limits);
}
